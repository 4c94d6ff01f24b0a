//! Names of months in the languages that feeds are written in, their servers'
//! settings having leaked into what should be English.

/// Beginnings of names, lower case, with the month. A longer beginning stands
/// before a shorter one that it begins with.
const MONTHS: &[(&str, i8)] = &[
    // English, and whatever shares its beginnings: German, Dutch, Danish, Swedish …
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    // German, Dutch, Scandinavian
    ("jän", 1),
    ("mär", 3),
    ("mrz", 3),
    ("mrt", 3),
    ("maa", 3),
    ("mai", 5),
    ("mei", 5),
    ("maj", 5),
    ("okt", 10),
    ("dez", 12),
    ("des", 12),
    // French
    ("fév", 2),
    ("avr", 4),
    ("juin", 6),
    ("juil", 7),
    ("aoû", 8),
    ("déc", 12),
    // Spanish, Portuguese, Italian
    ("ene", 1),
    ("fev", 2),
    ("abr", 4),
    ("mag", 5),
    ("giu", 6),
    ("lug", 7),
    ("ago", 8),
    ("set", 9),
    ("out", 10),
    ("ott", 10),
    ("dic", 12),
    ("gen", 1),
    // Hungarian
    ("már", 3),
    ("ápr", 4),
    ("máj", 5),
    ("jún", 6),
    ("júl", 7),
    ("sze", 9),
    // Greek
    ("ιαν", 1),
    ("φεβ", 2),
    ("μάρ", 3),
    ("μαρ", 3),
    ("μάώ", 3),
    ("μαώ", 3),
    ("απρ", 4),
    ("μάι", 5),
    ("μαϊ", 5),
    ("μαι", 5),
    ("ιούν", 6),
    ("ιουν", 6),
    ("ιον", 6),
    ("ιούλ", 7),
    ("ιουλ", 7),
    ("ιολ", 7),
    ("αύγ", 8),
    ("αυγ", 8),
    ("σεπ", 9),
    ("οκτ", 10),
    ("νοέ", 11),
    ("νοε", 11),
    ("δεκ", 12),
    // Russian
    ("янв", 1),
    ("фев", 2),
    ("мар", 3),
    ("апр", 4),
    ("мая", 5),
    ("май", 5),
    ("июн", 6),
    ("июл", 7),
    ("авг", 8),
    ("сен", 9),
    ("окт", 10),
    ("ноя", 11),
    ("дек", 12),
    // Polish
    ("sty", 1),
    ("lut", 2),
    ("kwi", 4),
    ("cze", 6),
    ("lip", 7),
    ("sie", 8),
    ("wrz", 9),
    ("paź", 10),
    ("lis", 11),
    ("gru", 12),
];

/// Words that begin like a month and are none.
const NOT_MONTHS: &[&str] = &["mardi", "martes", "martedì", "marți"];

/// The month that a lower-case word names.
pub(super) fn month(word: &str) -> Option<i8> {
    // French June and July share their beginning with nobody but need four letters.
    if NOT_MONTHS.contains(&word.trim_end_matches('.')) {
        return None;
    }
    if let Some(found) =
        MONTHS.iter().filter(|(n, _)| n.chars().count() > 3).find(|(n, _)| word.starts_with(n))
    {
        return Some(found.1);
    }
    MONTHS.iter().find(|(name, _)| word.starts_with(name)).map(|(_, month)| *month)
}
