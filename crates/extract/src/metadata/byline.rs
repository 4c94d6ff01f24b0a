//! One byline to names: "By Jane Doe in Rome and John Roe, Example Press".

use super::{
    agency,
    sites::Sites,
    value::{clean, cut, fold, is_address, is_wide, words},
    words::{AND, BY, CALENDAR, CUT, NOBODY, PARTICLES, ROLES, TEAM, WEAK_AND},
};

/// Longest byline that is read, in bytes; longer ones are biographies.
const MAX_BYLINE: usize = 400;
/// Most names of one byline; benchmarks of physics papers have more, news do not.
const MAX_NAMES: usize = 30;

/// What a byline says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Byline {
    /// Names of people, and of organisations where they stand as authors.
    pub(super) names: Vec<String>,
    /// An agency that is named beside them or alone.
    pub(super) agency: Option<&'static str>,
    /// Whether the first name is a person's as far as its form tells.
    pub(super) has_person: bool,
}

/// How sure it is that a text is a byline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// The page says that this is the author's name.
    Declared,
    /// A class name says so, or a line that begins with "By".
    Guessed,
}

/// Reads a byline.
pub(super) fn read(text: &str, trust: Trust, sites: &Sites) -> Byline {
    let mut out = Byline::default();
    let Some(text) = clean(cut(text, MAX_BYLINE)) else { return out };
    if is_address(&text) {
        return out;
    }
    let (text, had_by) = without_by(&text);
    // "With" in brackets names more people, other brackets do not.
    let text = open_brackets(text);
    if sites.is_name(&text) {
        if trust == Trust::Declared && sites.is_unknown() && is_somebody(&text) && !is_team(&text) {
            // A blog that is called like its author.
            out.names.push(text.trim().to_owned());
        }
        return out;
    }
    if let Some(inverted) = inverted(&text) {
        out.names.push(inverted);
        out.has_person = true;
        return out;
    }
    // After a role or a place of work only "and" leads to another name.
    let mut waits = false;
    for Part { text: part, after_and } in parts(&text) {
        if let Some(name) = agency::named(part) {
            out.agency = out.agency.or(Some(name));
            if out.names.is_empty() && !sites.is_name(part) {
                push(&mut out.names, part);
            }
            continue;
        }
        // "MS", "RD": degrees; a single word behind a person is a place.
        let is_alone = !part.contains(' ') && !part.chars().any(is_wide);
        if (waits || (out.has_person && is_alone)) && !after_and {
            continue;
        }
        let (part, had_another) = without_by(part);
        let (part, works_for) = without_employer(part, sites);
        out.agency = out.agency.or(works_for);
        let Some(name) = name_in(part, trust, had_by || had_another) else {
            if trust == Trust::Guessed && out.names.is_empty() && !is_role(part) {
                // A line that does not begin with a name is no byline.
                break;
            }
            waits = true;
            continue;
        };
        if out.names.len() >= MAX_NAMES {
            break;
        }
        let nobody = !is_somebody(&name) || is_address(&name) || sites.is_name(&name);
        // After a person a team is where that person works.
        let works_here = !sites.is_unknown() && sites.names_part_of(&name);
        let is_team = is_team(&name) || works_here;
        if nobody || (is_team && out.has_person) {
            waits = true;
            continue;
        }
        waits = false;
        out.has_person |= !is_team && (words(&name) > 1 || name.chars().any(is_wide));
        push(&mut out.names, &name);
    }
    // An agency stands as the author only where nobody else does.
    if out.has_person {
        out.names.retain(|n| agency::named(n).is_none());
    }
    out
}

/// "Jane Doe Associated Press" without the agency or site at its end, and the agency.
fn without_employer<'t>(part: &'t str, sites: &Sites) -> (&'t str, Option<&'static str>) {
    let spaces: Vec<usize> = part.match_indices(' ').map(|(at, _)| at).take(8).collect();
    // Two words stay as the name.
    for at in spaces.iter().skip(1) {
        let tail = part[at + 1..].trim();
        let agency = agency::named(tail);
        if agency.is_some() || sites.is_name(tail) {
            return (part[..*at].trim(), agency);
        }
    }
    (part, None)
}

