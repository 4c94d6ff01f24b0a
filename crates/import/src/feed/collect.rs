//! Elements to the raw shape: the one table of what the elements of RSS, Atom,
//! CDF and their extensions mean.

use super::kind::Kind;
use super::log::Log;
use super::names::Space;
use super::person::Person;
use super::raw::{Rank, Ranked, Raw, RawImage};
use super::shape::{Category, Form, Generator, Link};
use super::text::{self, Text};
use super::tree::{Element, Id, Tree};
use super::when::When;
use super::{address, geo, media, pauses};
use annals_model::tidy;

/// The scheme of iTunes' categories.
const ITUNES_SCHEME: &str = "http://www.itunes.com/";

/// The most values of a kind that repeats: links, categories, people.
const MOST: usize = 1_000;

/// Reads what stands right below an element into `raw`.
pub(super) fn collect(tree: &Tree, id: Id, kind: Kind, raw: &mut Raw, log: &mut Log<'_>) {
    let element = tree.element(id);
    raw.at = element.at;
    raw.in_force = element.language.clone();
    raw.base = Some(element.base.clone());
    if let Some(about) = element.attribute_in(Space::Rdf, "about") {
        raw.rdf_about = Some(about.to_owned());
    }
    if let Some(href) = element.attribute("href") {
        raw.links.push(link(address::join(&element.base, href)));
    }
    if let Some(changed) = element.attribute("lastmod") {
        raw.updated.offer(Rank::Own, When::read(changed));
    }
    let reader = Reader { tree, kind };
    for (id, element) in tree.children(id) {
        reader.child(id, element, raw, log);
    }
}

fn link(url: String) -> Link {
    Link { url, rel: "alternate".to_owned(), ..Link::default() }
}

struct Reader<'t> {
    tree: &'t Tree,
    kind: Kind,
}

