//! English word forms to what they have in common: irregular forms by a table,
//! regular ones by the light stem that all of linking uses.

use crate::tokens::folded;
use crate::words::stem;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Irregular forms, after their base. Facts of the language; the verbs that news uses.
const IRREGULAR: &[&str] = &[
    "arise arose arisen",
    "be am is are was were been being",
    "bear bore borne",
    "beat beaten",
    "become became",
    "begin began begun",
    "bend bent",
    "bet betting",
    "bind bound",
    "bite bit bitten",
    "bleed bled",
    "blow blew blown",
    "break broke broken",
    "breed bred",
    "bring brought",
    "build built",
    "burn burnt",
    "buy bought buys buying",
    "catch caught",
    "choose chose chosen",
    "cling clung",
    "come came",
    "creep crept",
    "cut cutting",
    "deal dealt",
    "die died dies dying",
    "dig dug",
    "do did done does",
    "draw drew drawn",
    "dream dreamt",
    "drink drank drunk",
    "drive drove driven",
    "eat ate eaten",
    "fall fell fallen",
    "feed fed",
    "feel felt",
    "fight fought",
    "find found",
    "flee fled",
    "fly flew flown flies",
    "forbid forbade forbidden",
    "forget forgot forgotten",
    "forgive forgave forgiven",
    "freeze froze frozen",
    "get got gotten getting",
    "give gave given",
    "go went gone goes",
    "grow grew grown",
    "hang hung",
    "have has had having",
    "hear heard",
    "hide hid hidden",
    "hit hitting",
    "hold held",
    "hurt hurting",
    "keep kept",
    "know knew known",
    "lay laid",
    "lead led",
    "leave left",
    "lend lent",
    "let letting",
    "lie lied lies lying lain",
    "light lit",
    "lose lost",
    "make made",
    "mean meant",
    "meet met",
    "pay paid",
    "plead pled",
    "put putting",
    "quit quitting",
    "read reading",
    "ride rode ridden",
    "ring rang rung",
    "rise rose risen",
    "run ran running",
    "say said says",
    "see saw seen",
    "seek sought",
    "sell sold",
    "send sent",
    "set setting",
    "shake shook shaken",
    "shed shedding",
    "shine shone",
    "shoot shot shots",
    "show shown showed",
    "shrink shrank shrunk",
    "shut shutting",
    "sing sang sung",
    "sink sank sunk",
    "sit sat",
    "slay slew slain",
    "sleep slept",
    "slide slid",
    "speak spoke spoken",
    "speed sped",
    "spend spent",
    "spin spun",
    "split splitting",
    "spread spreading",
    "spring sprang sprung",
    "stand stood",
    "steal stole stolen",
    "stick stuck",
    "sting stung",
    "strike struck stricken",
    "strive strove",
    "swear swore sworn",
    "sweep swept",
    "swim swam swum",
    "swing swung",
    "take took taken",
    "teach taught",
    "tear tore torn",
    "tell told",
    "think thought",
    "throw threw thrown",
    "tie tied ties tying",
    "undergo underwent undergone",
    "understand understood",
    "wake woke woken",
    "wear wore worn",
    "weep wept",
    "win won winning",
    "wind wound",
    "withdraw withdrew withdrawn",
    "write wrote written",
    "man men",
    "woman women",
    "child children",
    "person people",
    "wife wives",
    "life lives",
    "crisis crises",
    "bid bidding",
    "overthrow overthrew overthrown",
    "oversee oversaw overseen",
    "overtake overtook overtaken",
    "undertake undertook undertaken",
    "uphold upheld",
    "outbid outbidding",
    "acknowledge acknowledgement acknowledgment",
    "judge judgement judgment",
];

static FORMS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    for line in IRREGULAR {
        let base = line.split(' ').next().unwrap_or(line);
        for form in line.split(' ') {
            forms.entry(form).or_insert(base);
        }
    }
    forms
});

/// The form under which words are compared: "shot" and "shoots" are both "shoot".
pub(crate) fn lemma(word: &str) -> String {
    let word = folded(word);
    let word = FORMS.get(word.as_str()).map_or(word, |base| (*base).to_owned());
    let stemmed = stem(word);
    match FORMS.get(stemmed.as_str()) {
        Some(base) => stem((*base).to_owned()),
        None => stemmed,
    }
}

/// Letters that two words of one root have in common at least.
const ROOT: usize = 4;

/// Whether two lemmas look like words of one root: "announc" and "announcement",
/// "resign" and "resignation". They begin with the same letters, and what is
/// left of the shorter is at most its last.
pub(crate) fn same_root(a: &str, b: &str) -> bool {
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let short = a.len().min(b.len());
    common >= ROOT && common + 1 >= short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_meet_in_their_base() {
        for forms in [
            &["shoot", "shot", "shoots", "Shooting"][..],
            &["win", "won", "wins", "winning"],
            &["say", "said", "says", "saying"],
            &["acquire", "acquired", "acquires"],
            &["strike", "struck", "striking", "strikes"],
            &["die", "died", "dies", "dying"],
            &["marry", "marries", "married"],
            &["plan", "planned", "planning"],
        ] {
            let lemmas: Vec<String> = forms.iter().map(|w| lemma(w)).collect();
            assert!(lemmas.windows(2).all(|w| w[0] == w[1]), "{forms:?}: {lemmas:?}");
        }
    }

    #[test]
    fn one_root_is_seen() {
        let same = |a: &str, b: &str| same_root(&lemma(a), &lemma(b));
        assert!(same("announced", "announcement"));
        assert!(same("resign", "resignation"));
        assert!(same("explode", "explosion"));
        assert!(!same("contest", "content"));
        assert!(!same("win", "wind"));
        assert!(!same("", ""));
    }
}
