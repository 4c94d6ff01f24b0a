//! Verifying an archive: what must hold, and what does not.

use crate::{Archive, ArchiveError, articles};
use annals_model::{Status, history};
use serde::Serialize;

/// What a check found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Events looked at.
    pub events: u64,
    /// Revisions looked at.
    pub revisions: u64,
    /// Articles looked at.
    pub articles: u64,
    /// Captures read back.
    pub captures: u64,
    /// What is wrong; empty where all is well.
    pub problems: Vec<String>,
}

/// Checks the database file, that every record is the fold of its revisions,
/// that addresses have the form they must have, that references lead somewhere,
/// and that every capture reads back with the bytes that were kept.
pub fn run(archive: &Archive) -> Result<Report, ArchiveError> {
    let reader = archive.store.read()?;
    let mut report = Report { problems: reader.verify()?, ..Report::default() };
    reader.each_event::<ArchiveError>(|event| {
        report.events += 1;
        let revisions = reader.revisions(event.row)?;
        report.revisions += revisions.len() as u64;
        let steps = history::steps(&revisions);
        let mut wrong = |what: &str| report.problems.push(format!("{}: {what}", event.id));
        match history::fold(&steps) {
            None => wrong("it has no revision"),
            Some(record) if *record != event.record => {
                wrong("its record is not the fold of its revisions");
            }
            Some(_) => {}
        }
        if event.record.statement.text.trim().is_empty() {
            wrong("its statement is empty");
        }
        if !event.path.starts_with('/')
            || event.path.split('/').skip(1).any(|s| s.is_empty() || s == "." || s == "..")
        {
            wrong("its address is not a clean path");
        }
        let mut referred = Vec::from_iter(event.record.under.map(|id| ("it stands under", id)));
        if let Status::MergedInto(id) = event.record.status {
            referred.push(("it is merged into", id));
        }
        for (what, id) in referred {
            if reader.event(id)?.is_none() {
                wrong(&format!("{what} {id}, which is not there"));
            }
        }
        Ok(())
    })?;
    reader.each_article::<ArchiveError>(|article| {
        report.articles += 1;
        // A telling that does not read back is an error of its own.
        if let Err(error) = reader.tellings(article.row) {
            report.problems.push(format!("{}: {error}", article.url));
        }
        Ok(())
    })?;
    report.captures = reader.article_counts()?.captures;
    report.problems.extend(articles::check_captures(archive, &reader)?);
    Ok(report)
}
