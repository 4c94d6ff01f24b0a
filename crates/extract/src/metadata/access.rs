//! Whether the page gives its whole text: walls, and pages that are no article.

use super::{
    gather::{Found, Mark},
    ld,
    value::{cut, fold},
};
use crate::page::Page;
use annals_model::{Access, Article, Block, Note};
use serde_json::{Map, Value};

/// Fewer letters of body than this may be a teaser. Of real articles behind open
/// doors few are shorter; a teaser has one to three paragraphs.
const TEASER: usize = 1_800;
/// Fewer letters than this are no article by themselves.
const SCRAP: usize = 500;
/// Fewer letters than this may be the message of an error.
const ERROR: usize = 250;
/// Letters from which on a text is whole, even if a declaration says it is not free.
const WHOLE: usize = 3_500;

/// What a wall says, in lower case.
const WALLS: &[&str] = &[
    "subscribe to read",
    "subscribe to continue",
    "subscribe now to read",
    "subscribe to unlock",
    "to continue reading",
    "continue reading with a subscription",
    "already a subscriber",
    "already a member? log in",
    "this article is for subscribers",
    "this content is for subscribers",
    "for subscribers only",
    "subscribers only",
    "exclusive to subscribers",
    "log in to read",
    "sign in to read",
    "register to read",
    "to read the full article",
    "to read the full story",
    "unlock this article",
    "this is a premium article",
    "you have reached your limit",
    "free articles this month",
    "become a member to read",
    "start your free trial",
    "create a free account to",
    "weiterlesen mit",
    "jetzt weiterlesen",
    "nur für abonnenten",
    "für abonnenten",
    "bereits abonnent",
    "jetzt abonnieren",
    "exklusiv für abonnenten",
    "artikel freischalten",
    "réservé aux abonnés",
    "réservé à nos abonnés",
    "article réservé",
    "la suite est réservée",
    "déjà abonné",
    "il vous reste",
    "abonnez-vous pour",
    "solo para suscriptores",
    "contenido exclusivo para suscriptores",
    "suscríbete para",
    "ya eres suscriptor",
    "exclusivo para assinantes",
    "conteúdo exclusivo",
    "assine para",
    "já é assinante",
    "contenuto riservato agli abbonati",
    "riservato agli abbonati",
    "abbonati per",
    "sei già abbonato",
    "alleen voor abonnees",
    "lees verder met",
    "al abonnee",
    "exklusivt för",
    "redan prenumerant",
    "for abonnenter",
    "kun for abonnenter",
    "allerede abonnent",
    "vain tilaajille",
    "tilaajille",
    "dostęp dla prenumeratorów",
    "tylko dla prenumeratorów",
    "jen pro předplatitele",
    "материал доступен только подписчикам",
    "оформите подписку",
    "会員限定",
    "有料会員",
    "続きを読むには",
    "付费阅读",
    "订阅后阅读",
    "訂閱會員",
    "구독자 전용",
];

/// What pages say that are no article, in lower case, and the note's kind.
const STUBS: &[(&str, &str)] = &[
    ("enable javascript", "javascript-required"),
    ("javascript is disabled", "javascript-required"),
    ("javascript is required", "javascript-required"),
    ("you need to enable javascript", "javascript-required"),
    ("activate javascript", "javascript-required"),
    ("javascript aktivieren", "javascript-required"),
    ("activer javascript", "javascript-required"),
    ("habilite javascript", "javascript-required"),
    ("включите javascript", "javascript-required"),
    ("access denied", "access-denied"),
    ("403 forbidden", "access-denied"),
    ("you don't have permission to access", "access-denied"),
    ("attention required! | cloudflare", "access-denied"),
    ("checking your browser", "access-denied"),
    ("just a moment...", "access-denied"),
    ("are you a robot", "access-denied"),
    ("are you human", "access-denied"),
    ("verify you are human", "access-denied"),
    ("unusual traffic", "access-denied"),
    ("pardon our interruption", "access-denied"),
    ("not available in your region", "access-denied"),
    ("unavailable in your location", "access-denied"),
    ("unavailable for legal reasons", "access-denied"),
    ("page not found", "page-not-found"),
    ("404 not found", "page-not-found"),
    ("error 404", "page-not-found"),
    ("404 error", "page-not-found"),
    ("page you requested", "page-not-found"),
    ("page you are looking for", "page-not-found"),
    ("page you were looking for", "page-not-found"),
    ("no longer available", "page-not-found"),
    ("seite nicht gefunden", "page-not-found"),
    ("page introuvable", "page-not-found"),
    ("página no encontrada", "page-not-found"),
    ("página não encontrada", "page-not-found"),
    ("pagina non trovata", "page-not-found"),
    ("pagina niet gevonden", "page-not-found"),
    ("страница не найдена", "page-not-found"),
    ("页面不存在", "page-not-found"),
    ("ページが見つかりません", "page-not-found"),
    ("internal server error", "server-error"),
    ("503 service unavailable", "server-error"),
    ("502 bad gateway", "server-error"),
    ("domain is for sale", "domain-parked"),
    ("before you continue to", "consent-page"),
    ("we value your privacy", "consent-page"),
    ("your privacy choices", "consent-page"),
    ("we and our partners", "consent-page"),
    ("privacy gate", "consent-page"),
    ("wir und unsere partner", "consent-page"),
];

