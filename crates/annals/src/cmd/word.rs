//! A person's word: the options that every correction has, and how it is shown.

use super::{Outcome, Usage};
use crate::{moment, out};
use annals_archive::corrections::{Said, Saying, say};
use annals_archive::{Archive, ArchiveError, relink};
use annals_model::{Correction, CorrectionKind, Matter, Verdict};
use serde_json::{Value, json};

/// Who says it, and why.
#[derive(Debug, clap::Args)]
pub(crate) struct Word {
    /// Why; it is kept for ever
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// Who says it
    #[arg(
        long,
        value_name = "NAME",
        env = "ANNALS_EDITOR",
        hide_env_values = true,
        default_value = "editor"
    )]
    pub(crate) by: String,
    /// Print the correction as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Word {
    /// Records what is said of a matter and shows it.
    pub(crate) fn say(
        &self,
        archive: &Archive,
        matter: Matter,
        verdict: Verdict,
    ) -> anyhow::Result<Outcome> {
        self.say_all(archive, vec![(matter, verdict)], None)
    }

    /// Records several words, each by itself, and shows them.
    pub(crate) fn say_all(
        &self,
        archive: &Archive,
        words: Vec<(Matter, Verdict)>,
        title: Option<&str>,
    ) -> anyhow::Result<Outcome> {
        let mut all = Vec::new();
        for (matter, verdict) in words {
            let saying = Saying {
                matter,
                verdict,
                by_name: self.by.clone(),
                reason: self.reason.clone(),
                title: title.map(str::to_owned),
            };
            all.push(say(archive, &saying, moment::now()).map_err(refused)?);
        }
        show(archive, &all, self.json)
    }
}

/// What cannot be is wrong usage and no failure.
pub(crate) fn refused(error: ArchiveError) -> anyhow::Error {
    match error {
        ArchiveError::Refused(why) => Usage(why).into(),
        other => other.into(),
    }
}

/// Shows what was said.
pub(crate) fn show(archive: &Archive, all: &[Said], as_json: bool) -> anyhow::Result<Outcome> {
    if as_json {
        let list: Vec<Value> = all.iter().map(said).collect();
        match list.as_slice() {
            [one] => out::json(one)?,
            several => out::json(&several)?,
        }
        return Ok(Outcome::Done);
    }
    for said in all {
        let before = if said.new { "" } else { "said before: " };
        out::line(format!("{before}{}", line(&said.correction)))?;
        if let Some(event) = said.revised {
            out::line(format!("the event {event} has a new revision"))?;
        }
    }
    if !relink::is_current(archive)? {
        out::line("hint: `annals link` brings what is computed up to date")?;
    }
    Ok(Outcome::Done)
}

fn said(said: &Said) -> Value {
    let mut value = json(&said.correction);
    value["new"] = said.new.into();
    value["revised"] = json!(said.revised.map(|id| id.to_string()));
    value
}

/// A correction as JSON.
pub(crate) fn json(correction: &Correction) -> Value {
    json!({
        "number": correction.number,
        "kind": correction.matter.kind.name(),
        "subject": correction.matter.subject,
        "object": correction.matter.object,
        "verdict": correction.verdict.name(),
        "by": correction.by_name,
        "reason": correction.reason,
        "recorded_at": correction.recorded_at.to_string(),
        "known_at": correction.known_at.map(|t| t.to_string()),
    })
}

/// A correction as a line: "3  en:Burma is en:Myanmar, said editor Ada: renamed".
pub(crate) fn line(correction: &Correction) -> String {
    format!(
        "{:>3}  {}, said {}: {}",
        correction.number,
        sentence(correction),
        correction.by_name,
        correction.reason
    )
}

/// What is said, as a sentence.
fn sentence(correction: &Correction) -> String {
    let Matter { kind, subject, object } = &correction.matter;
    let statement = |yes: &str, no: &str| match correction.verdict {
        Verdict::Yes => format!("{subject} {yes}"),
        Verdict::No => format!("{subject} {no}"),
        Verdict::Withdrawn => format!("nothing more of whether {subject} {yes}"),
    };
    match kind {
        CorrectionKind::EntityMerge => {
            statement(&format!("is {object}"), &format!("is not {object}"))
        }
        CorrectionKind::EntityKind => {
            statement(&format!("is of kind {object}"), &format!("is not of kind {object}"))
        }
        CorrectionKind::EntityJunk => statement("is never context", "may be context"),
        CorrectionKind::EntityConfirmed => statement("is an entity", "is no entity"),
        CorrectionKind::Story => statement(
            &format!("is part of the story `{object}`"),
            &format!("is not part of the story `{object}`"),
        ),
        CorrectionKind::Related => statement(
            &format!("belongs together with {object}"),
            &format!("does not belong together with {object}"),
        ),
        CorrectionKind::Reports => {
            statement(&format!("reports {object}"), &format!("does not report {object}"))
        }
        CorrectionKind::Mentions => {
            statement(&format!("mentions {object}"), &format!("does not mention {object}"))
        }
        CorrectionKind::Origin => {
            statement(&format!("is a copy of {object}"), &format!("is no copy of {object}"))
        }
        CorrectionKind::Draft => statement(&format!("tells the event {object}"), "tells no event"),
    }
}
