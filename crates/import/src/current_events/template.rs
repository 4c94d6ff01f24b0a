//! Templates inside bullets: what each becomes in the text.
//!
//! Expansion is innermost first in one pass with a stack, so that its cost is
//! linear for any nesting up to [`MAX_DEPTH`]. The result is wikitext again:
//! `{{flag|France}}` becomes `[[France]]`.

use super::aside::{Aside, Asides};
use super::notes::{Notes, quote};
use super::{address, citation, convert};
use annals_model::Source;

/// Templates nested deeper than this lose their braces only. Real ones reach three.
const MAX_DEPTH: usize = 24;

/// What a template becomes, given its arguments.
#[derive(Debug, Clone, Copy)]
enum Effect {
    /// Nothing, without a note: it only decorates or tells editors something.
    Nothing,
    /// This text.
    Text(&'static str),
    /// The positional argument of this number, from 1.
    Argument(usize),
    /// All positional arguments, joined by this.
    Joined(&'static str),
    /// This text before the first positional argument.
    Prefix(&'static str),
    /// The last positional argument.
    Last,
    /// A link to the first positional argument.
    Link,
    /// A link to a ship: prefix, name, hull number.
    Ship,
    /// A quantity with its unit.
    Convert,
    /// A source.
    Cite,
    /// A source that is only an address.
    Address,
}

use Effect::{Address, Argument, Cite, Convert, Joined, Last, Link, Nothing, Prefix, Ship, Text};

/// The templates that lists use, by lower-case name. What is not here is
/// dropped with a note.
const EFFECTS: &[(&str, Effect)] = &[
    // Marks for editors.
    ("dead link", Nothing),
    ("deadlink", Nothing),
    ("dead-link", Nothing),
    ("broken link", Nothing),
    ("404", Nothing),
    ("dl", Nothing),
    ("cbignore", Nothing),
    ("bare url inline", Nothing),
    ("link rot", Nothing),
    ("citation needed", Nothing),
    ("cn", Nothing),
    ("fact", Nothing),
    ("failed verification", Nothing),
    ("better source needed", Nothing),
    ("better source", Nothing),
    ("unreliable source?", Nothing),
    ("verify source", Nothing),
    ("source?", Nothing),
    ("clarify", Nothing),
    ("vague", Nothing),
    ("when", Nothing),
    ("who", Nothing),
    ("which", Nothing),
    ("where", Nothing),
    ("by whom", Nothing),
    ("according to whom", Nothing),
    ("dubious", Nothing),
    ("update inline", Nothing),
    ("update after", Nothing),
    ("subscription required", Nothing),
    ("subscription", Nothing),
    ("registration required", Nothing),
    ("registration", Nothing),
    ("paywall", Nothing),
    ("in lang", Nothing),
    ("language icon", Nothing),
    ("es icon", Nothing),
    ("fr icon", Nothing),
    ("de icon", Nothing),
    ("ru icon", Nothing),
    ("it icon", Nothing),
    ("pt icon", Nothing),
    ("flagicon", Nothing),
    ("flag icon", Nothing),
    ("flagdeco", Nothing),
    ("flagg", Nothing),
    ("anchor", Nothing),
    ("clear", Nothing),
    ("-", Nothing),
    ("pdf", Nothing),
    ("pdflink", Nothing),
    ("spoken", Nothing),
    ("wbr", Nothing),
    ("zwsp", Nothing),
    ("zwj", Nothing),
    ("zwnj", Nothing),
    ("shy", Nothing),
    ("short description", Nothing),
    ("use dmy dates", Nothing),
    ("use mdy dates", Nothing),
    ("toc", Nothing),
    ("reflist", Nothing),
    // Characters.
    ("'", Text("'")),
    ("'s", Text("'s")),
    ("'\"", Text("'\"")),
    ("\"'", Text("\"'")),
    ("\"", Text("\"")),
    ("-'", Text("'")),
    ("!", Text("&#124;")),
    ("=", Text("=")),
    ("(", Text("&#123;")),
    (")", Text("&#125;")),
    ("ndash", Text("–")),
    ("nsndns", Text("–")),
    ("en dash", Text("–")),
    ("–", Text("–")),
    ("mdash", Text("—")),
    ("em dash", Text("—")),
    ("—", Text("—")),
    ("spaced ndash", Text(" – ")),
    ("spaced en dash", Text(" – ")),
    ("snd", Text(" – ")),
    ("spnd", Text(" – ")),
    ("spaced mdash", Text(" — ")),
    ("nbsp", Text(" ")),
    ("spaces", Text(" ")),
    ("space", Text(" ")),
    ("thinsp", Text(" ")),
    ("·", Text(" · ")),
    ("dot", Text(" · ")),
    ("middot", Text(" · ")),
    ("bull", Text(" • ")),
    ("•", Text(" • ")),
    ("co2", Text("CO2")),
    ("c.", Text("c.")),
    ("br", Text(" ")),
    ("break", Text(" ")),
    // Text in some dress.
    ("nowrap", Argument(1)),
    ("nobr", Argument(1)),
    ("no wrap", Argument(1)),
    ("small", Argument(1)),
    ("smaller", Argument(1)),
    ("smalldiv", Argument(1)),
    ("big", Argument(1)),
    ("larger", Argument(1)),
    ("nobold", Argument(1)),
    ("noitalic", Argument(1)),
    ("strong", Argument(1)),
    ("em", Argument(1)),
    ("abbr", Argument(1)),
    ("tooltip", Argument(1)),
    ("sic", Argument(1)),
    ("as written", Argument(1)),
    ("bdi", Argument(1)),
    ("script", Argument(2)),
    ("mono", Argument(1)),
    ("code", Argument(1)),
    ("visible anchor", Argument(1)),
    ("vanchor", Argument(1)),
    ("not a typo", Joined("")),
    ("typo", Argument(1)),
    ("proper name", Argument(1)),
    ("sup", Argument(1)),
    ("sub", Argument(1)),
    ("formatnum", Argument(1)),
    ("val", Argument(1)),
    ("gaps", Joined("")),
    ("ship name", Argument(1)),
    ("quote", Argument(1)),
    ("tq", Argument(1)),
    ("lang", Argument(2)),
    ("langx", Argument(2)),
    ("langnf", Argument(2)),
    ("transl", Last),
    ("transliteration", Last),
    ("chem", Joined("")),
    ("chem2", Argument(1)),
    ("frac", Joined("/")),
    ("fraction", Joined("/")),
    ("sfrac", Joined("/")),
    ("circa", Prefix("c. ")),
    ("isbn", Prefix("ISBN ")),
    ("isbnt", Argument(1)),
    ("issn", Prefix("ISSN ")),
    ("flagu", Argument(1)),
    ("flagtext", Argument(1)),
    // Money.
    ("usd", Prefix("US$")),
    ("us$", Prefix("US$")),
    ("us dollar", Prefix("US$")),
    ("$", Prefix("$")),
    ("aud", Prefix("A$")),
    ("a$", Prefix("A$")),
    ("cad", Prefix("C$")),
    ("c$", Prefix("C$")),
    ("can$", Prefix("C$")),
    ("nzd", Prefix("NZ$")),
    ("nz$", Prefix("NZ$")),
    ("hkd", Prefix("HK$")),
    ("hk$", Prefix("HK$")),
    ("gbp", Prefix("£")),
    ("£", Prefix("£")),
    ("pound sterling", Prefix("£")),
    ("eur", Prefix("€")),
    ("euro", Prefix("€")),
    ("€", Prefix("€")),
    ("inr", Prefix("₹")),
    ("indian rupee", Prefix("₹")),
    ("₹", Prefix("₹")),
    ("jpy", Prefix("¥")),
    ("¥", Prefix("¥")),
    ("cny", Prefix("CN¥")),
    ("rmb", Prefix("CN¥")),
    ("krw", Prefix("₩")),
    ("won", Prefix("₩")),
    ("₩", Prefix("₩")),
    ("php", Prefix("₱")),
    ("₱", Prefix("₱")),
    ("nis", Prefix("₪")),
    ("ils", Prefix("₪")),
    // Links.
    ("flag", Link),
    ("flagcountry", Link),
    ("flaglink", Link),
    ("noflag", Link),
    ("nflag", Link),
    ("ill", Link),
    ("link-interwiki", Link),
    ("interlanguage link", Link),
    ("interlanguage link multi", Link),
    ("ill-wd", Link),
    ("fb", Link),
    ("country", Link),
    ("uss", Ship),
    ("hms", Ship),
    ("hmas", Ship),
    ("hmcs", Ship),
    ("hmnzs", Ship),
    ("ins", Ship),
    ("usns", Ship),
    ("uscgc", Ship),
    ("ss", Ship),
    ("mv", Ship),
    ("ms", Ship),
    ("rms", Ship),
    ("mt", Ship),
    ("rv", Ship),
    // Quantities.
    ("convert", Convert),
    ("cvt", Convert),
    // Sources.
    ("citation", Cite),
    ("cite", Cite),
    ("webarchive", Address),
    ("wayback", Address),
    ("url", Address),
    ("official website", Address),
    ("official", Address),
];

/// A template's arguments.
#[derive(Debug, Default)]
pub(super) struct Arguments<'a> {
    /// The positional ones, in order.
    pub(super) positional: Vec<&'a str>,
    named: Vec<(&'a str, &'a str)>,
}

impl<'a> Arguments<'a> {
    /// Splits what follows a template's name at its bars, those inside links apart.
    pub(super) fn read(body: &'a str) -> Arguments<'a> {
        let mut arguments = Arguments::default();
        let mut start = 0;
        let mut links = 0_usize;
        let bytes = body.as_bytes();
        let mut at = 0;
        while at <= bytes.len() {
            let pair = bytes.get(at..at + 2);
            match bytes.get(at) {
                Some(b'[') if pair == Some(b"[[") => {
                    links += 1;
                    at += 1;
                }
                Some(b']') if pair == Some(b"]]") => {
                    links = links.saturating_sub(1);
                    at += 1;
                }
                Some(b'|') if links == 0 => {
                    arguments.take(&body[start..at]);
                    start = at + 1;
                }
                None => arguments.take(&body[start..]),
                _ => {}
            }
            at += 1;
        }
        arguments
    }

    fn take(&mut self, part: &'a str) {
        match part.split_once('=') {
            // A `=` inside an address does not name an argument.
            Some((name, value))
                if name.len() <= 40 && !name.contains(['/', '[', '<', '?', '&', ':']) =>
            {
                let name = name.trim();
                if name.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty() {
                    self.positional.push(value.trim());
                } else {
                    self.named.push((name, value.trim()));
                }
            }
            _ => self.positional.push(part.trim()),
        }
    }

    /// The named argument, in any case of letters, where it is not empty.
    pub(super) fn named(&self, name: &str) -> Option<&'a str> {
        self.named
            .iter()
            .find(|(n, v)| n.eq_ignore_ascii_case(name) && !v.is_empty())
            .map(|(_, value)| *value)
    }

    /// The positional argument of this number, from 1; empty where there is none.
    pub(super) fn number(&self, number: usize) -> &'a str {
        self.positional.get(number.wrapping_sub(1)).copied().unwrap_or_default()
    }
}

/// Splits a template's inside into its name, normalised, and the rest after the first bar.
pub(super) fn name_and_rest(inside: &str) -> (String, Option<&str>) {
    let (name, rest) = match inside.split_once('|') {
        Some((name, rest)) => (name, Some(rest)),
        None => (inside, None),
    };
    let name: String = name.chars().take(100).collect();
    let name = name.replace('_', " ").trim().to_lowercase();
    let name = name.strip_prefix("template:").unwrap_or(&name).trim().to_owned();
    (name, rest)
}

/// Replaces every template of a bullet.
pub(super) fn expand(text: &str, asides: &mut Asides, notes: &mut Notes) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<usize> = Vec::new();
    let mut skipped = 0_usize;
    let mut stray = 0_usize;
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("{{") {
            if open.len() < MAX_DEPTH {
                open.push(out.len());
            } else {
                skipped += 1;
            }
            rest = after;
        } else if let Some(after) = rest.strip_prefix("}}") {
            if skipped > 0 {
                skipped -= 1;
            } else if let Some(from) = open.pop() {
                let inside = out.split_off(from);
                out.push_str(&replacement(&inside, asides, notes));
            } else {
                stray += 1;
            }
            rest = after;
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    if let Some(from) = open.first() {
        let problem = format_args!("a template without its end: {}", quote(&out[*from..]));
        notes.add("unclosed-template", problem, "took the braces off and kept the text");
    }
    // One stray pair ends the page's own template in the line of its last bullet.
    if stray > 1 {
        notes.add(
            "stray-braces",
            format_args!("{stray} times `}}}}` without a template"),
            "left out",
        );
    }
    out
}

fn replacement(inside: &str, asides: &mut Asides, notes: &mut Notes) -> String {
    let (mut name, rest) = name_and_rest(inside);
    let mut body = rest.unwrap_or_default();
    if let Some((parser, value)) = inside.split_once(':')
        && parser.trim().eq_ignore_ascii_case("formatnum")
    {
        (name, body) = ("formatnum".to_owned(), value);
    }
    let arguments = match rest {
        None if name != "formatnum" => Arguments::default(),
        _ => Arguments::read(body),
    };
    let effect = effect(&name);
    let text = match effect {
        Some(Nothing) => String::new(),
        Some(Text(text)) => text.to_owned(),
        Some(Argument(number)) => arguments.number(number).to_owned(),
        Some(Last) => arguments.positional.last().copied().unwrap_or_default().to_owned(),
        Some(Joined(with)) => arguments.positional.join(with),
        Some(Prefix(with)) => format!("{with}{}", arguments.number(1)),
        Some(Link) => link(arguments.number(1), arguments.named("lt").or(arguments.named("name"))),
        Some(Ship) => ship(&name, &arguments),
        Some(Convert) => convert::quantity(&arguments),
        Some(Cite) => asides.mark(Aside::Source(citation::source(&arguments))),
        Some(Address) => {
            let url = arguments.named("url").unwrap_or(arguments.number(1));
            return found_addresses(url, asides);
        }
        None => {
            let kept = found_addresses(body, asides);
            let done = if kept.is_empty() {
                "left it out of the text"
            } else {
                "left it out of the text, kept its addresses as sources"
            };
            notes.add("unknown-template", quote(&format!("{{{{{inside}}}}}")), done);
            return kept;
        }
    };
    // What the argument that is shown does not hold must not lose its sources.
    let shown = matches!(effect, Some(Argument(_) | Last | Joined(_) | Prefix(_)));
    if shown { text } else { text + &asides.marks_in(inside) }
}

fn effect(name: &str) -> Option<Effect> {
    if let Some((_, effect)) = EFFECTS.iter().find(|(n, _)| *n == name) {
        return Some(*effect);
    }
    // {{cite news}}, {{cite web}}, …, and {{lang-fr|…}}.
    if name.starts_with("cite ") {
        return Some(Cite);
    }
    name.strip_prefix("lang-").filter(|l| matches!(l.len(), 2..=7)).map(|_| Argument(1))
}

fn link(target: &str, label: Option<&str>) -> String {
    match label {
        _ if target.is_empty() || target.contains(['[', ']', '|']) => target.to_owned(),
        Some(label) if !label.contains(['[', ']', '|']) => format!("[[{target}|{label}]]"),
        _ => format!("[[{target}]]"),
    }
}

/// `{{USS|Cole|DDG-67}}` is `[[USS Cole (DDG-67)|USS Cole]]`.
fn ship(name: &str, arguments: &Arguments<'_>) -> String {
    let prefix = name.to_uppercase();
    let (ship, hull) = (arguments.number(1), arguments.number(2));
    let title = format!("{prefix} {ship}");
    if hull.is_empty() || ship.is_empty() {
        link(title.trim(), None)
    } else {
        link(&format!("{title} ({hull})"), Some(&title))
    }
}

/// Marks for the addresses in a text that is not shown, and those it already holds.
fn found_addresses(text: &str, asides: &mut Asides) -> String {
    let mut out = asides.marks_in(text);
    let mut rest = text;
    while let Some(at) = rest.find("http") {
        let url = address::bare(&rest[at..]);
        if let Some(address::Address::Good(good)) = address::of(url) {
            out += &asides.mark(Aside::Source(Source { url: Some(good), ..Source::default() }));
        }
        rest = &rest[at + url.len().max(4)..];
    }
    out
}
