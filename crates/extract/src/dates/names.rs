//! What names, labels and classes say about a date: the tables.

use super::clue::{About, Kind};
use std::{collections::HashMap, sync::LazyLock};

/// Names of metadata that tell when a page was published or changed, in lower case.
///
/// `MetaStrong` says only that; `Meta` is used by some systems for other days
/// (of the event, of the file); `MetaWeak` is mostly the day when the page was made.
pub(super) const META: &[(&str, About, Kind)] = &[
    // Open Graph, and what is written in its place <https://ogp.me/#type_article>.
    ("article:published_time", About::Published, Kind::MetaStrong),
    ("article:published", About::Published, Kind::MetaStrong),
    ("article:published_date", About::Published, Kind::MetaStrong),
    ("article:publish_date", About::Published, Kind::MetaStrong),
    ("article:publicationdate", About::Published, Kind::MetaStrong),
    ("article:post_date", About::Published, Kind::MetaStrong),
    ("article.published", About::Published, Kind::MetaStrong),
    ("article.created", About::Published, Kind::Meta),
    ("article_date_original", About::Published, Kind::MetaStrong),
    ("og:article:published_time", About::Published, Kind::MetaStrong),
    ("og:article:published", About::Published, Kind::MetaStrong),
    ("og:published_time", About::Published, Kind::MetaStrong),
    ("og:publish_date", About::Published, Kind::MetaStrong),
    ("og:pubdate", About::Published, Kind::MetaStrong),
    ("og:release_date", About::Published, Kind::Meta),
    ("og:regdate", About::Published, Kind::Meta),
    ("og:question:published_time", About::Published, Kind::MetaStrong),
    ("video:release_date", About::Published, Kind::Meta),
    ("book:release_date", About::Published, Kind::Meta),
    ("vr:published_time", About::Published, Kind::MetaStrong),
    // Those who measure readers.
    ("parsely-pub-date", About::Published, Kind::MetaStrong),
    ("sailthru.date", About::Published, Kind::MetaStrong),
    ("cxenseparse:recs:publishtime", About::Published, Kind::MetaStrong),
    ("mediator_published_time", About::Published, Kind::MetaStrong),
    ("shareaholic:article_published_time", About::Published, Kind::MetaStrong),
    ("dcsext.articlefirstpublished", About::Published, Kind::MetaStrong),
    ("rbpubdate", About::Published, Kind::MetaStrong),
    ("bt:pubdate", About::Published, Kind::MetaStrong),
    ("twt-published-at", About::Published, Kind::MetaStrong),
    // Scholarly pages <https://scholar.google.com/intl/en/scholar/inclusion.html>.
    ("citation_publication_date", About::Published, Kind::MetaStrong),
    ("citation_online_date", About::Published, Kind::Meta),
    ("citation_date", About::Published, Kind::Meta),
    ("prism.publicationdate", About::Published, Kind::MetaStrong),
    // Dublin Core <https://www.dublincore.org/specifications/dublin-core/dcmi-terms/>.
    ("dc.date.issued", About::Published, Kind::MetaStrong),
    ("dcterms.issued", About::Published, Kind::MetaStrong),
    ("dc.issued", About::Published, Kind::MetaStrong),
    ("dc.date.publication", About::Published, Kind::MetaStrong),
    ("dc.date", About::Published, Kind::Meta),
    ("dc:date", About::Published, Kind::Meta),
    ("dcterms.date", About::Published, Kind::Meta),
    ("dc.date.created", About::Published, Kind::Meta),
    ("dc.created", About::Published, Kind::Meta),
    ("dc:created", About::Published, Kind::Meta),
    ("dcterms.created", About::Published, Kind::Meta),
    ("dcterms:created", About::Published, Kind::Meta),
    // schema.org in attributes.
    ("datepublished", About::Published, Kind::MetaStrong),
    ("rnews:datepublished", About::Published, Kind::MetaStrong),
    ("schema:datepublished", About::Published, Kind::MetaStrong),
    ("datecreated", About::Published, Kind::Meta),
    ("schema:datecreated", About::Published, Kind::Meta),
    ("uploaddate", About::Published, Kind::MetaWeak),
    // Names of one system each.
    ("originalpublicationdate", About::Published, Kind::MetaStrong),
    ("publication_date", About::Published, Kind::MetaStrong),
    ("publishdate", About::Published, Kind::MetaStrong),
    ("publish_date", About::Published, Kind::MetaStrong),
    ("publish-date", About::Published, Kind::MetaStrong),
    ("published_date", About::Published, Kind::MetaStrong),
    ("pubdate", About::Published, Kind::MetaStrong),
    ("ptime", About::Published, Kind::Meta),
    ("pdate", About::Published, Kind::Meta),
    ("displaydate", About::Published, Kind::Meta),
    ("doc_date", About::Published, Kind::Meta),
    ("dateposted", About::Published, Kind::Meta),
    ("field-name-post-date", About::Published, Kind::Meta),
    ("content_create_date", About::Published, Kind::Meta),
    ("date_created", About::Published, Kind::Meta),
    ("created", About::Published, Kind::Meta),
    ("date", About::Published, Kind::Meta),
    ("release_date", About::Published, Kind::Meta),
    ("eomportal-lastupdate", About::Modified, Kind::Meta),
    ("timestamp", About::Published, Kind::MetaWeak),
    ("gentime", About::Published, Kind::MetaWeak),
    // Changes.
    ("article:modified_time", About::Modified, Kind::MetaStrong),
    ("og:updated_time", About::Modified, Kind::MetaStrong),
    ("og:modified_time", About::Modified, Kind::MetaStrong),
    ("datemodified", About::Modified, Kind::MetaStrong),
    ("dateupdate", About::Modified, Kind::Meta),
    ("dc.date.modified", About::Modified, Kind::MetaStrong),
    ("dc.modified", About::Modified, Kind::MetaStrong),
    ("dcterms.modified", About::Modified, Kind::MetaStrong),
    ("last-modified", About::Modified, Kind::Meta),
    ("lastmod", About::Modified, Kind::Meta),
    ("lastdate", About::Modified, Kind::Meta),
    ("revised", About::Modified, Kind::Meta),
    ("utime", About::Modified, Kind::Meta),
    ("revision_date", About::Modified, Kind::Meta),
    ("bt:moddate", About::Modified, Kind::MetaStrong),
];

