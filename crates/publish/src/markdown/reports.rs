//! The reports of an event with what goes back to what: writing the section and
//! reading it back.

use super::escape::{self, LINE, unescape};
use super::event::source_link;
use super::line::{Line, plain};
use super::{bullet, date, push, term};
use crate::wire::{ChangedWords, Event, Report, ReportCopy, ReportGroup, Reports, Source};
use crate::words::{Terms, Words};
use crate::{ReadError, decimal};

/// Stands between words and those in their place.
const BECAME: &str = " → ";

/// Appends the section; its heading is the numbers: `## 7 reports, 2 origins`.
pub(super) fn write(out: &mut Vec<u8>, reports: &Reports, words: &Words) {
    push(out, "\n## ");
    counted(out, reports.count, words.reports);
    push(out, ", ");
    counted(out, reports.origins, words.origins);
    push(out, "\n\n");
    for (at, group) in reports.groups.iter().enumerate() {
        let start = out.len();
        decimal::write(out, at as u64 + 1);
        push(out, ". ");
        let indent = &"                      "[..out.len() - start];
        link(out, &group.origin);
        details(out, &group.origin, indent, words);
        for it in &group.copies {
            push(out, indent);
            copy(out, it, &format!("{indent}  "), words);
        }
    }
}

fn counted(out: &mut Vec<u8>, number: u64, what: [&str; 2]) {
    decimal::write(out, number);
    out.push(b' ');
    push(out, what[usize::from(number != 1)]);
}

fn link(out: &mut Vec<u8>, report: &Report) {
    let (name, url) = (report.title.clone(), report.url.clone());
    source_link(out, &Source { name, url, ..Source::default() }, LINE);
    out.push(b'\n');
}

fn details(out: &mut Vec<u8>, report: &Report, indent: &str, words: &Words) {
    if !report.publisher.is_empty() {
        push(out, indent);
        bullet(out, words.publisher);
        escape::text(out, &report.publisher, LINE);
        out.push(b'\n');
    }
    if let Some(day) = &report.published {
        push(out, indent);
        bullet(out, words.published);
        date(out, day, words);
        out.push(b'\n');
    }
    for (flag, said) in [(report.found, words.found), (report.uncounted, words.uncounted)] {
        if flag {
            push(out, indent);
            push(out, "- ");
            push(out, said);
            out.push(b'\n');
        }
    }
}

fn copy(out: &mut Vec<u8>, copy: &ReportCopy, indent: &str, words: &Words) {
    bullet(out, words.copy);
    term(out, Terms::Copies, &copy.kind, words);
    push(out, ", ");
    link(out, &copy.report);
    details(out, &copy.report, indent, words);
    if let Some(sentences) = copy.sentences {
        push(out, indent);
        bullet(out, words.sentences);
        decimal::write(out, sentences.into());
        out.push(b'\n');
    }
    for pair in &copy.changed {
        push(out, indent);
        bullet(out, words.changed);
        escape::quoted(out, &pair.before);
        push(out, BECAME);
        escape::quoted(out, &pair.after);
        out.push(b'\n');
    }
    if let Some(credit) = &copy.credit {
        push(out, indent);
        bullet(out, words.credits);
        escape::text(out, credit, LINE);
        out.push(b'\n');
    }
}

/// Reads the heading behind `## `.
pub(super) fn begin(line: &Line) -> Result<Reports, ReadError> {
    let words = line.words;
    let mut line = Line { rest: line.rest, number: line.number, words };
    let count = number_of(&mut line, words.reports)?;
    line.expect(", ")?;
    let origins = number_of(&mut line, words.origins)?;
    if !line.rest.is_empty() {
        return Err(line.error("no section of an event's page"));
    }
    Ok(Reports { count, origins, groups: Vec::new() })
}

fn number_of(line: &mut Line, what: [&str; 2]) -> Result<u64, ReadError> {
    let number = line.number()?;
    line.expect(" ")?;
    // The longer form begins with the shorter one.
    if !line.eat(what[1]) {
        line.expect(what[0])?;
    }
    Ok(number)
}

/// Reads a line of the section.
pub(super) fn read(event: &mut Event, mut line: Line) -> Result<(), ReadError> {
    let words = line.words;
    let Some(reports) = &mut event.reports else {
        return Err(line.error("a report without its section"));
    };
    if line.rest.starts_with(|c: char| c.is_ascii_digit()) {
        line.number::<u64>()?;
        // A name that is empty may have lost its space.
        line.expect(". ")?;
        let origin = report(&mut line)?;
        reports.groups.push(ReportGroup { origin, copies: Vec::new() });
        return Ok(());
    }
    let Some(group) = reports.groups.last_mut() else {
        return Err(line.error("a report does not begin with its number"));
    };
    if line.eat_bullet(words.copy) {
        let raw = line.until(b",");
        let kind = line.term(Terms::Copies, raw)?;
        line.expect(",")?;
        line.eat(" ");
        let report = report(&mut line)?;
        group.copies.push(ReportCopy {
            report,
            kind,
            sentences: None,
            changed: Vec::new(),
            credit: None,
        });
        return Ok(());
    }
    let copy = group.copies.last_mut();
    if line.eat_bullet(words.sentences) {
        let error = line.error("sentences without their copy");
        copy.ok_or(error)?.sentences = Some(line.number()?);
    } else if line.eat_bullet(words.changed) {
        let error = line.error("words without their copy");
        let before = quoted(&mut line)?;
        line.expect(BECAME)?;
        let after = quoted(&mut line)?;
        copy.ok_or(error)?.changed.push(ChangedWords { before, after });
    } else if line.eat_bullet(words.credits) {
        let error = line.error("a credit without its copy");
        copy.ok_or(error)?.credit = Some(plain(line.all()));
    } else {
        let report = copy.map_or(&mut group.origin, |copy| &mut copy.report);
        detail(report, line)?;
    }
    Ok(())
}

fn report(line: &mut Line) -> Result<Report, ReadError> {
    let (title, url) = line.named_link(b"")?;
    Ok(Report { title, url, ..Report::default() })
}

fn detail(report: &mut Report, mut line: Line) -> Result<(), ReadError> {
    let words = line.words;
    let said = line.rest.strip_prefix("- ");
    if said == Some(words.found) {
        report.found = true;
    } else if said == Some(words.uncounted) {
        report.uncounted = true;
    } else if line.eat_bullet(words.publisher) {
        report.publisher = plain(line.all());
    } else if line.eat_bullet(words.published) {
        let raw = line.all();
        report.published = Some(line.date(raw)?);
    } else {
        return Err(line.error("no line about a report"));
    }
    Ok(())
}

fn quoted(line: &mut Line) -> Result<String, ReadError> {
    line.expect("\"")?;
    let value = unescape(line.until(b"\""));
    line.expect("\"")?;
    Ok(value)
}
