//! The language of the body: what the page declares, checked against its letters
//! and its small words; guessed only where nothing is declared or the check fails.

use super::{gather::Found, ld, value::cut};
use annals_model::{Article, Note};
use serde_json::{Map, Value};
use whatlang::{Detector, Lang, Script};

/// How much of the body is looked at, in bytes: enough small words to judge by.
const SAMPLE: usize = 900;
/// How much a guess reads, in bytes: it costs .1 ms for each 600.
const GUESSED: usize = 500;
/// Fewest letters on which a declaration is contradicted.
const MIN_LETTERS: usize = 120;
/// Fewest letters on which a language is guessed.
const MIN_GUESS: usize = 40;
/// Share of small words below which a text is hardly of a language. Ordinary prose
/// in each of [`SMALL_WORDS`] has .25 to .5 of them.
const MIN_SMALL: f32 = 0.06;

/// The commonest small words of languages in Latin letters, by which a declared
/// language is checked. Templates declare `en` whatever is written into them.
const SMALL_WORDS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "was", "with", "as",
            "it", "by", "at", "from", "he", "are", "has", "said", "i", "you", "this", "his",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "und", "in", "das", "den", "von", "zu", "mit", "ist", "im", "ein", "auf",
            "für", "dem", "nicht", "des", "eine", "sich", "es", "auch", "am", "als", "an",
        ],
    ),
    (
        "fr",
        &[
            "de", "la", "le", "les", "et", "des", "en", "à", "du", "un", "une", "que", "pour",
            "dans", "est", "qui", "a", "au", "par", "sur", "il", "ce", "pas",
        ],
    ),
    (
        "es",
        &[
            "de", "la", "que", "el", "en", "y", "a", "los", "del", "se", "las", "por", "un", "con",
            "una", "para", "no", "su", "al", "es", "lo", "como",
        ],
    ),
    (
        "pt",
        &[
            "de", "a", "que", "e", "o", "do", "da", "em", "um", "para", "com", "os", "no", "uma",
            "na", "as", "por", "não", "dos", "se", "ao", "é",
        ],
    ),
    (
        "it",
        &[
            "di", "e", "che", "la", "il", "in", "a", "per", "un", "del", "è", "i", "le", "della",
            "una", "con", "non", "si", "da", "al", "dei", "nel",
        ],
    ),
    (
        "nl",
        &[
            "de", "van", "het", "een", "en", "in", "is", "dat", "op", "te", "met", "voor", "zijn",
            "niet", "die", "aan", "er", "om", "ook", "als",
        ],
    ),
    (
        "sv",
        &[
            "och", "i", "att", "det", "som", "en", "på", "är", "av", "för", "med", "till", "den",
            "har", "de", "inte", "om", "ett", "var",
        ],
    ),
    (
        "pl",
        &[
            "w", "i", "na", "z", "się", "do", "nie", "że", "to", "o", "jest", "po", "od", "za",
            "przez", "jak", "dla", "a", "oraz",
        ],
    ),
    (
        "tr",
        &[
            "ve", "bir", "bu", "da", "de", "için", "ile", "olarak", "çok", "daha", "olan", "en",
            "gibi", "ne", "o", "kadar", "sonra",
        ],
    ),
    (
        "id",
        &[
            "yang", "dan", "di", "ini", "itu", "dengan", "untuk", "dari", "dalam", "pada", "tidak",
            "akan", "ke", "juga", "oleh", "adalah",
        ],
    ),
];

/// Decides on the language, with a note where the declaration is not believed.
pub(super) fn decide(found: &Found<'_>, item: Option<&Map<String, Value>>, article: &mut Article) {
    let declared = declared(found, item);
    let sample = sample(article);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let Some(tag) = declared else {
        if letters >= MIN_GUESS
            && let Some(code) = guess(&sample)
        {
            article.language = Some(code.to_owned());
            article.notes.push(Note {
                line: None,
                kind: "language-guessed",
                problem: "The page does not say in which language it is.".into(),
                done: format!("Guessed from its text: {code}"),
            });
        }
        return;
    };
    if letters >= MIN_LETTERS
        && contradicts(&tag, &sample)
        && let Some(code) = guess(&sample).filter(|code| !same_language(&tag, code))
    {
        article.notes.push(Note {
            line: None,
            kind: "language-contradicts-text",
            problem: format!("The page says `{tag}`, but its text is not in that language."),
            done: format!("Taken from its text: {code}"),
        });
        article.language = Some(code.to_owned());
        return;
    }
    article.language = Some(tag);
}