/// What a name of metadata that no table has still says: parts of names, in lower
/// case. The first that is contained decides; `None` keeps away days that are others'.
const META_PARTS: &[(&str, Option<About>)] = &[
    ("expir", None),
    ("unpublish", None),
    ("valid", None),
    ("birth", None),
    ("event", None),
    ("start", None),
    ("embargo", None),
    ("publisher", None),
    ("timezone", None),
    ("modif", Some(About::Modified)),
    ("updat", Some(About::Modified)),
    ("publi", Some(About::Published)),
    ("pubdate", Some(About::Published)),
    ("pub-date", Some(About::Published)),
    ("pub_date", Some(About::Published)),
    ("post-date", Some(About::Published)),
    ("postdate", Some(About::Published)),
    ("articledate", Some(About::Published)),
    ("article_date", Some(About::Published)),
    ("article-date", Some(About::Published)),
    ("creationdate", Some(About::Published)),
    ("createdate", Some(About::Published)),
    ("created", Some(About::Published)),
    ("uploaded", Some(About::Published)),
];

/// What a name of metadata says.
pub(super) fn meta(name: &str) -> Option<(About, Kind)> {
    // Shorter names than `date` and longer ones than any known are no dates.
    if name.len() < 4 || name.len() > 60 {
        return None;
    }
    let name = name.trim().to_ascii_lowercase();
    static BY_NAME: LazyLock<HashMap<&str, (About, Kind)>> =
        LazyLock::new(|| META.iter().map(|(name, about, kind)| (*name, (*about, *kind))).collect());
    if let Some(found) = BY_NAME.get(name.as_str()) {
        return Some(*found);
    }
    // Every part below holds one of these.
    if !["at", "pu", "mo", "load"].iter().any(|part| name.contains(part)) {
        return None;
    }
    let about = META_PARTS.iter().find(|(part, _)| name.contains(part))?.1?;
    Some((about, Kind::MetaWeak))
}

