//! Makes spun copies, as the programs do that scraped news went through: words
//! replaced by their likes from a table, clauses moved, passives turned, small
//! words exchanged; names, numbers and quotations left as they are.
//!
//! There are two spinners, one to train on and one to test on, with different
//! tables and habits, so that a detector cannot learn the table.

use super::random::Random;
use std::collections::BTreeMap;

/// One spinner: its table and how often it does what.
pub(super) struct Spinner {
    table: BTreeMap<&'static str, Vec<String>>,
    habits: Habits,
}

/// Shares of the places where something can be done.
struct Habits {
    /// Words of the table that are replaced, from and to, drawn for each text.
    replace: (f64, f64),
    /// Leading clauses moved to the end, and trailing speakers to the front.
    reorder: f64,
    /// Passives turned.
    turn: f64,
    /// Sentences parted at ", and".
    part: f64,
    /// Sentences left out.
    drop: f64,
    /// Texts of which paragraphs change places.
    shuffle: f64,
    /// Names of countries replaced.
    names: f64,
    /// Phrases that are exchanged.
    phrases: &'static [(&'static str, &'static str)],
    /// Other names of countries.
    countries: &'static [(&'static str, &'static str)],
    /// Who said it, put in front.
    speaker: &'static str,
}

impl Spinner {
    pub(super) fn of_training() -> Spinner {
        Spinner {
            table: table(include_str!("tables/train.txt")),
            habits: Habits {
                replace: (0.55, 0.95),
                reorder: 0.35,
                turn: 0.7,
                part: 0.25,
                drop: 0.04,
                shuffle: 0.1,
                names: 0.15,
                phrases: &[
                    ("didn't", "did not"),
                    ("wasn't", "was not"),
                    ("isn't", "is not"),
                    ("can't", "cannot"),
                    ("more than", "over"),
                    ("at least", "no less than"),
                    ("according to", "as per"),
                    ("as well as", "and also"),
                    ("in order to", "to"),
                    ("a lot of", "plenty of"),
                ],
                countries: &[
                    ("U.S.", "United States"),
                    ("UN", "United Nations"),
                    ("Britain", "United Kingdom"),
                ],
                speaker: "As per",
            },
        }
    }

    pub(super) fn of_testing() -> Spinner {
        Spinner {
            table: table(include_str!("tables/test.txt")),
            habits: Habits {
                replace: (0.6, 1.0),
                reorder: 0.5,
                turn: 0.5,
                part: 0.15,
                drop: 0.1,
                shuffle: 0.3,
                names: 0.3,
                phrases: &[
                    ("did not", "didn't"),
                    ("was not", "wasn't"),
                    ("is not", "isn't"),
                    ("do not", "don't"),
                    ("more than", "upwards of"),
                    ("at least", "a minimum of"),
                    ("according to", "in the words of"),
                    ("one of the", "among the"),
                    ("as well as", "along with"),
                    ("due to", "owing to"),
                ],
                countries: &[
                    ("U.S.", "USA"),
                    ("Russia", "Russian Federation"),
                    ("UN", "United Nations"),
                    ("China", "the People's Republic"),
                ],
                speaker: "In the words of",
            },
        }
    }

    /// A spun copy of a body.
    pub(super) fn spin(&self, body: &str, random: &mut Random) -> String {
        let replace = random.between(self.habits.replace.0, self.habits.replace.1);
        let mut blocks: Vec<String> = Vec::new();
        for block in body.split("\n\n") {
            let mut out: Vec<String> = Vec::new();
            for sentence in super::copies::sentences(block) {
                if random.chance(self.habits.drop) {
                    continue;
                }
                let built = self.rebuilt(sentence, random);
                out.push(self.replaced(&built, replace, random));
            }
            if !out.is_empty() {
                blocks.push(out.join(" "));
            }
        }
        if blocks.len() > 3 && random.chance(self.habits.shuffle) {
            for _ in 0..1 + random.below(blocks.len() / 3) {
                let (from, to) =
                    (1 + random.below(blocks.len() - 1), 1 + random.below(blocks.len() - 1));
                let block = blocks.remove(from);
                blocks.insert(to, block);
            }
        }
        blocks.join("\n\n")
    }

