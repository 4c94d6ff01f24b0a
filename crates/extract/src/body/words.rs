//! Words that pages' authors put into `class` and `id`, and what they tell.
//!
//! A name is taken apart at everything that is no letter and where a small letter
//! meets a great one: `relatedPosts`, `related-posts` and `related_posts` are two
//! words. One word never decides alone against much text: see `marks.rs`.

use std::sync::OnceLock;

/// What a word says of the element that bears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Never part of the text: navigation, other articles, sharing, advertisements.
    Junk,
    /// Speaks of a picture.
    Caption,
    /// Who, when, where: about the text.
    Meta,
    /// The text itself.
    Body,
    /// Not shown.
    Hidden,
}

use Says::{Body, Caption, Hidden, Junk, Meta};

/// One word alone. In order, for searching.
#[rustfmt::skip]
const WORDS: &[(&str, Says)] = &[
    ("abo", Junk), // "abonnieren"
    ("ad", Junk), ("addthis", Junk), ("addtoany", Junk), ("ads", Junk), ("adsense", Junk),
    ("adslot", Junk), ("adunit", Junk), ("advert", Junk), ("advertisement", Junk),
    ("advertising", Junk), ("advertorial", Junk), ("adwrap", Junk), ("adwrapper", Junk),
    ("aggregated", Junk), ("alsoon", Junk), ("anzeige", Junk), // German: advertisement
    ("articlebody", Body), ("articlecontent", Body), ("articletext", Body),
    ("attribution", Caption), ("banner", Junk), ("barra", Junk), // Spanish, Italian: bar
    ("bio", Junk), ("biography", Junk), // of the author
    ("blogroll", Junk), ("bodytext", Body), ("bookmark", Junk), ("bookmarks", Junk),
    ("breadcrumb", Junk), ("breadcrumbs", Junk), ("breadcrump", Junk), ("byline", Meta),
    ("bylines", Meta), ("caption", Caption), ("captions", Caption), ("captiontext", Caption),
    ("carousel", Junk), ("comentarios", Junk), ("comment", Junk), ("commentaires", Junk),
    ("commentary", Body), ("commentlist", Junk), ("comments", Junk), ("compartir", Junk),
    ("consent", Junk), ("cookie", Junk), ("cookies", Junk), ("copyright", Junk),
    ("correlati", Junk), // Italian: related
    ("credit", Caption), ("credits", Caption), ("cta", Junk), // call to action
    ("dateline", Meta), ("disclaimer", Junk), ("disclosure", Junk), ("discussion", Junk),
    ("disqus", Junk), ("donate", Junk), ("donation", Junk), ("dontmiss", Junk),
    ("dropdown", Junk), ("entrycontent", Body), ("eyebrow", Meta), ("facebook", Junk),
    ("fbcomments", Junk), ("figcaption", Caption), ("flyout", Junk), ("follow", Junk),
    ("followus", Junk), ("footer", Junk), ("footnav", Junk), ("fusszeile", Junk), // German: footer
    ("gdpr", Junk), ("hidden", Hidden), ("hide", Hidden), ("hovercard", Hidden),
    ("inlinead", Junk), ("jetpack", Junk), ("jumplinks", Junk), ("kicker", Meta),
    ("kommentare", Junk), ("leaderboard", Junk), ("lightbox", Caption), ("linkbox", Junk),
    ("linklist", Junk), ("linkstack", Junk), ("login", Junk), ("masthead", Junk), ("menu", Junk),
    ("modal", Junk), ("mostpopular", Junk), ("mostread", Junk), ("mostviewed", Junk),
    ("nav", Junk), ("navbar", Junk), ("navi", Junk), ("navigation", Junk), ("newsletter", Junk),
    ("newsletters", Junk), ("noprint", Junk), ("notification", Junk), ("outbrain", Junk),
    ("overlay", Junk), ("pagenav", Junk), ("pager", Junk), ("pagination", Junk),
    ("partage", Junk), ("paywall", Junk), ("piano", Junk), // a vendor of paywalls
    ("pied", Junk), // French: foot of the page
    ("pingback", Junk), ("pingbacks", Junk), ("pinterest", Junk), ("poll", Junk),
    ("popover", Hidden), ("popular", Junk), ("popup", Junk), ("printonly", Hidden),
    ("promo", Junk), ("promobox", Junk), ("promos", Junk), ("promoted", Junk),
    ("promotion", Junk), ("pubdate", Meta), ("publicidad", Junk), // Spanish: advertisement
    ("publicidade", Junk), ("publicite", Junk), ("publishdate", Meta), ("rail", Junk),
    ("rating", Junk), ("ratings", Junk), ("readalso", Junk), ("readmore", Junk),
    ("readnext", Junk), ("readtime", Meta), ("recirc", Junk), ("recirculation", Junk),
    ("recommend", Junk), ("recommendation", Junk), ("recommendations", Junk),
    ("recommended", Junk), ("recommends", Junk), ("register", Junk), ("registration", Junk),
    ("reklam", Junk), ("reklama", Junk), ("related", Junk), ("relatedarticles", Junk),
    ("relatedcontent", Junk), ("relatedlinks", Junk), ("relatednews", Junk),
    ("relatedposts", Junk), ("remark", Junk), ("replies", Junk), ("respond", Junk),
    ("rodape", Junk), // Portuguese: footer
    ("rollover", Hidden), // shown when the pointer rests on a name
    ("rrssb", Junk), ("screenreader", Hidden), ("seealso", Junk), ("seitenleiste", Junk), // German: sidebar
    ("share", Junk), ("sharebar", Junk), ("sharebox", Junk), ("sharedaddy", Junk),
    ("shares", Junk), ("sharethis", Junk), ("sharetools", Junk), ("sharing", Junk),
    ("sidebar", Junk), ("sidenav", Junk), ("signin", Junk), ("signup", Junk), ("similar", Junk),
    ("sitemap", Junk), ("skip", Junk), ("skiplink", Junk), ("skipnav", Junk),
    ("skyscraper", Junk), ("slideshow", Junk), ("social", Junk), ("socialmedia", Junk),
    ("socials", Junk), ("socialshare", Junk), ("sponsor", Junk), ("sponsored", Junk),
    ("sponsors", Junk), ("sponsorship", Junk), ("storybody", Body), ("storycontent", Body),
    ("storytext", Body), ("subnav", Junk), ("subscribe", Junk), ("subscribenow", Junk),
    ("subscription", Junk), ("survey", Junk), ("syndication", Junk), ("taboola", Junk),
    ("tagcloud", Junk), ("taglist", Junk), ("taxonomy", Junk), ("teaser", Junk),
    ("teasers", Junk), ("teilen", Junk), // German: share
    ("ticker", Junk), ("timestamp", Meta), ("toc", Junk), ("toolbar", Junk), ("toolbox", Junk),
    ("tools", Junk), ("tooltip", Junk), ("tooltiptext", Hidden), ("topics", Junk),
    ("trackback", Junk), ("trackbacks", Junk), ("trending", Junk), ("upnext", Junk),
    ("upsell", Junk), ("utility", Junk), ("vcard", Meta), ("verwandte", Junk), ("vote", Junk),
    ("voting", Junk), ("werbung", Junk), // German: advertisement
    ("whatsapp", Junk), ("widget", Junk), ("widgets", Junk), ("zergnet", Junk),
];

