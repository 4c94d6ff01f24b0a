//! The subset of Python that the `Expect:` lines of feedparser's tests are
//! written in: literals, subscripts, attributes, comparisons, `and`, `or`, `not`.

use super::view::{self, Fail, Value};
use annals_import::feed::Feed;

/// What a line asked for.
pub(super) struct Outcome {
    /// Whether it holds.
    pub(super) holds: bool,
    /// Something held only after both sides had been made alike.
    pub(super) equalised: bool,
}

/// Evaluates a line against a feed.
pub(super) fn evaluate(line: &str, feed: &Feed) -> Result<Outcome, Fail> {
    let mut parser = Parser { tokens: tokens(line)?, at: 0, feed, equalised: false };
    let value = parser.either()?;
    match parser.peek() {
        None => Ok(Outcome { holds: value.is_true(), equalised: parser.equalised }),
        Some(token) => Err(Fail::Line(format!("unexpected {token:?}"))),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Text(String),
    Number(f64),
    Sign(&'static str),
}

const SIGNS: &[&str] =
    &["==", "!=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "+", "-", "<", ">"];

fn tokens(line: &str) -> Result<Vec<Token>, Fail> {
    let mut out = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let prefix = rest.find(['"', '\'']).filter(|p| {
            *p <= 2 && rest[..*p].chars().all(|c| matches!(c, 'u' | 'b' | 'r' | 'U' | 'B' | 'R'))
        });
        if let Some(prefix) = prefix {
            let (text, len) = string(&rest[prefix..])?;
            out.push(Token::Text(text));
            rest = &rest[prefix + len..];
        } else if first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let number = rest[..end].parse().map_err(|_| Fail::Line("a number".to_owned()))?;
            out.push(Token::Number(number));
            rest = &rest[end..];
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            out.push(Token::Name(rest[..end].to_owned()));
            rest = &rest[end..];
        } else if let Some(sign) = SIGNS.iter().find(|s| rest.starts_with(**s)) {
            out.push(Token::Sign(sign));
            rest = &rest[sign.len()..];
        } else {
            return Err(Fail::Line(format!("cannot read `{first}`")));
        }
        rest = rest.trim_start();
    }
    Ok(out)
}

/// A string literal with its escapes, and its length in the source.
fn string(source: &str) -> Result<(String, usize), Fail> {
    let quote = if source.starts_with("'''") || source.starts_with("\"\"\"") { 3 } else { 1 };
    let mark = &source[..quote];
    let mut text = String::new();
    let mut at = quote;
    loop {
        let rest = &source[at..];
        if rest.starts_with(mark) {
            return Ok((text, at + quote));
        }
        let unclosed = || Fail::Line("a string is not closed".to_owned());
        let c = rest.chars().next().ok_or_else(unclosed)?;
        at += c.len_utf8();
        if c != '\\' {
            text.push(c);
            continue;
        }
        let escape = source[at..].chars().next().ok_or_else(unclosed)?;
        at += escape.len_utf8();
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        match escape {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            'x' | 'u' | 'U' => {
                let hex = source.get(at..at + digits).ok_or_else(unclosed)?;
                at += digits;
                text.extend(u32::from_str_radix(hex, 16).ok().and_then(char::from_u32));
            }
            other => text.push(other),
        }
    }
}

struct Parser<'f> {
    tokens: Vec<Token>,
    at: usize,
    feed: &'f Feed,
    equalised: bool,
}

