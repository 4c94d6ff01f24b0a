//! Pages that answer as if all were well and tell no article: error pages, walls of
//! consent and payment, front pages.

use super::rarity::is_unspaced;
use annals_model::{Access, Article, fold_key};
use url::Url;

/// Why a page is no article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stub {
    /// It says that the page is not there, with a status that says it is.
    NotFound,
    /// It asks for consent first.
    Consent,
    /// It wants to know whether a person asks.
    Robots,
    /// It asks for money first.
    Paywall,
    /// It is the front page, of the site or of a section.
    Front,
    /// It collects videos or headlines.
    Hub,
    /// Nothing can be read there.
    Nothing,
}

impl Stub {
    /// As it is kept and shown to editors.
    pub(super) fn said(self) -> &'static str {
        match self {
            Stub::NotFound => "not-found: the page says that it is not there, with a good status",
            Stub::Consent => "consent: the page asks for consent and shows no article",
            Stub::Robots => "robots: the page shows programs no article",
            Stub::Paywall => "paywall: the page asks for a subscription and shows no article",
            Stub::Front => "front-page: the address leads to a front page",
            Stub::Hub => "hub: the page collects others",
            Stub::Nothing => "no-article: no article stands on the page",
        }
    }
}

/// Characters up to which a text is short: an article that only speaks of walls is longer.
const SHORT: usize = 700;
/// Characters of a text in which an error page says what it is.
const HEAD: usize = 300;

/// What pages say, folded ([`fold_key`]), by what they are.
const NOT_FOUND: &[&str] = &[
    "page not found",
    "404 not found",
    "404 error",
    "error 404",
    "page cannot be found",
    "page can t be found",
    "page could not be found",
    "page you requested",
    "page you are looking",
    "page you were looking",
    "article not found",
    "story not found",
    "content not found",
    "page no longer exists",
    "page is no longer available",
    "article is no longer available",
    "story is no longer available",
    "content is no longer available",
    "this page doesn t exist",
    "this page does not exist",
    "page has been removed",
    "article has been removed",
    "seite nicht gefunden",
    "seite wurde nicht gefunden",
    "page introuvable",
    "page non trouvée",
    "page demandée n existe",
    "página no encontrada",
    "página não encontrada",
    "pagina non trovata",
    "pagina niet gevonden",
    "страница не найдена",
    "页面不存在",
    "页面未找到",
    "找不到页面",
    "找不到网页",
    "您访问的页面",
    "ページが見つかりません",
    "الصفحة غير موجودة",
];
const CONSENT: &[&str] = &[
    "before you continue",
    "we value your privacy",
    "your privacy choices",
    "accept all cookies",
    "we and our partners",
    "consent to the use",
    "cookie settings",
    "manage your privacy",
    "this site uses cookies",
    "we use cookies",
    "privacy preference",
    "wir verwenden cookies",
    "nous utilisons des cookies",
    "utilizamos cookies",
    "gdpr",
];
const ROBOTS: &[&str] = &[
    "are you a robot",
    "you are human",
    "checking your browser",
    "access denied",
    "enable javascript and cookies",
    "unusual traffic",
    "just a moment",
    "attention required",
    "pardon our interruption",
    "request blocked",
];
const PAYWALL: &[&str] = &[
    "subscribe to continue",
    "to continue reading",
    "subscribe to read",
    "already a subscriber",
    "sign in to read",
    "log in to read",
    "register to read",
    "for subscribers only",
    "subscribers only",
    "to read the full",
    "subscription required",
];
/// Titles of pages that are no single article.
const HUBS: &[&str] = &[
    "video",
    "videos",
    "watch",
    "watch live",
    "live",
    "live tv",
    "latest news",
    "breaking news",
    "news",
    "home",
    "homepage",
    "home page",
    "front page",
    "index",
    "world",
    "world news",
    "most read",
    "top stories",
    "headlines",
    "archive",
    "archives",
    "search",
    "sign in",
    "log in",
];
/// Last parts of addresses of front pages.
const FRONTS: &[&str] = &["index", "home", "default", "main", "news", "front", "homepage"];