/// Two words that follow each other and say more together than alone. In order, for searching.
#[rustfmt::skip]
const PAIRS: &[(&str, &str, Says)] = &[
    ("about", "author", Junk), ("also", "like", Junk), ("also", "on", Junk),
    ("also", "read", Junk), ("also", "see", Junk), ("article", "actions", Junk),
    ("article", "body", Body), ("article", "content", Body), ("article", "footer", Junk),
    ("article", "links", Junk), ("article", "list", Junk), ("article", "meta", Meta),
    ("article", "tags", Junk), ("article", "text", Body), ("author", "bio", Junk),
    ("author", "box", Junk), ("author", "card", Junk), ("author", "info", Meta),
    ("author", "name", Meta), ("body", "content", Body), ("body", "copy", Body),
    ("body", "text", Body), ("content", "body", Body), ("content", "text", Body),
    ("editor", "picks", Junk), ("editors", "picks", Junk), ("entry", "body", Body),
    ("entry", "content", Body), ("entry", "footer", Junk), ("entry", "meta", Meta),
    ("entry", "tags", Junk), ("entry", "text", Body), ("get", "app", Junk),
    ("image", "credit", Caption), ("image", "source", Caption), ("img", "credit", Caption),
    ("jump", "to", Junk), ("mail", "list", Junk), ("mailing", "list", Junk),
    ("more", "articles", Junk), ("more", "from", Junk), ("more", "in", Junk),
    ("more", "like", Junk), ("more", "links", Junk), ("more", "news", Junk),
    ("more", "on", Junk), ("more", "stories", Junk), ("more", "videos", Junk),
    ("most", "commented", Junk), ("most", "popular", Junk), ("most", "read", Junk),
    ("most", "recent", Junk), ("most", "shared", Junk), ("most", "viewed", Junk),
    ("next", "article", Junk), ("next", "post", Junk), ("next", "story", Junk),
    ("on", "this", Junk), ("other", "articles", Junk), ("other", "news", Junk),
    ("other", "stories", Junk), ("page", "nav", Junk), ("photo", "caption", Caption),
    ("photo", "credit", Caption), ("post", "body", Body), ("post", "content", Body),
    ("post", "footer", Junk), ("post", "meta", Meta), ("post", "nav", Junk),
    ("post", "navigation", Junk), ("post", "tags", Junk), ("post", "text", Body),
    ("posted", "in", Junk), ("prev", "next", Junk), ("previous", "post", Junk),
    ("read", "also", Junk), ("read", "more", Junk), ("read", "next", Junk),
    ("read", "time", Meta), ("reading", "time", Meta), ("recent", "articles", Junk),
    ("recent", "news", Junk), ("recent", "posts", Junk), ("recent", "stories", Junk),
    ("screen", "reader", Hidden), ("see", "also", Junk), ("see", "more", Junk),
    ("sign", "in", Junk), ("sign", "up", Junk), ("site", "footer", Junk),
    ("site", "header", Junk), ("sr", "only", Hidden), ("story", "body", Body),
    ("story", "content", Body), ("story", "footer", Junk), ("story", "links", Junk),
    ("story", "tags", Junk), ("story", "text", Body), ("suggested", "articles", Junk),
    ("suggested", "posts", Junk), ("suggested", "reading", Junk), ("tag", "cloud", Junk),
    ("tag", "list", Junk), ("tags", "links", Junk), ("td", "post", Meta), ("text", "body", Body),
    ("top", "news", Junk), ("top", "stories", Junk), ("trend", "list", Junk),
    ("visually", "hidden", Hidden), ("whats", "next", Junk), ("wp", "caption", Caption),
    ("you", "may", Junk), ("you", "might", Junk),
];