/// Fields of JSON (schema.org's and others'), compared without case, `_` and `-`.
pub(super) const FIELDS: &[(&str, About)] = &[
    ("datepublished", About::Published),
    ("publishdate", About::Published),
    ("publisheddate", About::Published),
    ("publishedat", About::Published),
    ("publishedon", About::Published),
    ("publishtime", About::Published),
    ("publishedtime", About::Published),
    ("publishdatetime", About::Published),
    ("publicationdate", About::Published),
    ("publicationdatetime", About::Published),
    ("firstpublished", About::Published),
    ("firstpublishedat", About::Published),
    ("firstpublishdate", About::Published),
    ("firstpublisheddate", About::Published),
    ("articlepublisheddate", About::Published),
    ("articlepublishdate", About::Published),
    ("articlepublicationdate", About::Published),
    ("pubdate", About::Published),
    ("pagepublishdate", About::Published),
    ("published", About::Published),
    ("lastpublished", About::Modified),
    ("lastpublisheddate", About::Modified),
];

/// Words that stand before a visible date, in lower case, by what they say.
/// The longest that the text before the date ends with decides, so that
/// "last published" is not "published". `None`: the day is of something else.
pub(super) const LABELS: &[(&str, Option<About>)] = &[
    // English
    ("published", Some(About::Published)),
    ("published on", Some(About::Published)),
    ("published at", Some(About::Published)),
    ("first published", Some(About::Published)),
    ("publication date", Some(About::Published)),
    ("date published", Some(About::Published)),
    ("publish date", Some(About::Published)),
    ("date of publication", Some(About::Published)),
    ("posted", Some(About::Published)),
    ("posted on", Some(About::Published)),
    ("posted at", Some(About::Published)),
    ("posted in", Some(About::Published)),
    ("date posted", Some(About::Published)),
    ("written on", Some(About::Published)),
    ("submitted on", Some(About::Published)),
    ("submitted", Some(About::Published)),
    ("created", Some(About::Published)),
    ("created on", Some(About::Published)),
    ("released", Some(About::Published)),
    ("release date", Some(About::Published)),
    ("issued", Some(About::Published)),
    ("date", Some(About::Published)),
    ("date:", Some(About::Published)),
    ("updated", Some(About::Modified)),
    ("updated on", Some(About::Modified)),
    ("updated at", Some(About::Modified)),
    ("last updated", Some(About::Modified)),
    ("last updated on", Some(About::Modified)),
    ("last update", Some(About::Modified)),
    ("modified", Some(About::Modified)),
    ("last modified", Some(About::Modified)),
    ("last modified on", Some(About::Modified)),
    ("last edited", Some(About::Modified)),
    ("last published", Some(About::Modified)),
    ("last changed", Some(About::Modified)),
    ("last reviewed", Some(About::Modified)),
    ("edited on", Some(About::Modified)),
    ("revised", Some(About::Modified)),
    ("born", None),
    ("died", None),
    ("founded", None),
    ("since", None),
    ("until", None),
    ("retrieved", None),
    ("accessed", None),
    ("accessed on", None),
    ("joined", None),
    ("expires", None),
    ("deadline", None),
    ("member since", None),
    ("registered", None),
    ("event date", None),
    ("start date", None),
    // German
    ("veröffentlicht", Some(About::Published)),
    ("veröffentlicht am", Some(About::Published)),
    ("veröffentlichung", Some(About::Published)),
    ("veröffentlichungsdatum", Some(About::Published)),
    ("publiziert am", Some(About::Published)),
    ("erschienen am", Some(About::Published)),
    ("erstellt am", Some(About::Published)),
    ("erstellt", Some(About::Published)),
    ("geschrieben am", Some(About::Published)),
    ("verfasst am", Some(About::Published)),
    ("eingestellt am", Some(About::Published)),
    ("online seit", Some(About::Published)),
    ("gepostet am", Some(About::Published)),
    ("datum", Some(About::Published)),
    ("stand", Some(About::Modified)),
    ("aktualisiert", Some(About::Modified)),
    ("aktualisiert am", Some(About::Modified)),
    ("zuletzt aktualisiert", Some(About::Modified)),
    ("zuletzt aktualisiert am", Some(About::Modified)),
    ("letzte aktualisierung", Some(About::Modified)),
    ("letzte änderung", Some(About::Modified)),
    ("zuletzt geändert am", Some(About::Modified)),
    ("zuletzt bearbeitet am", Some(About::Modified)),
    ("geändert am", Some(About::Modified)),
    ("update", Some(About::Modified)),
    ("geboren", None),
    ("abgerufen am", None),
    ("zuletzt abgerufen am", None),
    ("seit", None),
    ("bis", None),
    ("bis zum", None),
    // French
    ("publié le", Some(About::Published)),
    ("publiée le", Some(About::Published)),
    ("posté le", Some(About::Published)),
    ("paru le", Some(About::Published)),
    ("mis en ligne le", Some(About::Published)),
    ("créé le", Some(About::Published)),
    ("écrit le", Some(About::Published)),
    ("date de publication", Some(About::Published)),
    ("mis à jour le", Some(About::Modified)),
    ("mise à jour le", Some(About::Modified)),
    ("mise à jour", Some(About::Modified)),
    ("mis à jour", Some(About::Modified)),
    ("modifié le", Some(About::Modified)),
    ("dernière mise à jour", Some(About::Modified)),
    ("actualisé le", Some(About::Modified)),
    ("consulté le", None),
    ("né le", None),
    // Spanish, Portuguese, Italian
    ("publicado", Some(About::Published)),
    ("publicado el", Some(About::Published)),
    ("publicado em", Some(About::Published)),
    ("fecha de publicación", Some(About::Published)),
    ("data de publicação", Some(About::Published)),
    ("fecha", Some(About::Published)),
    ("creado el", Some(About::Published)),
    ("postado em", Some(About::Published)),
    ("pubblicato", Some(About::Published)),
    ("pubblicato il", Some(About::Published)),
    ("data", Some(About::Published)),
    ("scritto il", Some(About::Published)),
    ("actualizado", Some(About::Modified)),
    ("actualizado el", Some(About::Modified)),
    ("última actualización", Some(About::Modified)),
    ("atualizado", Some(About::Modified)),
    ("atualizado em", Some(About::Modified)),
    ("última atualização", Some(About::Modified)),
    ("aggiornato", Some(About::Modified)),
    ("aggiornato il", Some(About::Modified)),
    ("ultimo aggiornamento", Some(About::Modified)),
    ("ultima modifica", Some(About::Modified)),
    // Dutch and the North
    ("gepubliceerd", Some(About::Published)),
    ("gepubliceerd op", Some(About::Published)),
    ("geplaatst op", Some(About::Published)),
    ("bijgewerkt", Some(About::Modified)),
    ("laatst bijgewerkt", Some(About::Modified)),
    ("publicerad", Some(About::Published)),
    ("publicerat", Some(About::Published)),
    ("publisert", Some(About::Published)),
    ("publiceret", Some(About::Published)),
    ("offentliggjort", Some(About::Published)),
    ("julkaistu", Some(About::Published)),
    ("uppdaterad", Some(About::Modified)),
    ("oppdatert", Some(About::Modified)),
    ("sist oppdatert", Some(About::Modified)),
    ("opdateret", Some(About::Modified)),
    ("päivitetty", Some(About::Modified)),
    ("muokattu", Some(About::Modified)),
    // The East of Europe
    ("opublikowano", Some(About::Published)),
    ("opublikowany", Some(About::Published)),
    ("data publikacji", Some(About::Published)),
    ("dodano", Some(About::Published)),
    ("utworzono", Some(About::Published)),
    ("aktualizacja", Some(About::Modified)),
    ("ostatnia aktualizacja", Some(About::Modified)),
    ("zaktualizowano", Some(About::Modified)),
    ("publikováno", Some(About::Published)),
    ("vydáno", Some(About::Published)),
    ("aktualizováno", Some(About::Modified)),
    ("zveřejněno", Some(About::Published)),
    ("közzétéve", Some(About::Published)),
    ("frissítve", Some(About::Modified)),
    ("objavljeno", Some(About::Published)),
    ("publicat", Some(About::Published)),
    ("publicat la", Some(About::Published)),
    ("actualizat", Some(About::Modified)),
    ("опубликовано", Some(About::Published)),
    ("дата публикации", Some(About::Published)),
    ("обновлено", Some(About::Modified)),
    ("опубліковано", Some(About::Published)),
    ("оновлено", Some(About::Modified)),
    ("публикувано", Some(About::Published)),
    ("yayınlanma", Some(About::Published)),
    ("yayınlanma tarihi", Some(About::Published)),
    ("yayın tarihi", Some(About::Published)),
    ("giriş", Some(About::Published)),
    ("güncelleme", Some(About::Modified)),
    ("güncellenme tarihi", Some(About::Modified)),
    ("δημοσίευση", Some(About::Published)),
    ("ενημέρωση", Some(About::Modified)),
    // Asia
    ("diterbitkan", Some(About::Published)),
    ("dipublikasikan", Some(About::Published)),
    ("diperbarui", Some(About::Modified)),
    ("发布时间", Some(About::Published)),
    ("发布于", Some(About::Published)),
    ("发表于", Some(About::Published)),
    ("發布", Some(About::Published)),
    ("更新时间", Some(About::Modified)),
    ("更新", Some(About::Modified)),
    ("公開日", Some(About::Published)),
    ("投稿日", Some(About::Published)),
    ("掲載日", Some(About::Published)),
    ("更新日", Some(About::Modified)),
    ("最終更新", Some(About::Modified)),
    ("입력", Some(About::Published)),
    ("등록", Some(About::Published)),
    ("수정", Some(About::Modified)),
    ("تاريخ النشر", Some(About::Published)),
    ("نشر في", Some(About::Published)),
    ("تاریخ انتشار", Some(About::Published)),
    ("آخر تحديث", Some(About::Modified)),
];