    /// The sentence with its clauses moved.
    fn rebuilt(&self, sentence: &str, random: &mut Random) -> String {
        let quoted = sentence.contains(['"', '“', '”']);
        let bare = sentence.trim_end_matches(['.', ' ']);
        if quoted || !sentence.ends_with('.') {
            return sentence.to_owned();
        }
        let habits = &self.habits;
        if let Some((main, speaker)) = bare.rsplit_once(", ")
            && let Some(name) = speaker.strip_suffix(" said")
            && name.split(' ').count() <= 6
            && random.chance(habits.reorder)
        {
            return format!("{} {name}, {main}.", habits.speaker);
        }
        let leads =
            ["After ", "When ", "While ", "As ", "In ", "On ", "Although ", "Before ", "If "];
        if let Some((clause, main)) = bare.split_once(", ")
            && leads.iter().any(|lead| clause.starts_with(lead))
            && (3..=12).contains(&clause.split(' ').count())
            && main.split(' ').count() >= 4
            && random.chance(habits.reorder)
        {
            return format!("{} {}.", capital(main), lower(clause));
        }
        if let Some(turned) = active(bare)
            && random.chance(habits.turn)
        {
            return format!("{turned}.");
        }
        if let Some((first, second)) = bare.split_once(", and ")
            && first.split(' ').count() >= 6
            && second.split(' ').count() >= 5
            && random.chance(habits.part)
        {
            return format!("{first}. {}.", capital(second));
        }
        sentence.to_owned()
    }

    /// The sentence with its words replaced, outside quotations.
    fn replaced(&self, sentence: &str, share: f64, random: &mut Random) -> String {
        let mut out = String::with_capacity(sentence.len() + 32);
        let mut quoted = false;
        for piece in sentence.split_inclusive(['"', '“', '”']) {
            let (text, mark) = match piece.chars().next_back() {
                Some(c @ ('"' | '“' | '”')) => (&piece[..piece.len() - c.len_utf8()], Some(c)),
                _ => (piece, None),
            };
            if quoted {
                out.push_str(text)
            } else {
                out.push_str(&self.words(text, share, random))
            }
            if let Some(mark) = mark {
                out.push(mark);
                quoted = match mark {
                    '“' => true,
                    '”' => false,
                    _ => !quoted,
                };
            }
        }
        out
    }

    fn words(&self, text: &str, share: f64, random: &mut Random) -> String {
        let mut text = text.to_owned();
        for (phrase, other) in self.habits.phrases {
            if text.contains(phrase) && random.chance(share) {
                text = text.replace(phrase, other);
            }
        }
        let mut out = String::with_capacity(text.len() + 16);
        for piece in text.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '.' || c == '\''))
        {
            let word =
                piece.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '.' || c == '\''));
            let core = word.trim_end_matches(['.', '\'']);
            let rest = &piece[core.len()..];
            let country =
                self.habits.countries.iter().find(|(name, _)| *name == core || *name == word);
            if let Some((name, other)) = country
                && random.chance(self.habits.names)
            {
                out.push_str(other);
                // A program does not mind the hyphen: "USA -led".
                let rest = &piece[name.len().min(word.len())..];
                out.push_str(if rest.starts_with('-') { " " } else { "" });
                out.push_str(rest);
                continue;
            }
            // Or puts the name back with a space before its hyphen.
            if core.starts_with(char::is_uppercase)
                && rest == "-"
                && random.chance(self.habits.names)
            {
                out.push_str(core);
                out.push_str(" -");
                continue;
            }
            let first = out.trim_end().is_empty();
            let key = if first { core.to_lowercase() } else { core.to_owned() };
            match self.table.get(key.as_str()) {
                Some(choices) if random.chance(share) => {
                    let choice = random.pick(choices);
                    let upper = core.starts_with(char::is_uppercase);
                    out.push_str(&if upper { capital(choice) } else { choice.clone() });
                }
                _ => out.push_str(core),
            }
            out.push_str(rest);
        }
        out
    }
}

fn table(text: &'static str) -> BTreeMap<&'static str, Vec<String>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(' '))
        .map(|(word, choices)| (word, choices.split('|').map(|c| c.replace('_', " ")).collect()))
        .collect()
}

/// "A was seized by B" to "B seized A", where both are short.
fn active(sentence: &str) -> Option<String> {
    let (subject, rest) = sentence.split_once(" was ").or_else(|| sentence.split_once(" were "))?;
    let (verb, agent) = rest.split_once(" by ")?;
    let fits = subject.split(' ').count() <= 6
        && !verb.contains(' ')
        && verb.ends_with("ed")
        && agent.split(' ').count() <= 8;
    fits.then(|| format!("{} {verb} {}", capital(agent), lower(subject)))
}

/// The text with a capital at its beginning.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The text without the capital of a sentence's beginning, where its first word
/// is one that is not a name.
fn lower(text: &str) -> String {
    const SMALL: &[&str] = &[
        "The", "A", "An", "After", "When", "While", "As", "In", "On", "Although", "Before", "If",
        "His", "Her", "Their", "Its", "This", "These", "Two", "Three",
    ];
    let first = text.split(' ').next().unwrap_or_default();
    if SMALL.contains(&first) {
        let mut chars = text.chars();
        chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
    } else {
        text.to_owned()
    }
}