/// The first declaration that is a language.
fn declared(found: &Found<'_>, item: Option<&Map<String, Value>>) -> Option<String> {
    let html = found.html.into_iter().flat_map(|html| {
        ["lang", "xml:lang"].into_iter().filter_map(move |name| found.tree.attr(html, name))
    });
    let html: Vec<String> = html.map(str::to_owned).collect();
    let json = item.and_then(|item| {
        ld::text(item, "inLanguage").or_else(|| match item.get("inLanguage") {
            Some(Value::Object(language)) => {
                ld::text(language, "alternateName").or_else(|| ld::text(language, "name"))
            }
            _ => None,
        })
    });
    let keys = [
        "content-language",
        "og:locale",
        "dc:language",
        "dcterms:language",
        "language",
        "itemprop:inlanguage",
        "citation_language",
    ];
    let metas = keys.iter().flat_map(|key| found.meta_values(key));
    html.into_iter().chain(json).chain(metas).find_map(|value| tag(&value))
}

/// A declaration as BCP 47: `en_us` is `en-US`; `None` where it is no language.
fn tag(value: &str) -> Option<String> {
    let value = value.split([',', ';', ' ', '.', '@']).find(|v| !v.is_empty())?;
    let mut parts = value.split(['-', '_']);
    let language = parts.next()?.to_ascii_lowercase();
    let language = match language.as_str() {
        // Names and wrong codes that pages write.
        "english" | "eng" => "en",
        "deutsch" | "german" | "ger" | "deu" => "de",
        "french" | "français" | "fre" | "fra" => "fr",
        "spanish" | "español" | "spa" => "es",
        "italian" | "italiano" | "ita" => "it",
        "portuguese" | "por" => "pt",
        "russian" | "rus" => "ru",
        "arabic" | "ara" => "ar",
        "japanese" | "jp" | "jpn" => "ja",
        "chinese" | "cn" | "zho" | "chi" => "zh",
        "korean" | "kr" | "kor" => "ko",
        "iw" => "he",
        "in" => "id",
        "ua" => "uk",
        "cz" => "cs",
        "gr" => "el",
        code => code,
    };
    if !(2..=3).contains(&language.len()) || !language.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    if ["und", "mul", "zxx", "xx"].contains(&language) {
        return None;
    }
    let mut out = language.to_owned();
    for part in parts.take(3) {
        let alphabetic = part.bytes().all(|b| b.is_ascii_alphabetic());
        match part.len() {
            // A script, then a region.
            4 if alphabetic => {
                let (first, rest) = part.split_at(1);
                out.push('-');
                out.push_str(&first.to_ascii_uppercase());
                out.push_str(&rest.to_ascii_lowercase());
            }
            2 if alphabetic => {
                // `en-EN` means `en`: there is no such place.
                let region = part.to_ascii_uppercase();
                if !["EN", "JA", "CS", "DA", "ZH"].contains(&region.as_str()) {
                    out.push('-');
                    out.push_str(&region);
                }
                break;
            }
            3 if part.bytes().all(|b| b.is_ascii_digit()) => {
                out.push('-');
                out.push_str(part);
                break;
            }
            _ => break,
        }
    }
    Some(out)
}

/// The beginning of the body, or the headline where there is none.
fn sample(article: &Article) -> String {
    let mut out = String::new();
    for block in &article.blocks {
        if out.len() >= SAMPLE {
            break;
        }
        out.push_str(cut(&block.text(), SAMPLE));
        out.push(' ');
    }
    if out.trim().is_empty() {
        let title = article.title.as_deref().unwrap_or("");
        out = format!("{title} {}", article.deck.as_deref().unwrap_or(""));
    }
    out.truncate(cut(&out, SAMPLE).len());
    out
}

/// Whether a text is certainly not in a language: its letters are others, or its
/// small words are.
fn contradicts(tag: &str, text: &str) -> bool {
    let language = tag.split('-').next().unwrap_or("");
    let Some(script) = main_script(text) else { return false };
    if let Some(expected) = scripts(language)
        && !tag.contains("-Latn")
    {
        if !expected.contains(&script) {
            return true;
        }
        // Japanese and Chinese share letters; only kana tells.
        return false;
    }
    if script != Script::Latin {
        return !tag.contains("-Latn") && is_latin_language(language);
    }
    let Some((_, small)) = SMALL_WORDS.iter().find(|(code, _)| *code == language) else {
        return false;
    };
    let lower = text.to_lowercase();
    let (mut all, mut of_language) = (0u32, 0u32);
    let words = lower.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    for word in words.take(120) {
        all += 1;
        of_language += u32::from(small.contains(&word));
    }
    all >= 20 && (of_language as f32) < MIN_SMALL * all as f32
}