/// Titles of which a few words are enough.
const STUB_TITLES: &[(&str, &str)] = &[
    ("404", "page-not-found"),
    ("not found", "page-not-found"),
    ("error", "server-error"),
    ("forbidden", "access-denied"),
    ("consent", "consent-page"),
    ("privacy", "consent-page"),
    ("captcha", "access-denied"),
    ("just a moment", "access-denied"),
];

/// Decides on access, with a note that says why it is not whole.
pub(super) fn decide(
    page: &Page<'_>,
    found: &Found<'_>,
    item: Option<&Map<String, Value>>,
    article: &mut Article,
) {
    let letters = letters(&article.blocks);
    if let Some((kind, said)) = stub(found, article, letters) {
        article.access = Access::Stub;
        note(article, kind, said, "The page is taken for a stub, not for an article.");
        return;
    }
    let declared = item.is_some_and(|item| ld::says_no(item, "isAccessibleForFree"))
        || page.structured.items.iter().take(40).any(|i| ld::says_no(i, "isAccessibleForFree"))
        || found
            .first_meta(&["article:content_tier"])
            .is_some_and(|t| t.eq_ignore_ascii_case("locked"));
    if declared {
        if letters >= WHOLE {
            note(
                article,
                "paid-but-present",
                "The page says that it is not free.".into(),
                "Its text is there all the same: taken as whole.",
            );
            return;
        }
        article.access = Access::Paywalled;
        note(
            article,
            "paywall-declared",
            "The page says that it is not free.".into(),
            "The text may end early.",
        );
        return;
    }
    if letters >= TEASER {
        return;
    }
    if let Some(said) = wall(page, found) {
        article.access = Access::Paywalled;
        note(article, "paywall-shown", said, "The text may end early.");
    }
}

fn note(article: &mut Article, kind: &'static str, problem: String, done: &str) {
    article.notes.push(Note { line: None, kind, problem, done: done.to_owned() });
}

/// Letters of the body, counted no farther than matters.
fn letters(blocks: &[Block]) -> usize {
    let mut all = 0;
    for block in blocks {
        if all >= WHOLE {
            break;
        }
        // The first byte of each character: exact tables cost more than they say.
        let begins = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0xc0;
        all += block.text().bytes().filter(begins).count();
    }
    all
}

/// Why the page is no article, if it is none.
fn stub(found: &Found<'_>, article: &Article, letters: usize) -> Option<(&'static str, String)> {
    if letters >= SCRAP {
        return None;
    }
    let title = article.title.as_deref().unwrap_or("");
    let key = fold(title);
    if let Some((_, kind)) = STUB_TITLES.iter().find(|(word, _)| {
        key == *word
            || (key.split(' ').count() <= 2 && key.split(' ').any(|w| w == *word)
                || key.contains(word) && word.contains(' ') && key.split(' ').count() <= 6)
    }) {
        return Some((kind, format!("The title is: {}", cut(title, 80))));
    }
    // Short news may speak of what "is no longer available", an error says little
    // else: the words count in its title, and in the text of what is very short.
    let mut lower = title.to_lowercase().replace('’', "'");
    if letters < ERROR {
        let mut text = article.blocks.iter().map(Block::text).collect::<Vec<_>>().join(" ");
        let page_text = super::gather::lines(found.tree, 0, 3_000).join(" ");
        if page_text.len() < 1_500 {
            text.push(' ');
            text.push_str(&page_text);
        }
        lower.push(' ');
        lower.push_str(&text.to_lowercase().replace('’', "'"));
    }
    if let Some((words, kind)) = STUBS.iter().find(|(words, _)| lower.contains(words)) {
        return Some((kind, format!("The page says: {words}")));
    }
    // Nothing but links: a front page or a list.
    let linked: usize = article
        .blocks
        .iter()
        .map(|b| match b {
            Block::Paragraph(p) | Block::Heading { text: p, .. } => linked(p),
            Block::List { items, .. } | Block::Quote(items) => items.iter().map(linked).sum(),
            _ => 0,
        })
        .sum();
    if letters > 0 && linked * 10 > letters * 8 && found.anchors > 20 {
        return Some(("list-of-links", format!("{linked} of {letters} letters stand in links.")));
    }
    None
}

fn linked(text: &annals_model::Prose) -> usize {
    let labels = text.links.iter().filter_map(|l| text.text.get(l.start..l.end));
    labels.map(|l| l.chars().filter(|c| c.is_alphanumeric()).count()).sum()
}

/// What the page says to those who do not pay: in elements that are called so, or
/// in the text behind the body.
fn wall(page: &Page<'_>, found: &Found<'_>) -> Option<String> {
    let tree = found.tree;
    let says = |text: &str| {
        let lower = text.to_lowercase();
        WALLS.iter().find(|w| lower.contains(*w)).map(|w| format!("The page says: {w}"))
    };
    let marked = found.marked(Mark::Paywall).take(12);
    for id in marked {
        let text = super::gather::lines(tree, id, 600).join(" ");
        if let Some(said) = says(&text) {
            return Some(said);
        }
    }
    let region = page.region?;
    // The wall stands where the text breaks off.
    let (from, to) = (region.last, tree.len().min(region.last.saturating_add(120)));
    (from..to).filter_map(|id| tree.text(id)).find_map(|text| says(cut(text, 400)))
}
