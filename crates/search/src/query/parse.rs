//! Reading a query. It never fails: what is no syntax is plain words, with a note.

use super::{Clause, Matcher, Note, Occur, Pattern, Query, Scope};
use annals_model::{Date, date};
use std::ops::Range;

/// Longest query in characters; the rest is not read.
pub const LONGEST_QUERY: usize = 1_000;
/// Most matchers of a query; the rest is not read. Each one costs at most its share
/// of the time that a question may take.
pub const MOST_CLAUSES: usize = 32;
/// Phrases, beginnings and fuzzy words of a query: each costs as much as many words.
/// Further ones are read as plain words.
pub const MOST_COSTLY: usize = 8;

/// Words that nearly every statement has: looked for only in quotation marks, with
/// `+`, or where a query has no others.
const COMMON: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "in", "is", "of", "on",
    "or", "that", "the", "to", "was", "were", "with",
];

/// What stands before a colon.
enum Field {
    Text(Scope),
    Day,
    Lang,
}

const FIELDS: &[(&str, Field)] = &[
    ("story", Field::Text(Scope::Story)),
    ("entity", Field::Text(Scope::Entity)),
    ("source", Field::Text(Scope::Source)),
    ("category", Field::Text(Scope::Category)),
    ("day", Field::Day),
    ("lang", Field::Lang),
];

/// Reads a query:
///
/// - `words` must all be there, in any order and form; `"exact phrase"` as it stands;
/// - `-word` must not be there, `+word` must, even if it is a common one;
/// - `truce OR ceasefire`: one of them;
/// - `negotia*`: words that begin so; `Alepo~`: words one letter off, `~2` two;
/// - `story:`, `entity:`, `source:`, `category:` before a word or phrase: in those names;
///   `lang:zh`; `day:2016`, `day:2016-09`, `day:2016-09-12`, `day:2016-09-01..2016-09-30`,
///   `day:2016-09..` and `day:..2016-09`.
///
/// ```
/// use annals_search::{Occur, Pattern, parse};
/// let query = parse("truce -\"Homs province\"");
/// assert_eq!(query.clauses[0].any[0].pattern, Pattern::Word("truce".into()));
/// assert_eq!(query.clauses[1].occur, Occur::Not);
/// assert!(query.notes.is_empty());
/// ```
pub fn parse(query: &str) -> Query {
    let end = query.char_indices().nth(LONGEST_QUERY).map_or(query.len(), |(at, _)| at);
    let mut reader = Reader { text: &query[..end], at: 0, read: Read::default() };
    reader.read_all();
    let mut read = reader.read;
    if end < query.len() {
        read.query.notes.insert(0, Note::TooLong);
    }
    leave_out(&mut read);
    read.query
}

#[derive(Default)]
struct Read {
    query: Query,
    /// Which clauses are common words without a `+`.
    common: Vec<bool>,
    matchers: usize,
    costly: usize,
}

struct Reader<'q> {
    text: &'q str,
    at: usize,
    read: Read,
}

/// One thing as it stands in the query.
struct Piece {
    occur: Option<Occur>,
    forced: bool,
    matcher: Matcher,
}