fn is_team(name: &str) -> bool {
    fold(name).split(' ').any(|w| TEAM.contains(&w))
}

fn is_role(part: &str) -> bool {
    let key = fold(part);
    NOBODY.contains(&key.as_str())
        || key.split(' ').any(|w| ROLES.contains(&w) || TEAM.contains(&w))
}

fn push(names: &mut Vec<String>, name: &str) {
    let key = fold(name);
    if !names.iter().any(|n| fold(n) == key) {
        names.push(name.to_owned());
    }
}

/// The text after "By" and its like, and whether there was one.
pub(super) fn without_by(text: &str) -> (&str, bool) {
    let mut rest =
        text.trim().trim_start_matches(['-', '–', '—', '|', '•', '·', '/', '~', '*', ' ']);
    let mut had = false;
    for _ in 0..3 {
        let Some(after) = BY.iter().find_map(|by| after_word(rest, by)) else { break };
        rest = after.trim_start_matches([':', '：', ' ', '/', '／', '|']).trim();
        had = true;
    }
    (rest, had)
}

/// The text after a word at its beginning, without regard to case.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut chars = text.char_indices();
    for wanted in word.chars() {
        let (_, c) = chars.next()?;
        if c != wanted && !c.to_lowercase().eq(std::iter::once(wanted)) {
            return None;
        }
    }
    let rest = chars.as_str();
    let ends = word.ends_with([':', '：', '/', '／', '|', '｜'])
        || word.chars().next_back().is_some_and(is_wide)
        || rest.starts_with(|c: char| c.is_whitespace() || ":：".contains(c));
    (ends && !rest.trim().is_empty()).then_some(rest)
}

/// "Name (with Name and Name)" to a list; other brackets at the end fall away.
fn open_brackets(text: &str) -> String {
    let Some(at) = text.find(['(', '（', '[']) else { return text.to_owned() };
    let (before, inner) = text.split_at(at);
    let inner = inner.trim_start_matches(['(', '（', '[']);
    let Some(close) = inner.find([')', '）', ']']) else { return before.to_owned() };
    let (inner, after) = inner.split_at(close);
    let after = after.trim_start_matches([')', '）', ']']).trim();
    let first = inner.split(' ').next().unwrap_or("").to_lowercase();
    if ["with", "avec", "mit", "con", "com", "met", "and", "et"].contains(&first.as_str()) {
        format!("{before} {inner} {after}")
    } else if after.chars().next().is_some_and(char::is_alphabetic) {
        // A nickname stands within the name.
        text.to_owned()
    } else if agency::named(inner).is_some() {
        format!("{before}, {inner} {after}")
    } else if before.trim().is_empty() {
        inner.to_owned()
    } else {
        format!("{before}{after}")
    }
}

/// "Doe, Jane" as catalogues write it, if that is what it is.
fn inverted(text: &str) -> Option<String> {
    let (family, given) = text.split_once(',')?;
    let (family, given) = (family.trim(), given.trim());
    let mut given_words = given.split(' ');
    let first = given_words.next()?;
    let plain = |w: &str| w.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c));
    let is_role = |w: &&str| {
        let w = w.to_lowercase();
        ROLES.contains(&w.as_str()) || TEAM.contains(&w.as_str()) || CUT.contains(&w.as_str())
    };
    let rest: Vec<&str> = given_words.collect();
    // After the given name only initials and particles may follow: else "given"
    // is a name of its own, in a list.
    let follows = rest.iter().all(|w| PARTICLES.contains(w) || (w.len() <= 2 && w.ends_with('.')));
    let good = words(family) == 1
        && plain(family)
        && plain(first)
        && starts_upper(family)
        && starts_upper(first)
        && follows
        && !given.contains(',')
        && agency::named(given).is_none()
        && agency::named(family).is_none()
        && !is_role(&first)
        && !is_role(&family)
        && family.chars().any(char::is_lowercase)
        && first.chars().any(char::is_lowercase);
    good.then(|| format!("{given} {family}"))
}

fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(|c| !c.is_lowercase() && c.is_alphabetic())
}

