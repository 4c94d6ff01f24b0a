//! The words of the furniture, by language: Fluent catalogues, resolved once.
//!
//! Fluent is asked when a catalogue is loaded; a page only copies strings. The
//! exception are counted messages (`n-events`), whose form depends on the
//! number and which are formatted when they are needed. HTML, Markdown and the
//! command line share these; dates are in [`super::dates`].

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// The catalogues that are built in: language and Fluent text. The first one
/// stands in for every language that has none.
pub const EMBEDDED: &[(&str, &str)] = &[
    ("en", include_str!("../../theme/messages/en.ftl")),
    ("zh", include_str!("../../theme/messages/zh.ftl")),
];

/// Variables of messages that are not counted.
const VARIABLES: &[&str] = &[
    "weekday", "day", "month", "year", "date", "time", "from", "to", "name", "source", "reason",
    "id", "version",
];

/// While a message is resolved, each variable is a character of the private use
/// area, this one plus its place in [`VARIABLES`]; the result is cut there.
const FIRST_MARK: u32 = 0xe000;

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: &[&str] =
    &["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku", "nqo", "ps", "sd", "ug", "ur", "yi"];

/// The messages of one language.
pub struct Messages {
    lang: String,
    texts: HashMap<String, String>,
    patterns: HashMap<String, Pattern>,
    counted: FluentBundle<FluentResource>,
    group: String,
    /// What dates are made of, which every page writes a dozen of.
    pub(super) dates: DateWords,
}

/// The messages of dates, found once.
#[derive(Default)]
pub(super) struct DateWords {
    pub(super) months: Vec<String>,
    pub(super) months_short: Vec<String>,
    pub(super) weekdays: Vec<String>,
    pub(super) weekdays_short: Vec<String>,
    pub(super) full: Pattern,
    pub(super) plain: Pattern,
    pub(super) in_year: Pattern,
    pub(super) month: Pattern,
    pub(super) year: Pattern,
}

/// A message with variables, cut at them.
#[derive(Default, Clone)]
pub(super) struct Pattern(Vec<Piece>);

/// A stretch of a message with variables.
#[derive(Clone)]
enum Piece {
    Text(String),
    Variable(usize),
}

/// A catalogue that is not Fluent.
#[derive(Debug, thiserror::Error)]
#[error("the messages for `{lang}`: {problem}")]
pub struct MessagesError {
    /// The catalogue's language.
    pub lang: String,
    /// What is wrong with it.
    pub problem: String,
}

static BUILT_IN: LazyLock<Vec<Messages>> = LazyLock::new(|| {
    EMBEDDED
        .iter()
        .map(|(lang, _)| {
            Messages::parse(lang, None).expect("the embedded catalogues are parsed by the tests")
        })
        .collect()
});

impl Messages {
    /// The built-in messages for a language (BCP 47): by the whole tag, by its
    /// first part (`zh-TW` reads `zh`), else English.
    pub fn for_lang(lang: &str) -> &'static Messages {
        &BUILT_IN[choose(BUILT_IN.iter(), lang)]
    }

    /// Reads a language's catalogue: English, then the built-in one for the
    /// language, then `own`, each overriding the one before message by message.
    pub fn parse(lang: &str, own: Option<&str>) -> Result<Messages, MessagesError> {
        let fail = |problem: String| MessagesError { lang: lang.to_owned(), problem };
        let id: LanguageIdentifier = lang.parse().map_err(|e| fail(format!("{e}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        let built_in = |wanted: &str| EMBEDDED.iter().find(|(l, _)| *l == wanted).map(|(_, t)| *t);
        let language_own = built_in(lang).filter(|_| lang != EMBEDDED[0].0);
        let mut ids = BTreeMap::new();
        for text in [Some(EMBEDDED[0].1), language_own, own].into_iter().flatten() {
            let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| {
                fail(errors.first().map_or_else(String::new, |e| format!("{e}")))
            })?;
            for entry in text.lines().filter_map(|l| l.split_once(" =")) {
                if entry.0.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
                    ids.insert(entry.0.to_owned(), ());
                }
            }
            bundle.add_resource_overriding(resource);
        }
        let mut messages = Messages {
            lang: lang.to_owned(),
            texts: HashMap::new(),
            patterns: HashMap::new(),
            counted: bundle,
            group: String::new(),
            dates: DateWords::default(),
        };
        for id in ids.keys().filter(|id| !id.starts_with("n-")) {
            messages.resolve(id);
        }
        messages.group = messages.text("digit-group").to_owned();
        messages.dates = messages.date_words();
        Ok(messages)
    }

    fn resolve(&mut self, id: &str) {
        let mut args = FluentArgs::new();
        for (at, name) in VARIABLES.iter().enumerate() {
            if let Some(mark) = char::from_u32(FIRST_MARK + at as u32) {
                args.set(*name, FluentValue::from(mark.to_string()));
            }
        }
        let text = self.format(id, &args);
        let variable = |c: char| {
            let at = (c as u32).checked_sub(FIRST_MARK)? as usize;
            (at < VARIABLES.len()).then_some(at)
        };
        if !text.contains(|c| variable(c).is_some()) {
            self.texts.insert(id.to_owned(), text);
            return;
        }
        let mut pieces = Vec::new();
        let mut plain = String::new();
        for c in text.chars() {
            match variable(c) {
                Some(at) => {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                    pieces.push(Piece::Variable(at));
                }
                None => plain.push(c),
            }
        }
        pieces.push(Piece::Text(plain));
        self.patterns.insert(id.to_owned(), Pattern(pieces));
    }

    fn date_words(&self) -> DateWords {
        let numbered = |name: &str, count: usize| {
            (1..=count).map(|n| self.text(&format!("{name}-{n}")).to_owned()).collect()
        };
        let pattern = |id: &str| match self.patterns.get(id) {
            Some(pattern) => pattern.clone(),
            // A date without its parts is odd, but a theme may say so.
            None => Pattern(vec![Piece::Text(self.text(id).to_owned())]),
        };
        DateWords {
            months: numbered("month", 12),
            months_short: numbered("month-short", 12),
            weekdays: numbered("weekday", 7),
            weekdays_short: numbered("weekday-short", 7),
            full: pattern("date-full"),
            plain: pattern("date-plain"),
            in_year: pattern("date-in-year"),
            month: pattern("date-month"),
            year: pattern("date-year"),
        }
    }

    /// Fluent's own answer; a message that is missing is its id, so that it is seen.
    fn format(&self, id: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.counted.get_message(id).and_then(|m| m.value()) else {
            return id.to_owned();
        };
        self.counted.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned()
    }

    /// The catalogue's language.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// A message without variables; the id itself where the catalogue lacks it.
    pub fn text<'a>(&'a self, id: &'a str) -> &'a str {
        self.texts.get(id).map_or(id, String::as_str)
    }

    /// A message with its variables filled in.
    pub fn fill(&self, id: &str, values: &[(&str, &str)]) -> String {
        match self.patterns.get(id) {
            Some(pattern) => pattern.fill(values),
            None => self.text(id).to_owned(),
        }
    }

    /// A counted message: `n-events` with 3 is "3 events".
    pub fn count(&self, id: &str, n: u64) -> String {
        let mut args = FluentArgs::new();
        args.set("count", FluentValue::from(n));
        args.set("shown", FluentValue::from(self.number(n)));
        self.format(id, &args)
    }

    /// A whole number as people write it, 71,813.
    pub fn number(&self, n: u64) -> String {
        let digits = n.to_string();
        let mut out = String::with_capacity(digits.len() + 8);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push_str(&self.group);
            }
            out.push(digit);
        }
        out
    }

    /// Every message without variables, for templates.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(id, text)| (id.as_str(), text.as_str()))
    }
}

