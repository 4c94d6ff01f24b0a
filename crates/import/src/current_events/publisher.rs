//! Publishers: telling the name of a source from a word of the sentence.

use annals_model::{Source, fold_key, tidy};

/// Names that are a publisher wherever they stand, folded. Taken from the
/// most frequent source names of the portal's lists.
const NAMES: &[&str] = &[
    "abc",
    "abc news",
    "afp",
    "aljazeera",
    "al jazeera",
    "ansa",
    "ap",
    "ap news",
    "associated press",
    "axios",
    "bbc",
    "bbc news",
    "bloomberg",
    "cbc",
    "cbs",
    "cbs news",
    "channel newsasia",
    "cnbc",
    "cna",
    "cnet",
    "cnn",
    "ctv",
    "dawn",
    "deutsche welle",
    "dpa",
    "dw",
    "efe",
    "espn",
    "euronews",
    "fox news",
    "france 24",
    "guardian",
    "haaretz",
    "ians",
    "interfax",
    "irin",
    "irna",
    "itar tass",
    "itv",
    "kyodo",
    "le monde",
    "msnbc",
    "nbc",
    "nbc news",
    "newsweek",
    "npr",
    "nyt",
    "pbs",
    "politico",
    "pti",
    "press tv",
    "reuters",
    "rfe rl",
    "ria novosti",
    "rt",
    "rte",
    "sbs",
    "sky news",
    "slashdot",
    "spiegel",
    "tass",
    "the guardian",
    "time",
    "upi",
    "usa today",
    "voa",
    "voice of america",
    "wikinews",
    "wsj",
    "xinhua",
    "yahoo",
    "yahoo news",
    "ynet",
    "yonhap",
    "zdnet",
];

/// Words that end or begin a publisher's name and hardly ever a clause.
const WORDS: &[&str] = &[
    "agency",
    "bulletin",
    "chronicle",
    "citizen",
    "courier",
    "daily",
    "examiner",
    "gazette",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "journal",
    "magazine",
    "mail",
    "mirror",
    "monitor",
    "news",
    "newspaper",
    "observer",
    "online",
    "post",
    "press",
    "radio",
    "register",
    "standard",
    "telegraph",
    "television",
    "times",
    "tribune",
    "tv",
    "weekly",
];

/// A publisher's name has no more words ("Australian Broadcasting Corporation
/// via Yahoo! News"): what is longer is a sentence.
const MAX_WORDS: usize = 8;

/// Whether a label without parentheses names a publisher.
pub(super) fn is_publisher(label: &str, url: Option<&str>) -> bool {
    let key = fold_key(label);
    let words: Vec<&str> = key.split(' ').collect();
    if key.is_empty() || words.len() > MAX_WORDS {
        return false;
    }
    NAMES.contains(&key.as_str())
        || (label.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            && words.last().into_iter().chain(words.first()).any(|w| WORDS.contains(w)))
        || url.is_some_and(|url| names_host(&key, url))
}

/// Whether a list of names in parentheses, without an address, can only be publishers.
pub(super) fn are_known(label: &str) -> bool {
    label.split([',', '/', ';']).all(|name| NAMES.contains(&fold_key(name).as_str()))
}

/// Whether parentheses after the end of a sentence look like a publisher's
/// name: "(Haaretz)", but not "(pictured)" or "(2004)".
pub(super) fn may_be(label: &str) -> bool {
    label.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
        && label.contains(char::is_alphabetic)
        && label.split_whitespace().count() <= MAX_WORDS
        && !label.ends_with(['.', '!', '?'])
}

/// `BBC` names `news.bbc.co.uk`, `Straits Times` names `straitstimes.com`.
fn names_host(key: &str, url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_lowercase();
    let squeezed: String = key.chars().filter(|c| *c != ' ').collect();
    let bare = squeezed.strip_prefix("the").filter(|b| b.len() > 3).unwrap_or(&squeezed);
    // Two letters are in half of all hosts.
    bare.len() >= 3 && host.split('.').any(|part| part.replace('-', "").contains(bare))
}

/// Makes a source of a label as it stands in brackets, `(AAP via SBS)`.
pub(super) fn source(label: &str, url: Option<String>) -> Source {
    let mut label = tidy(label);
    for (odd, plain) in [("), (", ", "), (") (", " "), (")(", " ")] {
        if label.contains(odd) {
            label = label.replace(odd, plain);
        }
    }
    let name = without_parentheses(&label).trim_matches([' ', ',', ';', ':', '"', '|', '\'']);
    Source::named(name.strip_prefix("via ").unwrap_or(name), url)
}

/// Takes one pair of parentheses off, or a single one that lacks its partner.
fn without_parentheses(label: &str) -> &str {
    let label = label.trim().trim_end_matches(['.', ',']);
    match (label.strip_prefix('('), label.strip_suffix(')')) {
        (Some(rest), Some(_)) => {
            let inside = &rest[..rest.len() - 1];
            // "(BBC) News (UK)" is not one pair.
            if balanced(inside) { inside } else { label }
        }
        (Some(rest), None) if !rest.contains(')') => rest,
        (None, Some(rest)) if !rest.contains('(') => rest,
        _ => label,
    }
}

fn balanced(text: &str) -> bool {
    let mut open = 0_i32;
    for c in text.chars() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open < 0 {
            return false;
        }
    }
    open == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publishers_and_words() {
        assert!(is_publisher("Reuters", None));
        assert!(is_publisher("Cape Times", None));
        assert!(is_publisher("Yle", Some("https://yle.fi/a")));
        assert!(is_publisher("The Hindu", Some("http://www.thehindu.com/x")));
        assert!(!is_publisher("Vienna", Some("http://www.example.org/talks")));
        assert!(!is_publisher("resigns", None));
        assert!(may_be("Le Figaro") && !may_be("pictured") && !may_be("2004"));
    }

    #[test]
    fn labels_lose_their_parentheses() {
        let name = |label: &str| source(label, None).label();
        assert_eq!(name("(Reuters)"), "Reuters");
        assert_eq!(name("New York Times)"), "New York Times");
        assert_eq!(name("(BBC), (CNN)"), "BBC, CNN");
        assert_eq!(name("(BBC News (in Arabic))"), "BBC News (in Arabic)");
        assert_eq!(name("BBC News (UK)"), "BBC News (UK)");
        assert_eq!(source("(AAP via SBS)", None).via.as_deref(), Some("SBS"));
    }
}
