//! The second seed document, a spun copy: is it told from an original?
//!
//! Its original is not in the data. So one is rebuilt from it: the marks undone
//! and its words replaced by the test spinner's, which gives a text that
//! differs from it as an original would, without marks.

use super::random::Random;
use super::score::rounded;
use super::spinner::Spinner;
use crate::eval::files::in_gold;
use annals_extract::plain;
use annals_link::origins::{Kind, Options, Report, trace};
use annals_model::{Block, Prose};
use anyhow::{Context as _, Result};
use serde_json::{Map, Value, json};

/// How many marks of a spun copy a text has.
pub(super) fn marks(text: &str) -> u32 {
    let block = Block::Paragraph(Prose::plain(text));
    let note = plain::spun_copy_marks(&[block]);
    note.map_or(0, |note| note.problem.matches(';').count() as u32 + 1)
}

/// Adds the figures, where the gold data is.
pub(super) fn measure(
    options: &Options,
    show: bool,
    figures: &mut Map<String, Value>,
) -> Result<()> {
    let Some(path) = in_gold("seeds/001_83189f8e2ac02f51.txt") else {
        println!("no second seed document: set ANNALS_GOLD");
        return Ok(());
    };
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let lines = text.lines().map(str::trim);
    // The body: lines of a sentence's length.
    let body: Vec<&str> = lines.filter(|line| line.split(' ').count() > 18).collect();
    let body = body.join("\n\n");
    let mut original = body.clone();
    for (mark, meant) in [
        ("United Nations -led", "UN-led"),
        ("US -backed", "U.S.-backed"),
        ("USA -backed", "U.S.-backed"),
        ("choline", "chlorine"),
        ("Russian Federation", "Russia"),
    ] {
        original = original.replace(mark, meant);
    }
    let original = Spinner::of_testing().spin(&original, &mut Random::new(1, "seed"));
    let report =
        |id, text| Report { id, text, lang: "en", spun_marks: marks(text), ..Report::default() };
    // The copy first, so that order does not help.
    let origins = trace(&[report(0, &body), report(1, &original)], options);
    figures.insert("seed_marks".into(), json!(marks(&body)));
    let trace = origins.traces.first();
    let right = trace.is_some_and(|t| t.report == 0 && t.kind == Kind::Spun);
    figures.insert("seed_is_spun".into(), rounded(f64::from(u8::from(right))));
    if show {
        println!("SEED {trace:#?}");
    }
    Ok(())
}