/// What the end of a text in lower case, or else its beginning, says of the date
/// that follows it, with the label.
pub(super) fn label(lead: &str) -> Option<(&'static str, Option<About>)> {
    /// Labels by their first and by their last word.
    type Index = HashMap<&'static str, Vec<(&'static str, Option<About>)>>;
    static FIRST: LazyLock<Index> = LazyLock::new(|| index(|label| words(label).next()));
    static LAST: LazyLock<Index> = LazyLock::new(|| index(|label| words(label).next_back()));
    fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
    }
    fn index(key: fn(&'static str) -> Option<&'static str>) -> Index {
        let mut map = Index::new();
        for (label, about) in LABELS {
            if let Some(key) = key(label) {
                map.entry(key).or_default().push((*label, *about));
            }
        }
        map
    }
    let ends = words(lead).next_back().and_then(|word| LAST.get(word)).and_then(|labels| {
        let fits = |l: &str| {
            lead.strip_suffix(l).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
        };
        labels.iter().filter(|(l, _)| fits(l)).max_by_key(|(l, _)| l.len())
    });
    // "Posted by A. Writer on": short labels at the beginning are other words too.
    let begins = || {
        let labels = FIRST.get(words(lead).next()?)?;
        let fits = |l: &str| {
            l.len() > 5
                && lead.strip_prefix(l).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        labels.iter().filter(|(l, _)| fits(l)).max_by_key(|(l, _)| l.len())
    };
    ends.or_else(begins).copied()
}

/// Beginnings of the words of a class or id that say that a date stands in it.
pub(super) const DATE_WORDS: &[(&str, About)] = &[
    ("publish", About::Published),
    ("pubdate", About::Published),
    ("published", About::Published),
    ("datepublished", About::Published),
    ("posted", About::Published),
    ("postdate", About::Published),
    ("created", About::Published),
    ("submitted", About::Published),
    ("veroeffentlicht", About::Published),
    ("updated", About::Modified),
    ("update", About::Modified),
    ("modified", About::Modified),
    ("lastmod", About::Modified),
    ("lastupdate", About::Modified),
    ("datemodified", About::Modified),
    ("date", About::Unsaid),
    ("datum", About::Unsaid),
    ("fecha", About::Unsaid),
    ("data", About::Unsaid),
    ("time", About::Unsaid),
    ("timestamp", About::Unsaid),
    ("datetime", About::Unsaid),
    ("dateline", About::Unsaid),
    ("byline", About::Unsaid),
    ("meta", About::Unsaid),
    ("metadata", About::Unsaid),
    ("info", About::Unsaid),
    ("clock", About::Unsaid),
    ("calendar", About::Unsaid),
    ("parution", About::Unsaid),
    ("dtreviewed", About::Published),
    ("entry-date", About::Unsaid),
];

/// How far what stands in a part of the page is from being the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Away {
    /// The part may belong to the article: its own sidebar, its footer.
    Perhaps,
    /// Another page's or another person's.
    Surely,
}

