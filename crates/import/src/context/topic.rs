//! Whether the heading above an event is a story or only a label.
//!
//! The Context put the list's heading there where the list had one, and else
//! the first link of the sentence: "Halliburton", "Kenya", "Covering", 美国.
//! In the Chinese edition 72 of 100 headings merely repeat a word of the
//! sentence, and most others are a country under another name. So a heading is
//! a story only if something shows it.

use annals_model::fold_key;

/// Words that make a heading of several words the name of a story: what
/// happens over a time. Only English nouns; each stands in headings of the
/// event lists of 2008 to 2018.
const STORY_WORDS: &[&str] = &[
    "accident",
    "affair",
    "airstrikes",
    "attack",
    "attacks",
    "boycott",
    "bombing",
    "bombings",
    "campaign",
    "ceasefire",
    "championship",
    "championships",
    "civil war",
    "clashes",
    "conflict",
    "conflicts",
    "controversy",
    "coup",
    "crackdown",
    "crash",
    "crisis",
    "cup",
    "cyclone",
    "debate",
    "dispute",
    "disaster",
    "drought",
    "earthquake",
    "earthquakes",
    "election",
    "elections",
    "epidemic",
    "eruption",
    "fire",
    "fires",
    "floods",
    "flooding",
    "games",
    "heat wave",
    "hurricane",
    "incident",
    "insurgency",
    "intervention",
    "invasion",
    "investigation",
    "killings",
    "massacre",
    "negotiations",
    "occupation",
    "offensive",
    "olympics",
    "operation",
    "outbreak",
    "pandemic",
    "peace process",
    "plot",
    "process",
    "protest",
    "protests",
    "rebellion",
    "recession",
    "referendum",
    "relations",
    "revolution",
    "riots",
    "scandal",
    "season",
    "shooting",
    "shootings",
    "siege",
    "spill",
    "standoff",
    "storm",
    "strike",
    "strikes",
    "summit",
    "talks",
    "thaw",
    "tornado",
    "tour",
    "transition",
    "trial",
    "tsunami",
    "typhoon",
    "uprising",
    "unrest",
    "violence",
    "war",
    "wars",
    "wildfire",
    "wildfires",
    "withdrawal",
];

/// The same for Chinese, at the end of a heading of four characters or more.
/// Without 示威 and 冲突 alone: they end phrases such as 反政府示威 and 发生冲突.
const STORY_ENDINGS: &[&str] = &[
    "内战",
    "內戰",
    "战争",
    "戰爭",
    "空难",
    "空難",
    "地震",
    "疫情",
    "疫潮",
    "事件",
    "选举",
    "選舉",
    "大选",
    "大選",
    "危机",
    "危機",
    "枪击案",
    "槍擊案",
    "爆炸案",
    "袭击案",
    "襲擊案",
    "政變",
    "政变",
    "革命",
    "运动会",
    "運動會",
    "世界杯",
    "世界盃",
    "军事冲突",
    "軍事衝突",
    "沉没事故",
    "行动",
    "行動",
    "台风季",
    "颱風季",
    "騷亂",
    "骚乱",
    "示威运动",
    "示威運動",
];

/// Whether a heading names a story.
///
/// `prefixed` is whether some wording of the event is known as "Topic: sentence",
/// which The Context only made of a heading of the list.
pub(super) fn is_story(topic: &str, statement: &str, prefixed: Prefixed) -> bool {
    let key = fold_key(topic);
    if key.is_empty() {
        return false;
    }
    if prefixed == Prefixed::Yes {
        return true;
    }
    let statement = fold_key(statement);
    let repeated = if topic.is_ascii() {
        format!(" {statement} ").contains(&format!(" {key} "))
    } else {
        statement.contains(&key)
    };
    if repeated {
        return false;
    }
    let words: Vec<&str> = key.split(' ').collect();
    if words.len() > 1 {
        return words.iter().any(|w| STORY_WORDS.contains(w) || is_year(w))
            || words.windows(2).any(|w| STORY_WORDS.contains(&w.join(" ").as_str()));
    }
    key.chars().count() >= 4 && STORY_ENDINGS.iter().any(|e| key.ends_with(e))
}

/// Whether "Topic: sentence" is known of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefixed {
    /// A wording, or an address made of one, shows it.
    Yes,
    /// Nothing shows it.
    No,
}

/// Splits "Topic: sentence" into heading and sentence where both look the part:
/// a short heading without a stop, and after it a sentence of its own.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let at = text.find(": ")?;
    let (topic, sentence) = (text[..at].trim(), text[at + 2..].trim());
    let starts = |t: &str| t.chars().find(|c| c.is_alphanumeric());
    // "Portal: …" and "BREAKING: …" name no story; "Mr. X says: …" is no heading.
    let heading = (4..=90).contains(&topic.len())
        && !topic.contains([';', '!', '?', '"', '“', '”'])
        && !topic.contains(". ")
        && topic.split(' ').count() <= 10
        && starts(topic).is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        && topic.chars().any(char::is_lowercase)
        && !topic.split(' ').any(|w| VERBS.contains(&w));
    let whole = sentence.split(' ').count() >= 4
        && starts(sentence).is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    (heading && whole).then_some((topic, sentence))
}

/// Verbs that show the words before a colon to be a sentence of their own.
const VERBS: &[&str] = &[
    "says",
    "said",
    "announces",
    "announced",
    "reports",
    "reported",
    "wins",
    "won",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "kills",
    "killed",
    "dies",
    "declares",
    "warns",
    "tells",
];

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_stories() {
        let story = |t, s| is_story(t, s, Prefixed::No);
        assert!(story("Colombian peace process", "President Santos wins the Nobel Peace Prize."));
        assert!(story("2016 Atlantic hurricane season", "Matthew reaches Florida."));
        assert!(!story("Colombia", "Colombia votes on an accord with the FARC."));
        assert!(!story("Awarding", "The Nobel Committee honours President Santos."));
        assert!(!story("Hurricane Matthew", "Hurricane Matthew reaches Florida."));
        assert!(story("叙利亚内战", "停火协议生效。"));
        assert!(!story("美国", "奥巴马访问古巴。"));
        assert!(is_story("Brexit", "Theresa May names a date.", Prefixed::Yes));
    }

    #[test]
    fn a_prefix_is_split_off_where_it_is_one() {
        assert_eq!(
            split("Colombian peace process: Voters reject the accord with the FARC."),
            Some(("Colombian peace process", "Voters reject the accord with the FARC."))
        );
        assert_eq!(split("Theresa May says: Article 50 will be triggered by March."), None);
        assert_eq!(split("The score: 3 to 2"), None);
        assert_eq!(split("No colon here."), None);
    }
}