/// Beginnings of words that are glued to others: `relatedpoststitle`.
#[rustfmt::skip]
const BEGINNINGS: &[(&str, Says)] = &[
    ("related", Junk), ("newsletter", Junk), ("advertis", Junk), ("sidebar", Junk),
    ("recommend", Junk), ("breadcrumb", Junk), ("sponsor", Junk), ("socialshar", Junk),
    ("sharebutton", Junk), ("commentlist", Junk), ("cookielaw", Junk), ("cookieconsent", Junk),
    ("cookienotice", Junk), ("cookiebar", Junk), ("articlebody", Body), ("storybody", Body),
    ("entrycontent", Body), ("postcontent", Body), ("articlecontent", Body),
];

/// Names of posts from elsewhere that are shown in an article and are part of it.
#[rustfmt::skip]
const POSTS: &[&str] = &[
    "twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "fb-post",
    "reddit-card", "reddit-embed-bq", "bluesky-embed", "mastodon-embed",
];

/// Whether a class names a post from elsewhere.
pub(super) fn names_post(class: &str) -> bool {
    class.split_ascii_whitespace().any(|c| POSTS.contains(&c))
}

/// Hands every thing that a name says to `sink`.
pub(super) fn read(name: &str, sink: &mut impl FnMut(Says)) {
    let mut last = Word::default();
    let mut word = Word::default();
    let mut before = 0_u8;
    for byte in name.bytes().chain([b' ']) {
        let letter = byte.is_ascii_alphabetic();
        let new = !letter || (byte.is_ascii_uppercase() && before.is_ascii_lowercase());
        if new && word.length > 0 {
            said(&last, &word, sink);
            last = std::mem::take(&mut word);
        }
        if letter {
            word.push(byte.to_ascii_lowercase());
        } else if byte == b' ' {
            // Two classes are two names.
            last = Word::default();
        }
        before = byte;
    }
}