impl Pattern {
    /// The message with its variables filled in.
    pub(super) fn fill(&self, values: &[(&str, &str)]) -> String {
        let mut out = String::with_capacity(64);
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Variable(at) => {
                    let name = VARIABLES[*at];
                    out.push_str(values.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v));
                }
            }
        }
        out
    }
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Messages").field("lang", &self.lang).finish_non_exhaustive()
    }
}

/// Which of some catalogues serves a language; the first where none does.
pub(crate) fn choose<'a>(list: impl Iterator<Item = &'a Messages> + Clone, lang: &str) -> usize {
    let primary = lang.split('-').next().unwrap_or(lang);
    let find = |wanted: &str| list.clone().position(|m| m.lang.eq_ignore_ascii_case(wanted));
    find(lang).or_else(|| find(primary)).unwrap_or(0)
}

/// Whether a language is written from right to left.
pub fn is_right_to_left(lang: &str) -> bool {
    let mut parts = lang.split('-');
    let primary = parts.next().unwrap_or(lang);
    match parts.find(|p| p.len() == 4) {
        Some(script) => ["Arab", "Hebr", "Syrc", "Thaa", "Nkoo"].contains(&script),
        None => RIGHT_TO_LEFT.contains(&primary),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_catalogue_says_everything() {
        let ids = |text: &str| -> Vec<String> {
            let mut ids: Vec<_> = text
                .lines()
                .filter_map(|l| l.split_once(" =").map(|(id, _)| id.trim().to_owned()))
                .collect();
            ids.sort();
            ids
        };
        for (lang, text) in EMBEDDED {
            assert_eq!(ids(text), ids(EMBEDDED[0].1), "{lang}");
            assert!(Messages::parse(lang, None).is_ok(), "{lang}");
        }
    }

    #[test]
    fn languages_fall_back() {
        assert_eq!(Messages::for_lang("zh-Hant-TW").lang(), "zh");
        assert_eq!(Messages::for_lang("fr").lang(), "en");
        assert_eq!(Messages::for_lang("").lang(), "en");
    }

    #[test]
    fn numbers_choose_the_form() {
        let en = Messages::for_lang("en");
        assert_eq!(en.count("n-events", 1), "1 event");
        assert_eq!(en.count("n-events", 71_813), "71,813 events");
        assert_eq!(Messages::for_lang("zh").count("n-events", 3), "3个事件");
    }

    #[test]
    fn variables_are_filled_and_may_hold_anything() {
        let en = Messages::for_lang("en");
        assert_eq!(
            en.fill("in-the-words-of", &[("source", "{ $x } & co")]),
            "In the words of { $x } & co"
        );
        assert_eq!(en.text("no-such-message"), "no-such-message");
    }

    #[test]
    fn an_own_catalogue_overrides_message_by_message() {
        let own = Messages::parse("en", Some("sources = Reported by\n")).unwrap();
        assert_eq!((own.text("sources"), own.text("changes")), ("Reported by", "Changes"));
        assert!(Messages::parse("en", Some("sources = { $\n")).is_err());
    }
}