/// A part of a byline.
#[derive(Debug, Clone, Copy)]
struct Part<'t> {
    text: &'t str,
    /// Whether a word of [`AND`] leads to it, and no comma.
    after_and: bool,
}

/// The parts between commas, bars and the words of [`AND`].
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut out = Vec::new();
    let marks = [',', ';', '|', '•', '·', '、', '；', '，', '/', '／', '｜', '\n', '●'];
    for piece in text.split(marks).flat_map(|p| p.split(" - ")).flat_map(|p| p.split(" – ")) {
        let mut from = 0;
        let mut at = 0;
        let mut after_and = false;
        for word in piece.split(' ') {
            let end = at + word.len();
            let lower = word.to_lowercase();
            // "Dan" is a name where "dan" is "and".
            let written_so = word == lower || (word.len() > 1 && word.to_uppercase() == word);
            if written_so && AND.contains(&lower.as_str()) && !piece[from..at].trim().is_empty() {
                let (before, after) = (piece[from..at].trim(), piece[end..].trim());
                // "José Ortega y Gasset" is one name.
                let weak = WEAK_AND.contains(&lower.as_str());
                let whole = |t: &str| t.split(' ').count() > 1 && starts_upper(t);
                let next = after.split([' ', ',']).nth(1).is_some_and(starts_upper);
                if !weak || (whole(before) && whole(after) && next) {
                    out.push(Part { text: before, after_and });
                    after_and = true;
                    from = end;
                }
            }
            at = end + 1;
        }
        out.push(Part { text: piece[from..].trim(), after_and });
    }
    // "A, B, and C": the word leads to the last, not to nothing.
    out.retain(|p: &Part<'_>| !p.text.is_empty());
    out
}

/// The name in a part, without date, place, role.
fn name_in(part: &str, trust: Trust, had_by: bool) -> Option<String> {
    let part = part
        .trim()
        .trim_matches(['"', '“', '”', '*', '-', '–', '—', ':', '.', '_', '~', '#', '>', '<', '»']);
    let single = !part.contains(' ');
    if single && trust == Trust::Declared {
        // A user's name: no sign of a person's, but the page says that it is one.
        return is_user_name(part).then(|| part.to_owned());
    }
    let is = |w: &str, list: &[&str]| {
        let w = w.trim_end_matches([',', ':']).to_lowercase();
        list.contains(&w.as_str())
    };
    let mut kept: Vec<&str> = Vec::new();
    for word in part.split(' ') {
        let bare = word.trim_end_matches([':', ',']).to_lowercase();
        // A date is glued on: "Roe22 Dec".
        if let Some(at) = word.find(|c: char| c.is_ascii_digit()) {
            if at > 1 && word[..at].chars().all(char::is_alphabetic) {
                kept.push(&word[..at]);
            }
            break;
        }
        let in_team = trust == Trust::Declared && kept.iter().any(|w| is(w, TEAM) || is(w, ROLES));
        if CUT.contains(&bare.as_str()) && !in_team && !starts_upper_particle(word, &bare) {
            break;
        }
        if word.starts_with('@') || word.contains("://") || word.contains('@') {
            break;
        }
        kept.push(word);
    }
    while kept.last().is_some_and(|w| is(w, CALENDAR) || (kept.len() > 2 && is(w, CUT))) {
        // "Theresa May" is a name, and nothing was cut off behind it.
        let is_name = kept.last().is_some_and(|w| {
            ["May", "March", "April", "June", "August", "Jan", "Mai", "Mar"].contains(w)
        });
        if is_name && kept.len() == part.split(' ').count() && kept.len() <= 3 {
            break;
        }
        kept.pop();
    }
    // "Jane Doe Staff Writer" ends where the role begins, "Chief Reporter Jane Doe" begins behind it.
    // An organisation keeps "of" and "for": "Contributors to Example".
    let whole = trust == Trust::Declared && kept.iter().any(|w| ["to", "of", "for"].contains(w));
    if let Some(role) = kept.iter().position(|w| is(w, ROLES)).filter(|_| !whole) {
        // "Our Foreign Staff", "The Editors"
        if kept.first().is_some_and(|w| is(w, &["our", "the", "a"])) {
            return None;
        }
        // "AP Auto Writer" is no name at all.
        if kept.first().is_some_and(|w| agency::named(w).is_some()) {
            return None;
        }
        if role >= 2 {
            kept.truncate(role);
            // What qualifies the role goes with it.
            while kept.len() > 2
                && kept
                    .last()
                    .is_some_and(|w| is(w, TEAM) || w.ends_with("'s") || w.ends_with("’s"))
            {
                kept.pop();
            }
        } else {
            let last = kept.iter().rposition(|w| is(w, ROLES)).unwrap_or(role);
            let behind = kept.split_off(last + 1);
            if behind.len() < 2 && !kept.iter().any(|w| is(w, TEAM)) {
                return None;
            }
            if behind.len() >= 2 {
                kept = behind;
            }
        }
    }
    let name = kept.join(" ");
    let name = name.trim_matches([',', '-', '–', '|', ':', ' ', '.', '/']);
    // An initial keeps its point.
    let name = if kept.last().is_some_and(|w| w.ends_with('.') && w.len() <= 4) {
        format!("{name}.")
    } else {
        name.to_owned()
    };
    looks_like_name(&name, trust, had_by).then_some(name)
}