fn said(last: &Word, word: &Word, sink: &mut impl FnMut(Says)) {
    let (last, word) = (last.text(), word.text());
    if word.is_empty() {
        return;
    }
    let starts = starts();
    let words = &WORDS[range(&starts.0, word[0])];
    if let Ok(at) = words.binary_search_by(|(w, _)| w.as_bytes().cmp(word)) {
        sink(words[at].1);
    } else if word.len() > 9
        && let Some((_, says)) = BEGINNINGS.iter().find(|(b, _)| word.starts_with(b.as_bytes()))
    {
        sink(*says);
    }
    if !last.is_empty() {
        let pairs = &PAIRS[range(&starts.1, last[0])];
        let both = |(a, b, _): &(&str, &str, Says)| a.as_bytes() == last && b.as_bytes() == word;
        if let Some((.., says)) = pairs.iter().find(|pair| both(pair)) {
            sink(*says);
        }
    }
}

/// Where each letter's words begin in a table, and where the last one's end.
type Starts = [usize; 27];

fn range(starts: &Starts, letter: u8) -> std::ops::Range<usize> {
    let at = usize::from(letter.saturating_sub(b'a')).min(25);
    starts[at]..starts[at + 1]
}

/// The starts of both tables; pages have tens of thousands of words to look up.
fn starts() -> &'static (Starts, Starts) {
    static STARTS: OnceLock<(Starts, Starts)> = OnceLock::new();
    STARTS.get_or_init(|| {
        let of = |begins: &dyn Fn(u8) -> usize| -> Starts {
            std::array::from_fn(|at| begins(b'a' + at as u8))
        };
        (
            of(&|letter| WORDS.partition_point(|(w, _)| w.as_bytes()[0] < letter)),
            of(&|letter| PAIRS.partition_point(|(w, ..)| w.as_bytes()[0] < letter)),
        )
    })
}

/// A word in small letters; longer ones than the table's are none.
#[derive(Default)]
struct Word {
    letters: [u8; 20],
    length: usize,
}

impl Word {
    fn push(&mut self, byte: u8) {
        if let Some(place) = self.letters.get_mut(self.length) {
            *place = byte;
        }
        self.length += 1;
    }

    fn text(&self) -> &[u8] {
        self.letters.get(..self.length).unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_can_be_searched() {
        assert!(
            WORDS.windows(2).all(|w| w[0].0.as_bytes() <= w[1].0.as_bytes()),
            "{:?}",
            WORDS.windows(2).find(|w| w[0].0 > w[1].0)
        );
        assert!(PAIRS.is_sorted_by_key(|(a, b, _)| (*a, *b)));
        assert!(WORDS.iter().all(|(w, _)| w.len() <= 20));
    }

    #[test]
    fn names_are_taken_apart() {
        let say = |name: &str| {
            let mut all = Vec::new();
            read(name, &mut |s| all.push(s));
            all
        };
        assert_eq!(say("relatedPosts x"), [Junk]);
        assert_eq!(say("c-article__body"), [Body]);
        assert_eq!(say("shadow header-adjust loads"), []);
        assert_eq!(say("article body"), []);
        assert_eq!(say(&"a".repeat(1_000)), []);
    }
}
