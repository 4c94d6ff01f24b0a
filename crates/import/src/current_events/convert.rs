//! `{{convert}}`: the quantity as it was given; the converted value is left to
//! readers, since it is the template's computation and no source's word.

use super::template::Arguments;

/// Words between the two numbers of a range, and how they are written.
const RANGES: &[(&str, &str)] = &[
    ("-", "–"),
    ("–", "–"),
    ("&ndash;", "–"),
    ("to(-)", "–"),
    ("to-", "–"),
    ("to", " to "),
    ("and", " and "),
    ("or", " or "),
    ("by", " by "),
    ("x", " × "),
    ("×", " × "),
    ("*", " × "),
    ("+/-", " ± "),
    ("±", " ± "),
    ("&", " & "),
    ("+", " + "),
];

/// Unit codes whose symbol is not the code itself.
const SYMBOLS: &[(&str, &str)] = &[
    ("C", "°C"),
    ("F", "°F"),
    ("K", "K"),
    ("C-change", "°C"),
    ("F-change", "°F"),
    ("sqmi", "sq mi"),
    ("sqft", "sq ft"),
    ("sqkm", "km²"),
    ("km2", "km²"),
    ("m2", "m²"),
    ("cm2", "cm²"),
    ("m3", "m³"),
    ("km3", "km³"),
    ("cumi", "cu mi"),
    ("cuft", "cu ft"),
    ("cuyd", "cu yd"),
    ("acre", "acres"),
    ("foot", "ft"),
    ("feet", "ft"),
    ("inch", "in"),
    ("inches", "in"),
    ("mile", "miles"),
    ("kn", "knots"),
    ("knot", "knots"),
    ("hp", "hp"),
    ("lbs", "lb"),
    ("L", "litres"),
    ("l", "litres"),
    ("USgal", "US gal"),
    ("impgal", "imp gal"),
    ("oilbbl", "barrels of oil"),
    ("oilbbl/d", "barrels of oil per day"),
    ("ST", "short tons"),
    ("LT", "long tons"),
    ("t", "tonnes"),
    ("tonne", "tonnes"),
    ("MT", "tonnes"),
    ("km/h", "km/h"),
    ("kph", "km/h"),
    ("kmph", "km/h"),
];

/// Writes the quantity: `131 km`, `5 to 10 mi`, `6 ft 2 in`.
pub(super) fn quantity(arguments: &Arguments<'_>) -> String {
    let given = &arguments.positional;
    let Some(first) = given.first() else { return String::new() };
    let mut out = number(first);
    let mut at = 1;
    while let (Some(word), Some(second)) = (given.get(at), given.get(at + 1)) {
        let Some((_, written)) = RANGES.iter().find(|(range, _)| range == word) else { break };
        out += written;
        out += &number(second);
        at += 2;
    }
    if let Some(unit) = given.get(at).filter(|unit| !unit.is_empty()) {
        out += &format!(" {}", symbol(unit));
        // {{convert|6|ft|2|in}}: a second number goes on with a smaller unit.
        if let (Some(second), Some(smaller)) = (given.get(at + 1), given.get(at + 2))
            && second.starts_with(|c: char| c.is_ascii_digit())
            && smaller.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            out += &format!(" {} {}", number(second), symbol(smaller));
        }
    }
    out
}

/// `6+1/2` is 6 1/2.
fn number(given: &str) -> String {
    match given.split_once('+') {
        Some((whole, part)) if part.contains('/') && !whole.is_empty() => format!("{whole} {part}"),
        _ => given.to_owned(),
    }
}

fn symbol(code: &str) -> &str {
    SYMBOLS.iter().find(|(c, _)| *c == code).map_or(code, |(_, symbol)| symbol)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_written_as_given() {
        for (body, text) in [
            ("131|km", "131 km"),
            ("115|mph|km/h|abbr=on", "115 mph"),
            ("5|to|10|mi|km", "5 to 10 mi"),
            ("5|-|10|C|F", "5–10 °C"),
            ("6|ft|2|in|m", "6 ft 2 in"),
            ("6+1/2|in", "6 1/2 in"),
            ("2|by|3|by|4|m", "2 by 3 by 4 m"),
            ("1,200|sqmi|km2|0|adj=on", "1,200 sq mi"),
            ("", ""),
        ] {
            assert_eq!(quantity(&Arguments::read(body)), text, "{body}");
        }
    }
}