impl Reader<'_> {
    fn read_all(&mut self) {
        // What stands before the next matcher: `OR`, `NOT`.
        let (mut or, mut not) = (false, false);
        while let Some(c) = self.skip_space() {
            if let Some(word) = self.operator() {
                match word {
                    "OR" | "|" => or = !self.read.query.clauses.is_empty(),
                    "NOT" => not = true,
                    _ => {}
                }
                continue;
            }
            if matches!(c, '(' | ')') {
                self.note(Note::Brackets);
                self.at += 1;
                continue;
            }
            if let Some(piece) = self.piece() {
                if self.read.matchers == MOST_CLAUSES {
                    self.note(Note::TooManyClauses);
                    return;
                }
                let occur = if not { Occur::Not } else { piece.occur.unwrap_or(Occur::Must) };
                self.add(piece, occur, or);
            }
            (or, not) = (false, false);
        }
    }

    fn add(&mut self, mut piece: Piece, occur: Occur, or: bool) {
        self.read.matchers += 1;
        if let Pattern::Phrase(text) | Pattern::Prefix(text) | Pattern::Fuzzy(text, _) =
            &piece.matcher.pattern
        {
            self.read.costly += 1;
            if self.read.costly > MOST_COSTLY {
                piece.matcher.pattern = Pattern::Word(text.clone());
                self.note(Note::TooCostly);
            }
        }
        let common = is_common(&piece.matcher) && !piece.forced && occur == Occur::Must;
        if or
            && occur == Occur::Must
            && let Some(last) = self.read.query.clauses.last_mut()
            && last.occur == Occur::Must
        {
            last.any.push(piece.matcher);
            if let Some(flag) = self.read.common.last_mut() {
                *flag = false;
            }
            return;
        }
        // Said twice is said once.
        let same = |c: &Clause| {
            c.occur == occur
                && matches!(&c.any[..], [m] if m.scope == piece.matcher.scope
                    && m.pattern == piece.matcher.pattern)
        };
        if self.read.query.clauses.iter().any(same) {
            return;
        }
        self.read.query.clauses.push(Clause { occur, any: vec![piece.matcher] });
        self.read.common.push(common);
    }

    fn note(&mut self, note: Note) {
        if !self.read.query.notes.contains(&note) {
            self.read.query.notes.push(note);
        }
    }

    fn skip_space(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        let (skip, c) = rest.char_indices().find(|(_, c)| !is_space(*c))?;
        self.at += skip;
        Some(c)
    }

    /// A word in capitals that is no word to look for, or `|`.
    fn operator(&mut self) -> Option<&'static str> {
        let word = self.word_from(self.at);
        let found = ["OR", "AND", "NOT", "|", "||", "&&"].into_iter().find(|o| *o == word)?;
        self.at += found.len();
        Some(match found {
            "||" => "|",
            "&&" => "AND",
            other => other,
        })
    }

    /// The text up to the next space, bracket or quotation mark.
    fn word_from(&self, at: usize) -> &str {
        let rest = &self.text[at..];
        let end = rest
            .char_indices()
            .find(|(_, c)| is_space(*c) || is_quote(*c) || matches!(c, '(' | ')'))
            .map_or(rest.len(), |(end, _)| end);
        &rest[..end]
    }

    fn piece(&mut self) -> Option<Piece> {
        let (mut occur, mut forced) = (None, false);
        if let sign @ (b'+' | b'-') = self.text.as_bytes()[self.at] {
            self.at += 1;
            let next = self.text[self.at..].chars().next();
            if next.is_some_and(|c| c.is_alphanumeric() || is_quote(c)) {
                occur = Some(if sign == b'-' { Occur::Not } else { Occur::Must });
                forced = sign == b'+';
            }
        }
        let field = self.field();
        let first = self.text[self.at..].chars().next();
        let (text, at, quoted) = if first.is_some_and(is_quote) {
            match self.quoted() {
                Some(range) => (self.text[range.clone()].to_owned(), range, true),
                None => {
                    self.note(Note::OpenQuote);
                    self.at += first.map_or(0, char::len_utf8);
                    return None;
                }
            }
        } else {
            let word = self.word_from(self.at).to_owned();
            let from = self.at;
            self.at += word.len();
            if word.is_empty() {
                // A sign or a field before a space or a bracket.
                return None;
            }
            (word, from..self.at, false)
        };
        let (scope, pattern, at) = self.pattern(field, text, at, quoted)?;
        Some(Piece { occur, forced, matcher: Matcher { scope, pattern, at } })
    }

    /// A known field's name with its colon, where something stands behind it.
    fn field(&mut self) -> Option<&'static Field> {
        let rest = &self.text[self.at..];
        let (name, after) = rest.split_once(':')?;
        if after.chars().next().is_none_or(is_space) {
            return None;
        }
        let (_, field) = FIELDS.iter().find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        self.at += name.len() + 1;
        Some(field)
    }

    /// The range between quotation marks; `None` where the second one is missing.
    fn quoted(&mut self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        let open = rest.chars().next()?.len_utf8();
        let close = rest[open..].char_indices().find(|(_, c)| is_quote(*c));
        let (length, mark) = close?;
        let range = self.at + open..self.at + open + length;
        self.at = range.end + mark.len_utf8();
        Some(range)
    }

    fn pattern(
        &mut self,
        field: Option<&Field>,
        text: String,
        at: Range<usize>,
        quoted: bool,
    ) -> Option<(Scope, Pattern, Range<usize>)> {
        match field {
            Some(Field::Day) => {
                if let Some((from, to)) = days(&text) {
                    return Some((Scope::Texts, Pattern::Days(from, to), at));
                }
                self.note(Note::NoDay(text.clone()));
            }
            Some(Field::Lang) => {
                let code = text.to_ascii_lowercase();
                let primary = code.split(['-', '_']).next().unwrap_or_default().to_owned();
                return Some((Scope::Texts, Pattern::Lang(primary), at));
            }
            _ => {}
        }
        let scope = match field {
            Some(Field::Text(scope)) => *scope,
            _ => Scope::Texts,
        };
        if quoted {
            let is_text = text.chars().any(char::is_alphanumeric);
            return is_text.then_some((scope, Pattern::Phrase(text), at));
        }
        if !text.chars().any(char::is_alphanumeric) {
            return None;
        }
        let pattern = self.word(&text);
        let length = match &pattern {
            Pattern::Word(word) | Pattern::Prefix(word) | Pattern::Fuzzy(word, _) => word.len(),
            _ => text.len(),
        };
        Some((scope, pattern, at.start..at.start + length))
    }

    /// A word with its `*` or `~`.
    fn word(&mut self, text: &str) -> Pattern {
        if let Some(stem) = text.strip_suffix('*') {
            let stem = stem.trim_end_matches('*');
            let letters = stem.chars().count();
            let is_word = stem.chars().all(char::is_alphanumeric);
            let enough = letters >= 2 || !stem.is_ascii();
            if is_word && enough {
                return Pattern::Prefix(stem.to_owned());
            }
            self.note(Note::NoPrefix(stem.to_owned()));
            return Pattern::Word(stem.to_owned());
        }
        for (mark, distance) in [("~", 1), ("~1", 1), ("~2", 2)] {
            if let Some(word) = text.strip_suffix(mark)
                && word.chars().all(char::is_alphanumeric)
                && !word.is_empty()
            {
                return Pattern::Fuzzy(word.to_owned(), distance);
            }
        }
        Pattern::Word(text.to_owned())
    }
}