/// Beginnings of the words of a class or id that say so.
pub(super) const AWAY_WORDS: &[(&str, Away)] = &[
    // Other articles.
    ("related", Away::Surely),
    ("popular", Away::Surely),
    ("recent", Away::Surely),
    ("archive", Away::Surely),
    ("latest", Away::Surely),
    ("trending", Away::Surely),
    ("recommend", Away::Surely),
    ("similar", Away::Surely),
    ("suggest", Away::Surely),
    ("mostread", Away::Surely),
    ("readmore", Away::Surely),
    ("headlines", Away::Surely),
    ("toplist", Away::Surely),
    ("upcoming", Away::Surely),
    ("ticker", Away::Surely),
    ("carousel", Away::Surely),
    ("pagination", Away::Surely),
    // Other people.
    ("comment", Away::Surely),
    ("kommentar", Away::Surely),
    ("leserbrief", Away::Surely),
    ("reply", Away::Surely),
    ("replies", Away::Surely),
    ("respond", Away::Surely),
    ("disqus", Away::Surely),
    ("tweet", Away::Surely),
    ("twitter", Away::Surely),
    ("instagram", Away::Surely),
    ("newsletter", Away::Surely),
    ("advert", Away::Surely),
    ("sponsor", Away::Surely),
    ("cookie", Away::Surely),
    // Days of what the article is about (hCard, hCalendar).
    ("bday", Away::Surely),
    ("dtstart", Away::Surely),
    ("dtend", Away::Surely),
    ("infobox", Away::Surely),
    // Words that themes put around articles too.
    ("sidebar", Away::Perhaps),
    ("teaser", Away::Perhaps),
    ("widget", Away::Perhaps),
    ("event", Away::Perhaps),
    ("calendar", Away::Perhaps),
    ("slider", Away::Perhaps),
    ("navigation", Away::Perhaps),
    ("breadcrumb", Away::Perhaps),
    ("menu", Away::Perhaps),
    ("modal", Away::Perhaps),
    ("popup", Away::Perhaps),
    ("banner", Away::Perhaps),
    ("legal", Away::Perhaps),
    ("copyright", Away::Perhaps),
    ("footer", Away::Perhaps),
    ("feed", Away::Perhaps),
    ("also", Away::Perhaps),
];