impl Reader<'_> {
    fn child(&self, id: Id, element: &Element, raw: &mut Raw, log: &mut Log<'_>) {
        match (element.space, element.local.as_str()) {
            (Space::Core | Space::Xhtml, name) => self.core(name, id, element, raw, log),
            (Space::Dc | Space::DcTerms, name) => self.dublin(name, id, element, raw),
            (Space::Content, "encoded") => {
                raw.content.offer(Rank::Own, self.text(id, Form::Html));
            }
            (Space::Media, _) => media::collect(self.tree, id, self.kind, raw),
            (Space::Itunes, name) => self.itunes(name, id, element, raw),
            (Space::Syndication, "updateperiod") => raw.period = pauses::period(&self.words(id)),
            (Space::Syndication, "updatefrequency") => raw.frequency = self.words(id).parse().ok(),
            (Space::GeoRss, _) | (Space::Gml, "point" | "linestring" | "polygon") => {
                raw.place = raw.place.take().or_else(|| geo::read(self.tree, id));
            }
            (Space::Geo, "lat") => raw.latitude = Some(self.words(id)),
            (Space::Geo, "long" | "lon") => raw.longitude = Some(self.words(id)),
            (Space::Geo, "point") => {
                let parts = self.tree.children(id).filter(|(_, e)| e.local != "point");
                for (id, inner) in parts {
                    self.child(id, inner, raw, log);
                }
            }
            (Space::Licence, "license") => {
                let address = element.attribute_in(Space::Rdf, "resource").map(str::to_owned);
                let address = address.unwrap_or_else(|| self.words(id));
                raw.licences.push(address::join(&element.base, &address));
            }
            _ => {}
        }
    }

    /// The formats' own elements.
    fn core(&self, name: &str, id: Id, element: &Element, raw: &mut Raw, log: &mut Log<'_>) {
        match name {
            "title" => offer_text(&mut raw.title, Rank::Own, self.text(id, Form::Plain)),
            "subtitle" | "tagline" => {
                offer_text(&mut raw.subtitle, Rank::Own, self.text(id, Form::Plain));
            }
            "description" => self.summary(raw, Rank::Own, id, Form::Html),
            "abstract" | "summary" => self.summary(raw, Rank::Own, id, Form::Plain),
            "content" => self.content(id, element, raw),
            "body" => offer_text(&mut raw.content, Rank::Own, self.text(id, Form::Xhtml)),
            "fullitem" => offer_text(&mut raw.content, Rank::Own, self.text(id, Form::Html)),
            "link" => self.link(id, element, raw),
            "guid" | "id" => self.id(name, id, element, raw),
            "author" | "managingeditor" => self.person(id, &mut raw.authors),
            "contributor" => self.person(id, &mut raw.contributors),
            "webmaster" => raw.webmaster = Person::read(&self.words(id)),
            "pubdate" | "published" | "issued" => {
                offer_date(&mut raw.published, Rank::Own, self.date(id));
            }
            "updated" | "modified" | "lastbuilddate" => {
                offer_date(&mut raw.updated, Rank::Own, self.date(id));
            }
            "created" => raw.created = Some(self.date(id)),
            "category" => self.category(id, element, raw),
            "keywords" => self.keywords(id, raw),
            "copyright" | "rights" => {
                offer_text(&mut raw.rights, Rank::Own, self.text(id, Form::Plain));
            }
            "license" | "licence" => {
                raw.licences.push(address::join(&element.base, &self.words(id)));
            }
            "language" => raw.language = Some(self.words(id)).filter(|l| !l.is_empty()),
            "generator" => self.generator(id, element, raw),
            "ttl" => raw.ttl = self.words(id).parse().ok(),
            "skiphours" => raw.skip_hours = self.each(id, "hour", pauses::hour),
            "skipdays" => raw.skip_days = self.each(id, "day", pauses::weekday),
            "comments" => raw.comments = Some(address::join(&element.base, &self.words(id))),
            "redirect" => {
                for (id, inner) in self.tree.children(id).filter(|(_, e)| e.local == "newlocation")
                {
                    self.child(id, inner, raw, log);
                }
            }
            "newlocation" => raw.moved_to = Some(address::join(&element.base, &self.words(id))),
            "image" | "logo" => {
                let rank = if name == "image" { Rank::Own } else { Rank::Terms };
                if let Some(image) = self.image(id, element) {
                    raw.image.offer(rank, image);
                }
            }
            "icon" => raw.icon = Some(address::join(&element.base, &self.words(id))),
            "source" => raw.source = self.source(id, element, log),
            "enclosure" => raw.media.extend(media::enclosure(element)),
            "place" => raw.place = raw.place.take().or_else(|| geo::read(self.tree, id)),
            _ => {}
        }
    }

    /// What the children of a name say, each once.
    fn each<T: PartialEq>(&self, id: Id, child: &str, read: fn(&str) -> Option<T>) -> Vec<T> {
        let mut all = Vec::new();
        for (id, _) in self.tree.children(id).filter(|(_, e)| e.local == child).take(100) {
            all.extend(read(&self.words(id)).filter(|value| !all.contains(value)));
        }
        all
    }

    fn dublin(&self, name: &str, id: Id, element: &Element, raw: &mut Raw) {
        let words = || self.words(id);
        match name {
            "title" => offer_text(&mut raw.title, Rank::Dublin, self.text(id, Form::Plain)),
            "description" | "abstract" => self.summary(raw, Rank::Dublin, id, Form::Html),
            "creator" | "author" => raw.authors.extend(Person::read(&words())),
            "contributor" => raw.contributors.extend(Person::read(&words())),
            "publisher" => {
                if let Some(publisher) = Person::read(&words()) {
                    raw.publisher.offer(Rank::Dublin, publisher);
                }
            }
            "subject" => raw.categories.extend(category(words(), None)),
            "rights" => offer_text(&mut raw.rights, Rank::Dublin, self.text(id, Form::Plain)),
            "license" => raw.licences.push(address::join(&element.base, &words())),
            "language" => {
                raw.language = raw.language.take().or(Some(words()).filter(|l| !l.is_empty()));
            }
            "identifier" => raw.id = raw.id.take().or(Some(words()).filter(|i| !i.is_empty())),
            "issued" | "available" => {
                offer_date(&mut raw.published, Rank::Terms, self.date(id));
            }
            "modified" => offer_date(&mut raw.updated, Rank::Terms, self.date(id)),
            "created" => raw.created = raw.created.take().or(Some(self.date(id))),
            // Nobody says a date of what it is; of an entry it is mostly its publication.
            "date" => offer_date(&mut raw.published, Rank::Dublin, self.date(id)),
            _ => {}
        }
    }

    fn itunes(&self, name: &str, id: Id, element: &Element, raw: &mut Raw) {
        match name {
            "title" => offer_text(&mut raw.title, Rank::Itunes, self.text(id, Form::Plain)),
            "author" if raw.authors.is_empty() => {
                raw.authors.extend(Person::read(&self.words(id)));
            }
            "owner" => {
                let mut people = Vec::new();
                self.person(id, &mut people);
                if let Some(owner) = people.pop() {
                    raw.publisher.offer(Rank::Itunes, owner);
                }
            }
            "subtitle" => {
                offer_text(&mut raw.subtitle, Rank::Itunes, self.text(id, Form::Plain));
            }
            "summary" => self.summary(raw, Rank::Itunes, id, Form::Plain),
            "keywords" => self.keywords(id, raw),
            "category" => {
                let nested = std::iter::successors(Some((id, element)), |(id, _)| {
                    self.tree.children(*id).find(|(_, e)| e.local == "category")
                });
                for (_, element) in nested {
                    let term = element.attribute("text").unwrap_or_default();
                    raw.categories.extend(category(term.to_owned(), Some(ITUNES_SCHEME)));
                }
            }
            "image" | "link" => {
                let is_image = name == "image" || element.attribute("rel") == Some("image");
                if let Some(image) = self.image(id, element).filter(|_| is_image) {
                    raw.image.offer(Rank::Itunes, image);
                }
            }
            "duration" => raw.duration = media::duration(&self.words(id)),
            "new-feed-url" => raw.moved_to = Some(address::join(&element.base, &self.words(id))),
            _ => {}
        }
    }

    /// The first of an entry's descriptions and summaries is the summary. A
    /// second one of the same vocabulary is the content, which such feeds do not mark.
    fn summary(&self, raw: &mut Raw, rank: Rank, id: Id, default: Form) {
        let text = self.text(id, default);
        if text.value.is_empty() {
            return;
        }
        let left = raw.summary.offer(rank, text);
        if let Some(left) = left.filter(|_| rank == Rank::Own) {
            raw.content.offer(Rank::Terms, left);
        }
    }

    fn content(&self, id: Id, element: &Element, raw: &mut Raw) {
        let text = self.text(id, Form::Plain);
        if let Some(source) = element.attribute("src") {
            // The content lies elsewhere: that is a link.
            let media_type = element.attribute("type").map(str::to_owned);
            let url = address::join(&element.base, source);
            raw.links.push(Link { rel: "content".to_owned(), media_type, ..link(url) });
        }
        if !text.value.is_empty() || element.attribute("src").is_none() {
            raw.content.offer(Rank::Own, text);
        }
    }

    fn link(&self, id: Id, element: &Element, raw: &mut Raw) {
        if raw.links.len() >= MOST {
            return;
        }
        let attribute = |name: &str| element.attribute(name).map(str::to_owned);
        let href = ["href", "url", "uri"].iter().find_map(|n| element.attribute(n));
        let text = self.words(id);
        let text = Some(text).filter(|t| !t.is_empty());
        // Netscape's own feeds have `rdf:resource`.
        let resource = element.attribute_in(Space::Rdf, "resource").map(str::to_owned);
        let Some(address) = href.map(str::to_owned).or(text).or(resource) else { return };
        raw.links.push(Link {
            url: address::join(&element.base, &address),
            rel: attribute("rel").filter(|r| !r.is_empty()).unwrap_or("alternate".to_owned()),
            media_type: attribute("type"),
            title: attribute("title"),
            language: attribute("hreflang"),
            length: attribute("length"),
        });
    }

    fn id(&self, name: &str, id: Id, element: &Element, raw: &mut Raw) {
        let text = self.words(id);
        if text.is_empty() || raw.id.is_some() {
            return;
        }
        let permalink = match name {
            "guid" => Some(
                element.attribute("ispermalink").is_none_or(|p| p.eq_ignore_ascii_case("true")),
            ),
            _ => None,
        };
        // A path is only an id together with the place that it was found at.
        let relative = text.starts_with(['/', '.']) && permalink != Some(false);
        raw.permalink = permalink;
        raw.id = Some(if relative { address::join(&element.base, &text) } else { text });
    }

    fn person(&self, id: Id, people: &mut Vec<Person>) {
        let mut person = Person::default();
        for (id, element) in self.tree.children(id) {
            let words = self.words(id);
            if words.is_empty() {
                continue;
            }
            match element.local.as_str() {
                "name" => person.name = Some(words),
                "email" => person.email = Some(words),
                "url" | "uri" | "homepage" => {
                    person.url = Some(address::join(&element.base, &words));
                }
                _ => {}
            }
        }
        if person.is_empty() {
            let Some(read) = Person::read(&self.words(id)) else { return };
            person = read;
        }
        if people.len() < MOST {
            people.push(person);
        }
    }

    fn category(&self, id: Id, element: &Element, raw: &mut Raw) {
        let attribute = |name: &str| element.attribute(name).map(str::to_owned);
        let (label, words) = (attribute("label"), self.words(id));
        let term = attribute("term").filter(|t| !t.is_empty());
        let term = term.or(Some(words).filter(|w| !w.is_empty())).or(label.clone());
        let Some(term) = term.map(|t| tidy(&t)).filter(|t| !t.is_empty()) else { return };
        let scheme = attribute("scheme").or_else(|| attribute("domain"));
        if raw.categories.len() < MOST {
            raw.categories.push(Category { term, scheme, label });
        }
    }

    fn keywords(&self, id: Id, raw: &mut Raw) {
        let text = self.words(id);
        let terms = text.split(',').take(MOST).filter_map(|t| category(t.to_owned(), None));
        raw.categories.extend(terms);
    }

    fn generator(&self, id: Id, element: &Element, raw: &mut Raw) {
        let address = ["uri", "url", "href"].iter().find_map(|n| element.attribute(n));
        let resource = element.attribute_in(Space::Rdf, "resource");
        raw.generator = Some(Generator {
            name: self.words(id),
            url: address.or(resource).map(|a| address::join(&element.base, a)),
            version: element.attribute("version").map(str::to_owned),
        });
    }

    fn image(&self, id: Id, element: &Element) -> Option<RawImage> {
        let mut image = RawImage::default();
        for (id, part) in self.tree.children(id) {
            let words = self.words(id);
            match part.local.as_str() {
                "url" | "href" => image.url = address::join(&part.base, &words),
                "title" => image.title = Some(words),
                "link" => image.link = Some(address::join(&part.base, &words)),
                "description" => image.description = Some(words),
                "width" => image.width = words.parse().ok(),
                "height" => image.height = words.parse().ok(),
                _ => {}
            }
        }
        if image.url.is_empty() {
            let attribute = ["href", "url", "src"].iter().find_map(|n| element.attribute(n));
            let resource = element.attribute_in(Space::Rdf, "resource").map(str::to_owned);
            let words = || Some(self.words(id)).filter(|_| !self.tree.has_elements(id));
            let address = attribute.map(str::to_owned).or(resource).or_else(words)?;
            image.url = address::join(&element.base, &address);
        }
        let empty = image.url.is_empty() && image.title.is_none() && image.link.is_none();
        (!empty).then_some(image)
    }

    /// RSS: a name with an address. Atom: another feed's head.
    fn source(&self, id: Id, element: &Element, log: &mut Log<'_>) -> Option<Box<Raw>> {
        let mut source = Raw { at: element.at, ..Raw::default() };
        if self.tree.has_elements(id) {
            collect(self.tree, id, self.kind, &mut source, log);
        } else {
            let text = self.text(id, Form::Plain);
            if !text.value.is_empty() {
                source.title.offer(Rank::Own, text);
            }
        }
        if let Some(url) = element.attribute("url") {
            let url = address::join(&element.base, url);
            source.links.push(Link { rel: "self".to_owned(), ..link(url) });
        }
        Some(Box::new(source))
    }

    fn text(&self, id: Id, default: Form) -> Text {
        text::read(self.tree, id, default, self.kind)
    }

    fn date(&self, id: Id) -> When {
        When::read(&self.tree.text(id))
    }

    fn words(&self, id: Id) -> String {
        tidy(&self.tree.text(id))
    }
}

/// Empty texts say nothing.
fn offer_text(place: &mut Ranked<Text>, rank: Rank, text: Text) {
    if !text.value.is_empty() {
        place.offer(rank, text);
    }
}

/// A date that is understood comes before one that is not; of several the last,
/// which programs append where they change an entry.
fn offer_date(place: &mut Ranked<When>, rank: Rank, when: When) {
    if when.text.is_empty() {
        return;
    }
    match place.get().map(|before| before.value.is_some()) {
        Some(true) if when.value.is_none() => return,
        Some(false) if when.value.is_some() => *place = Ranked::default(),
        _ => {}
    }
    place.offer_later(rank, when);
}

fn category(term: String, scheme: Option<&str>) -> Option<Category> {
    let term = tidy(&term);
    let scheme = scheme.map(str::to_owned);
    (!term.is_empty()).then_some(Category { term, scheme, label: None })
}
