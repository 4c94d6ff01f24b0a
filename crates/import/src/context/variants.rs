//! MediaWiki's language variants in text: `-{zh-hans:沙龙; zh-hant:夏隆;}-`.
//! One wording is kept, in the script of the text around it.

/// Variants in the order of preference, for text in simplified characters.
const SIMPLIFIED: &[&str] = &["zh-hans", "zh-cn", "zh-sg", "zh-my"];
/// The same for traditional characters.
const TRADITIONAL: &[&str] = &["zh-hant", "zh-tw", "zh-hk", "zh-mo"];

/// Frequent characters of news that only one of the scripts has, in pairs.
const SCRIPTS: (&str, &str) = (
    "国发对会时动为员进开东长业后个总过现议将军门战选举亚这说与从击联关还没决经",
    "國發對會時動為員進開東長業後個總過現議將軍門戰選舉亞這說與從擊聯關還沒決經",
);

/// Replaces every variant mark by one wording. `None` where the text has none.
pub(super) fn resolve(text: &str) -> Option<String> {
    text.contains("-{").then_some(())?;
    let order = if is_traditional(text) { TRADITIONAL } else { SIMPLIFIED };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("-{") {
        out.push_str(before);
        let Some((inside, after)) = inside.split_once("}-") else {
            // Cut off: the list of wordings leads nowhere, the first is the best guess
            // where there is one, and a lone mark is debris.
            out.push_str(&choose(inside.trim_end_matches('}'), order));
            return Some(out);
        };
        out.push_str(&choose(inside, order));
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// The best wording of `A`, `zh-cn:A; zh-tw:B;` or `A|zh-cn:B`.
fn choose(inside: &str, order: &[&str]) -> String {
    let inside = match inside.split_once('|') {
        // Flags such as `H|` and `zh-hans;zh-hant|` stand before the bar.
        Some((_, wordings)) => wordings,
        None => inside,
    };
    let wordings: Vec<(&str, &str)> =
        inside.split([';', '；']).filter_map(|part| variant(part.trim())).collect();
    for code in order {
        if let Some((_, wording)) = wordings.iter().find(|(c, _)| c == code) {
            return (*wording).to_owned();
        }
    }
    wordings.first().map_or(inside, |(_, wording)| wording).trim().to_owned()
}

/// `zh-tw:夏隆` as code and wording; a code that stands twice is one.
fn variant(part: &str) -> Option<(&str, &str)> {
    let (code, mut wording) = part.split_once(':')?;
    let code = code.trim();
    (code == "zh" || code.starts_with("zh-")).then_some(())?;
    while let Some((again, rest)) = wording.trim().split_once(':')
        && again.trim() == code
    {
        wording = rest;
    }
    Some((code, wording.trim()))
}

fn is_traditional(text: &str) -> bool {
    // Only the text outside the marks tells: inside stand both scripts.
    let mut outside = text.split("-{").map(|p| p.split_once("}-").map_or(p, |(_, after)| after));
    let (simplified, traditional) = outside.by_ref().fold((0_usize, 0_usize), |(s, t), part| {
        (
            s + part.chars().filter(|c| SCRIPTS.0.contains(*c)).count(),
            t + part.chars().filter(|c| SCRIPTS.1.contains(*c)).count(),
        )
    });
    traditional > simplified
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wording_is_kept_in_the_script_of_the_text() {
        let of = |t| resolve(t);
        assert_eq!(
            of("-{zh-tw:紐西蘭; zh-cn:新西兰;}-舉行國會選舉").as_deref(),
            Some("紐西蘭舉行國會選舉")
        );
        assert_eq!(
            of("-{zh-tw:紐西蘭; zh-cn:新西兰;}-举行国会选举").as_deref(),
            Some("新西兰举行国会选举")
        );
        assert_eq!(of("见-{樹}-").as_deref(), Some("见樹"));
        assert_eq!(of("见-{zh-tw:zh-tw:樹}-").as_deref(), Some("见樹"));
        assert_eq!(of("见 -{").as_deref(), Some("见 "));
        assert_eq!(of("-{a}--{b").as_deref(), Some("ab"));
        assert_eq!(of("plain"), None);
    }
}
