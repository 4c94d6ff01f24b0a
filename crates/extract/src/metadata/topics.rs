//! Section and keywords.

use super::{
    gather::Found,
    ld,
    sites::Sites,
    value::{fold, is_address, words},
};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Most keywords that are kept: pages with more list a vocabulary, not a subject.
const MAX_KEYWORDS: usize = 40;
/// Longest keyword, in words.
const MAX_WORDS: usize = 8;

/// What systems call the section of everything.
const NO_SECTIONS: &[&str] = &[
    "post",
    "posts",
    "article",
    "articles",
    "all",
    "uncategorized",
    "page",
    "blog post",
    "general",
];

/// The site's section.
pub(super) fn section(
    found: &Found<'_>,
    item: Option<&Map<String, Value>>,
    sites: &Sites,
) -> Option<String> {
    let json = item.into_iter().flat_map(|item| ld::texts(item, "articleSection"));
    let keys = [
        "article:section",
        "parsely-section",
        "og:section",
        "itemprop:articlesection",
        "section",
        "article:section_name",
        "cxenseparse:section",
        "dc:subject:section",
    ];
    let metas = keys.iter().flat_map(|key| found.meta_values(key));
    let marked = found.with_prop("articleSection").take(2).map(|id| found.tree.inner_text(id));
    let good = |s: &String| {
        !NO_SECTIONS.contains(&fold(s).as_str())
            && (1..=6).contains(&words(s))
            && s.len() <= 60
            && !is_address(s)
            && !sites.is_name(s)
    };
    // "News, World" names two; the first is the outermost.
    let first = |s: String| s.split([',', '|', ';']).next().unwrap_or("").trim().to_owned();
    json.chain(metas).chain(marked).map(first).find(good)
}

/// Keywords and tags, without doubles, in the page's order.
pub(super) fn keywords(found: &Found<'_>, item: Option<&Map<String, Value>>) -> Vec<String> {
    let json = item.into_iter().flat_map(|item| ld::texts(item, "keywords")).collect::<Vec<_>>();
    let tags = ["article:tag", "og:article:tag", "book:tag"];
    let tags = || tags.iter().flat_map(|key| found.meta_values(key)).collect::<Vec<_>>();
    let lists = ["news_keywords", "parsely-tags", "sailthru:tags", "keywords", "citation_keywords"];
    let places: [&dyn Fn() -> Vec<String>; 3] = [&|| json.clone(), &tags, &|| {
        let mut lists = lists.iter().map(|key| found.meta_values(key).collect::<Vec<_>>());
        lists.find(|l| !l.is_empty()).unwrap_or_default()
    }];
    places.iter().map(|place| parted(&place())).find(|l| !l.is_empty()).unwrap_or_default()
}

/// The keywords of lists, which are parted by whatever the site likes.
fn parted(lists: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    for list in lists.iter().take(200) {
        let mark = if list.contains(',') {
            ','
        } else if list.contains(';') {
            ';'
        } else if list.contains('，') {
            '，'
        } else if list.contains('、') {
            '、'
        } else {
            '|'
        };
        for word in list.split(mark) {
            let word = word.trim().trim_matches(['"', '#', '[', ']', '\'']).trim();
            let key = fold(word);
            let good = !key.is_empty() && words(word) <= MAX_WORDS && word.len() <= 100;
            // "type: article" and "pageType=story" speak to machines.
            let machine = word.contains([':', '=']) || is_address(word);
            if good && !machine && out.len() < MAX_KEYWORDS && seen.insert(key) {
                out.push(word.to_owned());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_parted_and_told_from_codes() {
        let check = |lists: &[&str], wanted: &[&str]| {
            let lists: Vec<String> = lists.iter().map(|l| (*l).to_owned()).collect();
            assert_eq!(parted(&lists), wanted, "{lists:?}");
        };
        check(&["Rome, treaty , rome,"], &["Rome", "treaty"]);
        check(&["Iceland; Cod Wars"], &["Iceland", "Cod Wars"]);
        check(&["type:article", "Suez Canal"], &["Suez Canal"]);
        check(&["联合国、中国"], &["联合国", "中国"]);
        check(&[""], &[]);
    }
}