fn is_common(matcher: &Matcher) -> bool {
    match &matcher.pattern {
        Pattern::Word(word) if matcher.scope == Scope::Texts => {
            COMMON.contains(&word.to_lowercase().as_str())
        }
        _ => false,
    }
}

/// Leaves out common words where others are asked for.
fn leave_out(read: &mut Read) {
    let clauses = &read.query.clauses;
    let others = clauses.iter().zip(&read.common).any(|(c, common)| !common && is_text(c));
    if !others || !read.common.contains(&true) {
        return;
    }
    let mut words = Vec::new();
    let mut common = read.common.iter();
    read.query.clauses.retain(|clause| {
        let out = common.next().copied().unwrap_or_default();
        if out && let Pattern::Word(word) = &clause.any[0].pattern {
            words.push(word.clone());
        }
        !out
    });
    words.dedup();
    read.query.notes.push(Note::LeftOut(words));
}

fn is_text(clause: &Clause) -> bool {
    clause.occur == Occur::Must
        && clause.any.iter().any(|m| !matches!(m.pattern, Pattern::Days(..) | Pattern::Lang(_)))
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{300c}' | '\u{300d}')
}

/// The days of `2016`, `2016-09`, `2016-09-12`, and of two of them with `..` between,
/// one of which may be missing.
fn days(text: &str) -> Option<(Date, Date)> {
    let Some((from, to)) = text.split_once("..") else { return span(text) };
    let first = if from.is_empty() { Some(date(1, 1, 1)) } else { span(from).map(|s| s.0) };
    let last = if to.is_empty() { Some(date(9999, 12, 31)) } else { span(to).map(|s| s.1) };
    (!text.trim_matches('.').is_empty()).then_some((first?, last?))
}

