//! Phrases by which texts show that they are not the article's.
//!
//! Each list says where it counts: a phrase that ends an article when it is a
//! heading ("Related stories") is common in the middle of a sentence. Texts are
//! compared in small letters.

/// Headings and labels under which other articles are listed. The text begins with one.
#[rustfmt::skip]
const OTHER_ARTICLES: &[&str] = &[
    "related", "read more", "read next", "read also", "also read", "see also", "more from",
    "more in ", "more on this", "more like this", "more news", "more stories", "more to read",
    "more articles", "most read", "most popular", "most viewed", "most recent", "recommended",
    "you may also", "you might also", "you may like", "you might like", "you might be interested",
    "you may be interested", "what to read next", "up next", "next up", "trending", "top stories",
    "popular stories", "popular posts", "latest news", "latest stories", "latest posts",
    "latest articles", "recent posts", "other news", "other stories", "other articles",
    "editor's pick", "editors' pick", "don't miss", "suggested", "similar articles",
    "similar stories", "similar posts", "around the web", "from around the web", "in case you missed",
    "keep reading", "continue reading", "explore more", "explore further", "further reading", "sponsored", "promoted",
    "paid content", "from our partners", "also on ", "on our radar", "in this story",
    "leave a reply", "leave a comment", "leave a response", "add a comment", "add comment",
    "post a comment", "write a comment", "join the conversation", "join the discussion",
    "have your say", "what do you think", "comments", "comment on this", "share this", "share on",
    "share your", "about the author", "about author", "about us", "about the writer", "tags",
    "filed under", "topics", "categories", "subscribe", "sign up", "newsletter", "follow us",
    "stay connected", "get the latest", "support us", "donate", "download our app", "contact us",
    "press contact", "media contact",
    // German
    "mehr zum thema", "lesen sie auch", "lesen sie mehr", "das könnte sie", "das könnte dich",
    "auch interessant", "weitere artikel", "weitere meldungen", "ähnliche artikel", "meistgelesen",
    "kommentare", "schreiben sie", "schreibe einen kommentar", "kommentar schreiben",
    // French
    "lire aussi", "à lire aussi", "voir aussi", "à lire également", "sur le même sujet",
    "articles similaires", "articles liés", "vous aimerez", "les plus lus", "à ne pas manquer",
    "commentaires", "laisser un commentaire", "partager",
    // Spanish, Portuguese, Italian
    "lea también", "lee también", "leer más", "le puede interesar", "te puede interesar",
    "noticias relacionadas", "artículos relacionados", "también te puede", "más noticias",
    "lo más leído", "comentarios", "deja un comentario", "deja una respuesta", "compartir",
    "leia também", "leia mais", "veja também", "você pode gostar", "mais lidas", "comentários",
    "notícias relacionadas", "artigos relacionados", "compartilhe", "deixe uma resposta",
    "deixe um comentário", "leggi anche", "potrebbe interessarti", "ti potrebbe", "articoli correlati",
    "vedi anche", "commenti", "lascia un commento", "condividi",
    // Dutch, Swedish, Danish, Norwegian, Finnish
    "lees ook", "lees meer", "gerelateerd", "meer over", "läs också", "läs mer", "læs også",
    "les også", "lue myös",
    // Polish, Czech, Russian, Ukrainian, Turkish
    "czytaj też", "czytaj także", "czytaj więcej", "zobacz też", "zobacz także", "polecamy",
    "powiązane", "komentarze", "čtěte také", "související", "читайте также", "читайте еще",
    "по теме", "похожие", "материалы по теме", "смотрите также", "комментарии", "отзывы",
    "добавить комментарий", "оставить комментарий", "поделиться", "популярные", "читайте також",
    "ilgili haberler", "yorumlar", "bunlar da ilginizi",
    // Chinese, Japanese, Korean
    "相关", "相關", "推荐", "推薦", "延伸阅读", "延伸閱讀", "関連記事", "関連", "おすすめ", "あわせて読みたい",
    "관련기사", "관련 기사", "많이 본",
];

/// Requests to the reader and notes about the site. A short paragraph that
/// begins so is not the article's; a long one may quote it.
#[rustfmt::skip]
const TO_THE_READER: &[&str] = &[
    "sign up", "subscribe", "follow us", "follow @", "like us on", "share this", "click here to",
    "click here for", "download the", "download our", "get the latest", "get our", "join us on",
    "have a tip", "got a tip", "got a story", "do you have a", "like this story", "like this article",
    "enjoyed this", "support our", "support independent", "donate", "advertisement", "advertising",
    "anzeige", "publicidad", "publicidade", "publicité", "реклама", "scroll to continue",
    "story continues", "article continues", "continue reading", "read more", "read also", "also read",
    "see also", "related:", "more:", "read:", "watch:", "listen:", "photos:", "video:", "live:",
    "you can also", "for more information", "for more news", "for more stories", "for the latest",
    "image:", "image credit", "photo:", "photo by", "photo credit", "photograph:", "picture:",
    "credit:", "source:", "file photo", "getty images", "copyright", "©", "all rights reserved",
    "this article was originally", "this story was originally", "this post was originally",
    "originally published", "this article originally", "this story originally",
    "first published", "this article appeared", "we use income earning", "we may earn",
    "we earn a commission", "if you buy", "if you purchase", "this post contains affiliate",
    "also on ", "editor's note", "reporting by", "editing by", "our standards", "leia também", "leia mais",
    "veja também", "lea también", "lee también", "te puede interesar", "lire aussi", "à lire aussi",
    "lesen sie auch", "lesen sie mehr", "mehr zum thema", "leggi anche", "lees ook", "читайте также",
    "читайте еще", "czytaj też", "czytaj także", "zobacz też", "zobacz także", "关注", "点击",
];