/// "In" and "The" with a capital begin a part of a name; "Updated" does not.
fn starts_upper_particle(word: &str, bare: &str) -> bool {
    starts_upper(word)
        && word.chars().any(char::is_lowercase)
        && [
            "le", "in", "de", "mis", "en", "em", "am", "at", "on", "for", "first", "last", "the",
            "see", "more", "is",
        ]
        .contains(&bare)
}

/// Whether a single word may be a user's name.
fn is_user_name(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (2..=30).contains(&word.chars().count())
        && letters * 2 >= word.chars().count()
        && word.chars().all(|c| c.is_alphanumeric() || "_-.'’".contains(c))
        && !is_host(word)
        && !NOBODY.contains(&fold(word).as_str())
        && !CALENDAR.contains(&word.to_lowercase().as_str())
        && !ROLES.contains(&word.to_lowercase().as_str())
}

/// "example.net": a site's name, nobody's.
fn is_host(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(name, top)| {
        name.len() > 1
            && (2..=4).contains(&top.len())
            && top.bytes().all(|b| b.is_ascii_lowercase())
    })
}

/// Whether a text has the form of a name.
fn looks_like_name(name: &str, trust: Trust, had_by: bool) -> bool {
    let count = name.split(' ').count();
    let wide = name.chars().filter(|c| is_wide(*c)).count();
    if wide > 0 && wide * 2 >= name.chars().count() {
        return (2..=16).contains(&name.chars().count());
    }
    let most = if trust == Trust::Declared { 9 } else { 6 };
    let least = if trust == Trust::Declared || had_by { 1 } else { 2 };
    let fits = |w: &str| {
        let w = w.trim_start_matches(['(', '"', '“', '\'', '‘', '’']);
        starts_upper(w) || PARTICLES.contains(&w) || is_elided(w) || w == "&" || w == "+"
    };
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    // "The Russian" was cut off before what it belongs to.
    if name.starts_with("The ") && count < 3 && !is_team(name) {
        return false;
    }
    (least..=most).contains(&count)
        && name.chars().count() <= 80
        && letters >= 2
        && letters * 10 >= name.chars().filter(|c| !c.is_whitespace()).count() * 7
        && name.split(' ').any(starts_upper)
        && (name.split(' ').all(fits) || (trust == Trust::Declared && count <= 4))
        && !name.contains(['?', '!', '=', '{', '}', '<', '>', '%', '$'])
}

/// "d'Ancona", "al-Assad", "bint-…", "ter-…".
fn is_elided(word: &str) -> bool {
    let rest = word.split_once(['\'', '’', '-', '‘']).map(|(first, rest)| (first.len(), rest));
    rest.is_some_and(|(length, rest)| length <= 3 && starts_upper(rest))
}

/// Whether a name is more than a word for nobody in particular.
pub(super) fn is_somebody(name: &str) -> bool {
    let key = fold(name);
    !key.is_empty() && !NOBODY.contains(&key.as_str()) && name.chars().count() <= 100
}
