//! The raw shape to the common one: addresses that are safe, titles that are
//! plain, one date, one link, one language.

use super::address;
use super::geo;
use super::html;
use super::log::Log;
use super::person::Person;
use super::raw::{Raw, RawImage};
use super::shape::{About, Category, Entry, Form, Image, Link, Markup, Media, Role};
use super::text::Text;
use annals_model::tidy;
use std::collections::HashSet;

/// The head of a feed, or of an entry's source.
pub(super) fn about(mut raw: Raw, log: &mut Log<'_>) -> About {
    let at = raw.at;
    let links = links(std::mem::take(&mut raw.links), at, log);
    let of = |rel: &str| links.iter().find(|l| l.rel == rel).map(|l| l.url.clone());
    let hubs = links.iter().filter(|l| l.rel == "hub").map(|l| l.url.clone()).collect();
    let subtitle = raw.subtitle.take().or_else(|| raw.summary.take());
    let language = language(raw.language.take(), &raw, &[]);
    let place = place(&mut raw);
    About {
        title: raw.title.take().and_then(|t| title(&t)),
        subtitle: subtitle.map(markup),
        link: page(&links),
        address: of("self"),
        id: raw.id.or(raw.rdf_about),
        language,
        authors: people(raw.authors, at, log),
        contributors: people(raw.contributors, at, log),
        publisher: raw.publisher.take(),
        webmaster: raw.webmaster,
        rights: raw.rights.take().and_then(|t| plain(&t)),
        licences: licences(raw.licences, &links),
        updated: raw.updated.take(),
        published: raw.published.take(),
        created: raw.created,
        image: raw.image.take().and_then(|i| image(i, at, log)),
        icon: raw.icon.and_then(|i| web(i, at, log)),
        categories: distinct(raw.categories),
        generator: raw.generator.map(|mut g| {
            g.url = g.url.and_then(|u| web(u, at, log));
            g
        }),
        hubs,
        next: of("next"),
        ttl: raw.ttl,
        renewed_every: raw.period.map(|p| p / raw.frequency.unwrap_or(1).max(1)),
        skip_hours: raw.skip_hours,
        skip_days: raw.skip_days,
        moved_to: raw.moved_to.and_then(|m| web(m, at, log)),
        place,
        links,
    }
}

/// An entry.
pub(super) fn entry(mut raw: Raw, log: &mut Log<'_>) -> Entry {
    let at = raw.at;
    let links = links(std::mem::take(&mut raw.links), at, log);
    let link = page(&links);
    // RSS: a `guid` is the entry's address unless it says that it is none.
    let guid = raw.id.as_deref().filter(|i| raw.permalink == Some(true) && address::is_web(i));
    let guid_is_link = guid.is_some() && link.is_none();
    let link = link.or_else(|| guid.map(str::to_owned));
    let summary = raw.summary.take().or_else(|| raw.subtitle.take());
    let content = raw.content.take();
    let title_text = raw.title.take();
    let texts = [title_text.as_ref(), content.as_ref(), summary.as_ref()];
    let language = language(raw.language.take(), &raw, &texts);
    let place = place(&mut raw);
    let mut media = media(std::mem::take(&mut raw.media), &links, at, log);
    if let Some(image) = raw.image.take().and_then(|i| image(i, at, log)) {
        let (role, url) = (Role::Image, Some(image.url));
        let (width, height, title) = (image.width, image.height, image.title);
        let description = image.description;
        media.push(Media { url, role, width, height, title, description, ..Media::default() });
    }
    let sound = media.iter_mut().find(|m| m.role == Role::Enclosure && m.duration.is_none());
    if let Some(sound) = sound {
        sound.duration = raw.duration;
    }
    Entry {
        id: raw.id.take().or(raw.rdf_about.take()),
        guid_is_link,
        title: title_text.as_ref().and_then(title),
        link,
        summary: summary.map(markup),
        content: content.map(markup),
        authors: people(raw.authors, at, log),
        contributors: people(raw.contributors, at, log),
        publisher: raw.publisher.take(),
        categories: distinct(raw.categories),
        published: raw.published.take(),
        updated: raw.updated.take(),
        created: raw.created,
        source: raw.source.map(|s| Box::new(about(*s, log))),
        media,
        rights: raw.rights.take().and_then(|t| plain(&t)),
        licences: licences(raw.licences, &links),
        language,
        comments: raw.comments.and_then(|c| web(c, at, log)),
        place,
        links,
    }
}

/// An address, if it may come out.
fn web(url: String, at: usize, log: &mut Log<'_>) -> Option<String> {
    if address::is_web(&url) {
        return Some(url);
    }
    if !url.is_empty() {
        let problem = format!("`{}` is no address of the web", crate::quote(&url));
        log.problem(at, "address-not-web", &problem, "left it out");
    }
    None
}