impl<'f> Parser<'f> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take_name(&mut self, name: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(n)) if n == name);
        self.at += usize::from(found);
        found
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(s)) if *s == sign);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), Fail> {
        if self.take(sign) { Ok(()) } else { Err(Fail::Line(format!("no `{sign}`"))) }
    }

    fn either(&mut self) -> Result<Value<'f>, Fail> {
        let mut left = self.both();
        while self.take_name("or") {
            // A side that does not exist is no reason to fail where the other holds.
            let right = self.both();
            left = match left {
                Ok(value) if value.is_true() => Ok(value),
                _ => right,
            };
        }
        left
    }

    fn both(&mut self) -> Result<Value<'f>, Fail> {
        let mut left = self.negation()?;
        while self.take_name("and") {
            let right = self.negation()?;
            left = if left.is_true() { right } else { left };
        }
        Ok(left)
    }

    fn negation(&mut self) -> Result<Value<'f>, Fail> {
        if self.take_name("not") {
            return Ok(Value::Bool(!self.negation()?.is_true()));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Value<'f>, Fail> {
        let mut left = self.sum()?;
        let mut result: Option<bool> = None;
        loop {
            let (negated, contained) = if self.take("==") {
                (false, false)
            } else if self.take("!=") {
                (true, false)
            } else if self.take_name("is") {
                (self.take_name("not"), false)
            } else if self.take_name("in") {
                (false, true)
            } else if self.take_name("not") {
                if !self.take_name("in") {
                    return Err(Fail::Line("`not` without `in`".to_owned()));
                }
                (true, true)
            } else {
                return Ok(result.map_or(left, Value::Bool));
            };
            let right = self.sum()?;
            let holds = if contained {
                let Value::Text(key) = &left else {
                    return Err(Fail::Line("`in` of no key".to_owned()));
                };
                right.has(key)?
            } else {
                let likeness = left.like(&right)?;
                self.equalised |= likeness == view::Likeness::Equalised;
                likeness != view::Likeness::Different
            };
            result = Some(result.unwrap_or(true) && (holds != negated));
            left = right;
        }
    }

    fn sum(&mut self) -> Result<Value<'f>, Fail> {
        let mut left = self.value()?;
        while self.take("+") {
            left = match (left, self.value()?) {
                (Value::Text(a), Value::Text(b)) => Value::Text(a + &b),
                _ => return Err(Fail::Line("`+` of no texts".to_owned())),
            };
        }
        Ok(left)
    }

    fn value(&mut self) -> Result<Value<'f>, Fail> {
        let mut value = self.atom()?;
        loop {
            if self.take("[") {
                let index = match self.sum()? {
                    Value::Text(key) => Ok(key),
                    Value::Number(number) => Err(number as i64),
                    _ => return Err(Fail::Line("a subscript".to_owned())),
                };
                self.expect("]")?;
                value = match index {
                    Ok(key) => value.get(&key)?,
                    Err(number) => value.at(number)?,
                };
            } else if self.take(".") {
                let Some(Token::Name(name)) = self.peek().cloned() else {
                    return Err(Fail::Line("no name after `.`".to_owned()));
                };
                self.at += 1;
                if self.take("(") {
                    let arguments = self.list(")")?;
                    value = method(&value, &name, &arguments)?;
                } else {
                    value = value.get(&name)?;
                }
            } else {
                return Ok(value);
            }
        }
    }

    fn list(&mut self, end: &str) -> Result<Vec<Value<'f>>, Fail> {
        let mut out = Vec::new();
        while !self.take(end) {
            out.push(self.either()?);
            if !self.take(",") {
                self.expect(end)?;
                break;
            }
        }
        Ok(out)
    }

    fn atom(&mut self) -> Result<Value<'f>, Fail> {
        let token = self.peek().cloned().ok_or_else(|| Fail::Line("ends early".to_owned()))?;
        self.at += 1;
        match token {
            Token::Text(text) => Ok(Value::Text(text)),
            Token::Number(number) => Ok(Value::Number(number)),
            Token::Sign("-") => match self.value()? {
                Value::Number(number) => Ok(Value::Number(-number)),
                _ => Err(Fail::Line("`-` of no number".to_owned())),
            },
            Token::Sign("[") => Ok(Value::List(self.list("]")?)),
            Token::Sign("(") => {
                let comma = |p: &Self| p.tokens[..p.at].last() == Some(&Token::Sign(","));
                let mut inside = self.list(")")?;
                let tuple = inside.len() != 1 || comma(self);
                let alone = if tuple { None } else { inside.pop() };
                Ok(alone.unwrap_or(Value::List(inside)))
            }
            Token::Sign("{") => {
                let mut pairs = Vec::new();
                while !self.take("}") {
                    let Value::Text(key) = self.sum()? else {
                        return Err(Fail::Line("a key is no text".to_owned()));
                    };
                    self.expect(":")?;
                    pairs.push((key, self.either()?));
                    self.take(",");
                }
                Ok(Value::Dict(pairs))
            }
            Token::Name(name) => match name.as_str() {
                "None" => Ok(Value::None),
                "True" => Ok(Value::Bool(true)),
                "False" => Ok(Value::Bool(false)),
                "len" => {
                    self.expect("(")?;
                    let arguments = self.list(")")?;
                    arguments.first().ok_or(Fail::Key("len".to_owned()))?.len()
                }
                "ord" => {
                    self.expect("(")?;
                    let arguments = self.list(")")?;
                    arguments.first().ok_or(Fail::Key("ord".to_owned()))?.code()
                }
                name => view::root(self.feed, name),
            },
            Token::Sign(sign) => Err(Fail::Line(format!("unexpected `{sign}`"))),
        }
    }
}

fn method<'f>(value: &Value<'f>, name: &str, arguments: &[Value<'f>]) -> Result<Value<'f>, Fail> {
    let Some(Value::Text(key)) = arguments.first() else {
        return Err(Fail::Line(format!("`{name}` without a key")));
    };
    match name {
        "has_key" => Ok(Value::Bool(value.has(key)?)),
        "get" => match value.get(key) {
            Err(Fail::Key(_)) => Ok(Value::None),
            found => found,
        },
        _ => Err(Fail::Line(format!("no method `{name}`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_import::feed::{Options, read};

    fn holds(line: &str) -> Result<bool, Fail> {
        let rss = "<rss version='2.0'><channel><title>Lights</title><item>
            <title>Eddystone &lt; 1700</title><pubDate>Fri, 14 Nov 1698 17:00:00 GMT</pubDate>
            <category>a</category><category>b</category></item></channel></rss>";
        let feed = read(rss.as_bytes(), &Options::default()).expect("a feed");
        evaluate(line, &feed).map(|o| o.holds)
    }

    #[test]
    fn lines_hold_or_not() {
        for line in [
            "not bozo and feed['title'] == u'Lights'",
            "version == 'rss20' and len(entries) == 1",
            "entries[0]['title'] == \"Eddystone \\x3c 17\" + '00'",
            "entries[0]['published_parsed'] == (1698, 11, 14, 17, 0, 0, 4, 318, 0)",
            "entries[0].tags[-1].term == 'b' and 'link' not in feed",
            "entries[0]['tags'][0] == {'term': 'a', 'scheme': None, 'label': None}",
            "not feed.has_key('link') and (1 or 0)",
        ] {
            assert_eq!(holds(line), Ok(true), "{line}");
        }
        for line in [
            "bozo",
            "feed['title'] == 'lights'",
            "entries[0]['published_parsed'] == (1698, 11, 15, 17, 0, 0, 4, 318, 0)",
            "entries[0]['tags'][0] == {'term': 'a'}",
            "len(entries[0]['tags']) == 1",
        ] {
            assert_eq!(holds(line), Ok(false), "{line}");
        }
        assert_eq!(holds("entries[1]"), Err(Fail::Key("[1]".to_owned())));
        assert!(matches!(holds("feed['cloud']['port'] == '80'"), Err(Fail::Unmodelled(_))));
        assert!(matches!(holds("feed['title"), Err(Fail::Line(_))));
    }
}