fn span(text: &str) -> Option<(Date, Date)> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    let year = parts.next().filter(|y| y.len() == 4 && digits(y))?.parse::<i16>().ok()?;
    let mut two = || match parts.next() {
        None => Some(None),
        Some(n) if (1..=2).contains(&n.len()) && digits(n) => Some(Some(n.parse::<i8>().ok()?)),
        Some(_) => None,
    };
    let (month, day) = (two()?, two()?);
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (None, _) => first.last_of_year(),
        (_, None) => first.last_of_month(),
        _ => first,
    };
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A query as it was understood, written plainly.
    fn show(query: &str) -> String {
        let query = parse(query);
        let matcher = |m: &Matcher| {
            let scope = match m.scope {
                Scope::Texts => String::new(),
                scope => format!("{scope:?}:").to_lowercase(),
            };
            let pattern = match &m.pattern {
                Pattern::Word(w) => w.clone(),
                Pattern::Phrase(w) => format!("'{w}'"),
                Pattern::Prefix(w) => format!("{w}*"),
                Pattern::Fuzzy(w, n) => format!("{w}~{n}"),
                Pattern::Days(a, b) => format!("{a}..{b}"),
                Pattern::Lang(l) => format!("lang={l}"),
            };
            scope + &pattern
        };
        let clause = |c: &Clause| {
            let sign = if c.occur == Occur::Not { "-" } else { "" };
            sign.to_owned() + &c.any.iter().map(matcher).collect::<Vec<_>>().join("|")
        };
        let mut out: Vec<String> = query.clauses.iter().map(clause).collect();
        out.extend(query.notes.iter().map(|n| format!("!{}", n.code())));
        out.join(" ")
    }

    #[test]
    fn the_language_is_read() {
        for (query, read) in [
            ("aleppo truce", "aleppo truce"),
            (
                "\"peace talks\" -geneva +\"united nations\"",
                "'peace talks' -geneva 'united nations'",
            ),
            ("truce OR ceasefire syria", "truce|ceasefire syria"),
            ("negotia* alepo~ alepo~2", "negotia* alepo~1 alepo~2"),
            (
                "story:\"Syrian peace process\" SOURCE:bbc",
                "story:'Syrian peace process' source:bbc",
            ),
            ("lang:zh-Hant day:2016-09", "lang=zh 2016-09-01..2016-09-30"),
            ("day:2016 x", "2016-01-01..2016-12-31 x"),
            ("day:2016-2-29..", "2016-02-29..9999-12-31"),
            ("day:..2016-09-1", "0001-01-01..2016-09-01"),
            ("NOT war AND peace", "-war peace"),
            ("-truce -day:2016", "-truce -2016-01-01..2016-12-31"),
            ("the truce in Aleppo", "truce Aleppo !left-out"),
            ("+the truce", "the truce"),
            ("to be or", "to be or"),
            ("cease-fire 10:30", "cease-fire 10:30"),
            ("“peace talks”", "'peace talks'"),
        ] {
            assert_eq!(show(query), read, "{query}");
        }
    }

    #[test]
    fn bad_syntax_is_plain_words() {
        for (query, read) in [
            ("", ""),
            ("\"peace talks", "peace talks !open-quote"),
            ("(truce) - + \" \" *", "truce !brackets"),
            ("b* x* day:yesterday", "b x yesterday !no-prefix !no-prefix !no-day"),
            ("OR truce OR", "truce"),
            ("nothing: story: \"\" ~ ~~", "nothing: story:"),
            ("a OR -b", "a -b"),
            ("day:2016-13 day:2016-02-30", "2016-13 2016-02-30 !no-day !no-day"),
        ] {
            assert_eq!(show(query), read, "{query}");
        }
    }

    #[test]
    fn what_is_asked_is_bounded() {
        let many = parse(&(0..200).map(|n| format!("a{n} ")).collect::<String>());
        assert!(many.clauses.len() <= MOST_CLAUSES && many.notes.contains(&Note::TooManyClauses));
        let long = parse(&"é".repeat(5_000));
        assert_eq!(long.clauses[0].any[0].at, 0..2 * LONGEST_QUERY);
        assert_eq!(long.notes, [Note::TooLong]);
        let costly = parse(&(0..20).map(|n| format!("\"a b{n}\" ")).collect::<String>());
        let is_phrase = |c: &&Clause| matches!(c.any[0].pattern, Pattern::Phrase(_));
        assert_eq!(costly.clauses.iter().filter(is_phrase).count(), MOST_COSTLY);
        assert_eq!(costly.notes, [Note::TooCostly]);
    }

    proptest! {
        #[test]
        fn any_text_is_a_query(query in "([-+\"(){}:*~|. \u{201c}]|[a-z]{1,3}|day:|OR |story:|\\PC){0,40}") {
            let read = parse(&query);
            for matcher in read.clauses.iter().flat_map(|c| &c.any) {
                prop_assert!(query.get(matcher.at.clone()).is_some());
            }
        }
    }
}