/// How lines about the text begin: who wrote it, when it was published.
#[rustfmt::skip]
const ABOUT_THE_TEXT: &[&str] = &[
    "by ", "published", "updated", "posted", "last updated", "last modified", "first published",
    "von ", "veröffentlicht", "aktualisiert", "stand:", "par ", "publié", "mis à jour", "por ",
    "publicado", "actualizado", "atualizado", "di ", "pubblicato", "aggiornato", "door ",
    "gepubliceerd", "опубликовано", "обновлено", "автор", "كتب", "نشر", "文／", "記者", "作者",
];

/// Whether a short line says who wrote the text or when it was published.
pub(super) fn tells_of_the_text(text: &str) -> bool {
    text.chars().count() <= 90 && begins_with(text, ABOUT_THE_TEXT)
}

/// Whether a heading begins a company's or author's note on itself: "About Airbus".
pub(super) fn heads_note_on_sender(text: &str) -> bool {
    text.len() <= 60
        && text.split_whitespace().count() <= 6
        && begins_with(
            text,
            &["about ", "notes to editors", "über ", "à propos d", "acerca de ", "sobre "],
        )
}

/// What stands in the last paragraphs of a page and speaks of the author, the
/// site or the rights. A short paragraph at the end that holds one is not the article's.
#[rustfmt::skip]
const AT_THE_END: &[&str] = &[
    "follow us", "follow him", "follow her", "follow them", "follow me", "follow the ", "follow @",
    "on twitter", "on facebook", "sign up for", "newsletter", "subscribe", "letters to the editor",
    "subject to copyright", "all rights reserved", "©", "can be reached at", "may be reached at",
    "reach him at", "reach her at", "contact the author", "email the", "e-mail:", "email:",
    "download our app", "download the app", "our app", "join our", "support our journalism",
    "for more information", "for more stories", "for more news", "is a freelance",
    "is a staff writer", "is a reporter", "is a senior", "is a columnist", "is a correspondent",
    "folgen sie uns", "abonnieren", "suivez-nous", "abonnez-vous", "síguenos", "suscríbete",
    "siga-nos", "assine", "seguici", "iscriviti", "подписывайтесь", "подпишитесь",
];

/// Whether a short paragraph at a body's end is about author, site or rights.
pub(super) fn ends_the_page(text: &str) -> bool {
    text.len() <= 450 && {
        let lower = text.to_lowercase().replace('’', "'");
        AT_THE_END.iter().any(|p| lower.contains(p))
    }
}

/// Words of notes on cookies and consent, in many languages the same.
const CONSENT: &[&str] = &["cookie", "cookies", "consent", "gdpr", "dsgvo", "lgpd", "rgpd"];

/// Letters that every one of those words has, as it is written.
const CONSENT_LETTERS: &[&[u8]] =
    &[b"ooki", b"OOKI", b"onsent", b"ONSENT", b"gdpr", b"GDPR", b"GPD", b"gpd", b"SGVO", b"sgvo"];

/// Whether a heading or label says that other articles, comments or the site
/// itself follow.
pub(super) fn heads_other_matter(text: &str) -> bool {
    text.len() <= 120 && (begins_with(text, OTHER_ARTICLES) || is_more_stories(text))
}

/// "More great stories", "More Syria coverage".
fn is_more_stories(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.starts_with("more ")
        && lower.len() <= 60
        && ["stories", "news", "articles", "coverage", "reading", "posts", "headlines", "videos"]
            .iter()
            .any(|w| lower.contains(w))
}

/// Whether a short paragraph speaks to the reader about the site.
pub(super) fn speaks_to_the_reader(text: &str) -> bool {
    text.len() <= 400 && begins_with(text, TO_THE_READER)
}

/// Whether a text is about cookies and consent.
pub(super) fn asks_for_consent(text: &str) -> bool {
    // Most texts have none of the words' letters, and are not looked at further.
    let bytes = text.as_bytes();
    if !CONSENT_LETTERS.iter().any(|l| memchr::memmem::find(bytes, l).is_some()) {
        return false;
    }
    let lower = text.to_lowercase();
    let found = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| CONSENT.contains(w) || w.starts_with("cookie"))
        .take(2)
        .count();
    found >= 2 || found == 1 && lower.contains("browser")
}

fn begins_with(text: &str, list: &[&str]) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '@');
    let head: String = text.chars().take(40).flat_map(char::to_lowercase).collect();
    let head = head.replace('’', "'");
    list.iter().any(|p| head.starts_with(p))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_count_at_the_beginning_only() {
        assert!(heads_other_matter("→ Related stories"));
        assert!(heads_other_matter("Você pode gostar…"));
        assert!(!heads_other_matter("Truce talks are related to the siege"));
        assert!(speaks_to_the_reader("Sign up for our newsletter."));
        assert!(!speaks_to_the_reader("He asked them to sign up."));
    }

    #[test]
    fn consent_needs_more_than_a_word() {
        assert!(asks_for_consent("We use cookies. Cookies are small files."));
        assert!(!asks_for_consent("She baked cookies for the guards."));
    }
}