/// What a page is that was asked for under `url`; `None` where it may be an article.
pub(super) fn stub(article: &Article, url: &str) -> Option<Stub> {
    let title = fold_key(article.title.as_deref().unwrap_or_default());
    let text = article.text();
    let is_short = text.chars().nth(SHORT).is_none();
    let head: String = text.chars().take(HEAD).collect();
    let head = fold_key(&head);
    let deck = fold_key(article.deck.as_deref().unwrap_or_default());
    let in_title = |list: &[&str]| list.iter().any(|p| has(&title, p));
    let anywhere = |list: &[&str]| {
        in_title(list) || (is_short && list.iter().any(|p| has(&head, p) || has(&deck, p)))
    };
    if title == "404" || in_title(NOT_FOUND) && is_short || anywhere(NOT_FOUND) {
        return Some(Stub::NotFound);
    }
    if is_short && anywhere(ROBOTS) {
        return Some(Stub::Robots);
    }
    let says_little = text.chars().nth(SHORT / 2).is_none();
    if says_little && anywhere(CONSENT) {
        return Some(Stub::Consent);
    }
    let tells = !deck.is_empty() && !PAYWALL.iter().any(|p| has(&deck, p));
    if says_little && !tells && anywhere(PAYWALL) {
        return Some(Stub::Paywall);
    }
    let own = article.canonical.as_deref().unwrap_or(url);
    if is_front(own) || is_front(url) {
        return Some(Stub::Front);
    }
    let publisher = fold_key(article.publisher.as_deref().unwrap_or_default());
    if !title.is_empty() && (HUBS.contains(&title.as_str()) || title == publisher) {
        return Some(Stub::Hub);
    }
    let empty = text.is_empty() && deck.is_empty() && title.is_empty();
    (empty || article.access == Access::Stub).then_some(Stub::Nothing)
}

/// Whether a folded text has a folded phrase, at the borders of words.
fn has(text: &str, phrase: &str) -> bool {
    if phrase.starts_with(is_unspaced) {
        return text.contains(phrase);
    }
    text.match_indices(phrase).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        before.is_none_or(|c| c == ' ') && after.is_none_or(|c| c == ' ')
    })
}

/// Whether an address is that of a site's or a section's front page.
pub(super) fn is_front(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    if url.query().is_some_and(|q| q.contains('=')) {
        // Old sites tell their articles apart by parameters.
        return false;
    }
    let mut parts = url.path().split('/').filter(|part| !part.is_empty());
    let Some(first) = parts.next() else { return true };
    if parts.next().is_some() {
        return false;
    }
    let name = first.split('.').next().unwrap_or(first).to_ascii_lowercase();
    FRONTS.contains(&name.as_str()) || name.len() == 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::{Block, Prose};

    const URL: &str = "https://news.example.org/2016/09/12/truce-begins";

    fn page(title: &str, text: &str) -> Article {
        Article {
            title: Some(title.into()),
            blocks: vec![Block::Paragraph(Prose::plain(text))],
            ..Article::default()
        }
    }

    #[test]
    fn pages_that_are_not_there_are_known_in_several_languages() {
        for (title, text) in [
            ("Page not found", "Try the search."),
            ("The Daily Example", "Sorry, the page you are looking for has moved."),
            ("404", ""),
            ("Página no encontrada", ""),
            ("出错了", "您访问的页面不存在。"),
        ] {
            assert_eq!(stub(&page(title, text), URL), Some(Stub::NotFound), "{title}");
        }
        let news = "Searchers have not found the wreck of flight MH370. ".repeat(30);
        assert_eq!(stub(&page("MH370: wreck still not found", &news), URL), None);
    }

    #[test]
    fn walls_are_known_and_articles_about_them_are_not_walls() {
        let wall = page("Before you continue", "We and our partners store cookies.");
        assert_eq!(stub(&wall, URL), Some(Stub::Consent));
        let asks = page("Truce begins", "Already a subscriber? Sign in to read.");
        assert_eq!(stub(&asks, URL), Some(Stub::Paywall));
        let about = "The regulator found that we use cookies banners break the law. ".repeat(20);
        assert_eq!(stub(&page("Cookie banners are unlawful", &about), URL), None);
        assert_eq!(stub(&page("Just a moment", ""), URL), Some(Stub::Robots));
    }

    #[test]
    fn front_pages_are_known_by_their_address() {
        let mut moved = page("Top of the day", "A truce, a quake, a vote.");
        moved.canonical = Some("https://news.example.org/".into());
        assert_eq!(stub(&moved, URL), Some(Stub::Front));
        for front in ["https://a.org/en/", "https://a.org/index.html", "https://a.org"] {
            assert!(is_front(front), "{front}");
        }
        for page in
            [URL, "https://a.org/?p=12", "https://a.org/index.php?id=7", "https://a.org/truce"]
        {
            assert!(!is_front(page), "{page}");
        }
        assert_eq!(stub(&page("Videos", "Watch."), URL), Some(Stub::Hub));
    }
}