fn main_script(text: &str) -> Option<Script> {
    let mut counts: Vec<(Script, u32)> = Vec::new();
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        let script = match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => Script::Arabic,
            '\u{370}'..='\u{3ff}' => Script::Greek,
            '\u{590}'..='\u{5ff}' => Script::Hebrew,
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => Script::Mandarin,
            // One kana says more than one character that both write.
            '\u{3040}'..='\u{30ff}' => Script::Hiragana,
            '\u{ac00}'..='\u{d7af}' => Script::Hangul,
            '\u{900}'..='\u{97f}' => Script::Devanagari,
            '\u{980}'..='\u{9ff}' => Script::Bengali,
            '\u{e00}'..='\u{e7f}' => Script::Thai,
            _ => continue,
        };
        match counts.iter_mut().find(|(s, _)| *s == script) {
            Some((_, n)) => *n += 1,
            None => counts.push((script, 1)),
        }
    }
    let kana = counts.iter().find(|(s, _)| *s == Script::Hiragana).map_or(0, |(_, n)| *n);
    let han = counts.iter().find(|(s, _)| *s == Script::Mandarin).map_or(0, |(_, n)| *n);
    let best = counts.into_iter().max_by_key(|(_, n)| *n)?.0;
    Some(if best == Script::Mandarin && kana * 10 > han { Script::Hiragana } else { best })
}

/// The scripts of a language that is not written in Latin letters.
fn scripts(language: &str) -> Option<&'static [Script]> {
    Some(match language {
        "ru" | "uk" | "be" | "bg" | "mk" | "kk" | "ky" | "tg" | "mn" => &[Script::Cyrillic],
        "ar" | "fa" | "ur" | "ps" | "ckb" => &[Script::Arabic],
        "el" => &[Script::Greek],
        "he" | "yi" => &[Script::Hebrew],
        "zh" | "yue" => &[Script::Mandarin],
        "ja" => &[Script::Hiragana, Script::Mandarin],
        "ko" => &[Script::Hangul],
        "hi" | "ne" | "mr" => &[Script::Devanagari],
        "bn" => &[Script::Bengali],
        "th" => &[Script::Thai],
        _ => return None,
    })
}

fn is_latin_language(language: &str) -> bool {
    let more = [
        "da", "nb", "no", "nn", "fi", "cs", "sk", "hu", "ro", "hr", "sl", "et", "lv", "lt", "vi",
        "ms", "ca", "eu", "gl", "sq", "tl",
    ];
    SMALL_WORDS.iter().any(|(code, _)| *code == language) || more.contains(&language)
}

fn same_language(tag: &str, code: &str) -> bool {
    let language = tag.split('-').next().unwrap_or("");
    // Norwegian has two written forms, Serbian and Croatian tell by letters only.
    let near = [["no", "nb"], ["nn", "nb"], ["bs", "hr"], ["sr", "hr"], ["da", "nb"], ["id", "ms"]];
    language == code || near.iter().any(|pair| pair.contains(&language) && pair.contains(&code))
}

/// The language of a text, as far as it is certain.
fn guess(text: &str) -> Option<&'static str> {
    let info = Detector::new().detect(cut(text, GUESSED))?;
    // Scripts of one language are certain at any length.
    (info.is_reliable() || info.confidence() > 0.5).then(|| code(info.lang())).flatten()
}

/// The two-letter code; languages that news pages hardly ever are in stay
/// unguessed, because short texts fall to them by accident.
fn code(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Bul => "bg",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Slv => "sl",
        Lang::Mkd => "mk",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Kan => "kn",
        Lang::Mal => "ml",
        Lang::Guj => "gu",
        Lang::Pan => "pa",
        Lang::Mar => "mr",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Khm => "km",
        Lang::Mya => "my",
        Lang::Ind => "id",
        Lang::Tgl => "tl",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        Lang::Aze => "az",
        Lang::Uzb => "uz",
        Lang::Amh => "am",
        Lang::Cat => "ca",
        Lang::Afr => "af",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_become_bcp_47() {
        let check =
            |raw: &str, wanted: Option<&str>| assert_eq!(tag(raw).as_deref(), wanted, "{raw}");
        check("en_us", Some("en-US"));
        check("zh-hans-cn", Some("zh-Hans-CN"));
        check("en-EN", Some("en"));
        check("English", Some("en"));
        check("es-419", Some("es-419"));
        check("de, en", Some("de"));
        check("und", None);
        check("{{lang}}", None);
    }

    #[test]
    fn texts_contradict_declarations() {
        let german = "Der Deutsche Bundestag ist das Parlament der Bundesrepublik Deutschland mit Sitz \
            in Berlin. Er wird im politischen System als das einzige Verfassungsorgan direkt vom \
            Staatsvolk gewählt und hat seit 1999 seinen Sitz im Reichstagsgebäude.";
        let check = |tag: &str, text: &str, wanted: bool| {
            assert_eq!(contradicts(tag, text), wanted, "{tag}")
        };
        check("en-US", german, true);
        check("de", german, false);
        check("ru", german, true);
        check("ja", "日本国憲法は、一九四六年に公布され、翌年に施行された。", false);
        assert_eq!(guess(german), Some("de"));
    }
}