fn links(raw: Vec<Link>, at: usize, log: &mut Log<'_>) -> Vec<Link> {
    let kept = raw.into_iter().filter_map(|mut link| {
        link.url = web(std::mem::take(&mut link.url), at, log)?;
        link.rel = link.rel.to_ascii_lowercase();
        link.title = link.title.map(|t| tidy(&t)).filter(|t| !t.is_empty());
        Some(link)
    });
    kept.collect()
}

/// The page among the links: the alternate in HTML, or of no named type.
fn page(links: &[Link]) -> Option<String> {
    let mut pages = links.iter().filter(|l| l.rel == "alternate");
    let html = |l: &&Link| {
        l.media_type.as_deref().is_none_or(|t| {
            let t = t.trim().to_ascii_lowercase();
            t.starts_with("text/html") || t.starts_with("application/xhtml+xml")
        })
    };
    let first = pages.clone().next();
    pages.find(html).or(first).map(|l| l.url.clone())
}

fn licences(stated: Vec<String>, links: &[Link]) -> Vec<String> {
    let linked = links.iter().filter(|l| l.rel == "license").map(|l| l.url.clone());
    let mut seen = HashSet::new();
    let all = stated.into_iter().filter(|l| address::is_web(l)).chain(linked);
    all.filter(|l| seen.insert(l.clone())).collect()
}

fn people(people: Vec<Person>, at: usize, log: &mut Log<'_>) -> Vec<Person> {
    let mut seen = HashSet::new();
    let safe = people.into_iter().map(|mut person| {
        person.url = person.url.and_then(|u| web(u, at, log));
        person
    });
    let kept = safe.filter(|p| !p.is_empty());
    kept.filter(|p| seen.insert((p.name.clone(), p.email.clone(), p.url.clone()))).collect()
}

fn distinct(categories: Vec<Category>) -> Vec<Category> {
    // A bare term says nothing new beside the same term of a scheme.
    let with_scheme = categories.iter().filter(|c| c.scheme.is_some());
    let named: HashSet<String> = with_scheme.map(|c| c.term.clone()).collect();
    let mut seen = HashSet::new();
    let key = |c: &Category| (c.term.clone(), c.scheme.clone(), c.label.clone());
    let bare = |c: &Category| c.scheme.is_none() && c.label.is_none() && named.contains(&c.term);
    categories.into_iter().filter(|c| !bare(c) && seen.insert(key(c))).collect()
}

fn image(raw: RawImage, at: usize, log: &mut Log<'_>) -> Option<Image> {
    let url = web(raw.url, at, log)?;
    let link = raw.link.and_then(|l| web(l, at, log));
    let (title, description) = (raw.title, raw.description);
    Some(Image { url, title, link, description, width: raw.width, height: raw.height })
}

/// The entry's media: those that it names, and Atom's links that are enclosures.
fn media(named: Vec<Media>, links: &[Link], at: usize, log: &mut Log<'_>) -> Vec<Media> {
    let linked = links.iter().filter(|l| l.rel == "enclosure").map(|l| Media {
        url: Some(l.url.clone()),
        role: Role::Enclosure,
        media_type: l.media_type.clone(),
        length: l.length.clone(),
        title: l.title.clone(),
        ..Media::default()
    });
    let all = linked.chain(named).filter_map(|mut medium| {
        let given = medium.url.is_some();
        medium.url = medium.url.and_then(|u| web(u, at, log));
        let says = !medium.credits.is_empty() || medium.description.is_some();
        (medium.url.is_some() || (!given && says)).then_some(medium)
    });
    all.collect()
}

fn place(raw: &mut Raw) -> Option<geo::Place> {
    let point = || geo::point(raw.latitude.as_deref()?, raw.longitude.as_deref()?);
    raw.place.take().or_else(point)
}

/// The stated language, else the title's, else the content's or summary's, else
/// `xml:lang` around them. An empty `xml:lang` says that it is unknown.
fn language(stated: Option<String>, raw: &Raw, texts: &[Option<&Text>]) -> Option<String> {
    if let Some(stated) = stated {
        return Some(stated.replace('_', "-"));
    }
    let of_texts = texts.iter().flatten().map(|t| t.language.as_deref()).next();
    of_texts.unwrap_or(raw.in_force.as_deref()).map(str::to_owned)
}

fn title(text: &Text) -> Option<String> {
    plain(text)
}

fn plain(text: &Text) -> Option<String> {
    let html = matches!(text.form, Form::Html | Form::Xhtml);
    let words = if html { tidy(&html::plain_text(&text.value)) } else { tidy(&text.value) };
    Some(words).filter(|w| !w.is_empty())
}

fn markup(text: Text) -> Markup {
    let Text { value, form, language, base, .. } = text;
    let html = matches!(form, Form::Html | Form::Xhtml);
    let text = if html { html::resolve(&value, &base).into_owned() } else { value };
    Markup { text, form, language: language.map(|l| l.to_string()) }
}