/// How a language or a country writes figures. A country's own domain says more
/// than a language; `en` alone is of America oftener than not, on `.com` at least.
pub(super) mod order {
    use crate::dates::written::Order;

    /// Languages and regions with another order than day, month, year (CLDR).
    pub(in crate::dates) const LANGUAGES: &[(&str, Order)] = &[
        ("en-us", Order::MonthFirst),
        ("en-ph", Order::MonthFirst),
        ("en-", Order::DayFirst),
        ("es-us", Order::MonthFirst),
        ("fil", Order::MonthFirst),
        ("zh", Order::YearFirst),
        ("ja", Order::YearFirst),
        ("ko", Order::YearFirst),
        ("hu", Order::YearFirst),
        ("lt", Order::YearFirst),
        ("fa", Order::YearFirst),
        ("mn", Order::YearFirst),
    ];

    /// Top-level domains with another order, or of countries where English is written
    /// with the day first.
    pub(in crate::dates) const DOMAINS: &[(&str, Order)] = &[
        ("us", Order::MonthFirst),
        ("gov", Order::MonthFirst),
        ("mil", Order::MonthFirst),
        ("edu", Order::MonthFirst),
        ("ph", Order::MonthFirst),
        ("uk", Order::DayFirst),
        ("ie", Order::DayFirst),
        ("au", Order::DayFirst),
        ("nz", Order::DayFirst),
        ("in", Order::DayFirst),
        ("pk", Order::DayFirst),
        ("za", Order::DayFirst),
        ("ng", Order::DayFirst),
        ("ke", Order::DayFirst),
        ("sg", Order::DayFirst),
        ("my", Order::DayFirst),
        ("lk", Order::DayFirst),
        ("bd", Order::DayFirst),
        ("gh", Order::DayFirst),
        ("il", Order::DayFirst),
        ("ae", Order::DayFirst),
        ("cn", Order::YearFirst),
        ("tw", Order::YearFirst),
        ("jp", Order::YearFirst),
        ("kr", Order::YearFirst),
    ];
}
