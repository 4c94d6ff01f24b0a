//! What annals found: the reports of an event by their origins, with what shows
//! that a report is a copy.

use super::dates::Style;
use super::event::web_page;
use super::markup::Markup;
use super::page::Page;
use crate::wire::{Report, ReportCopy, Reports};

/// The kinds of copies that have a message, `copy-wire`; another one is said as it is.
const KINDS: &[&str] = &["copy", "wire", "excerpt", "merged", "spun"];

/// "7 reports, 2 origins"
pub(crate) fn heading(page: &Page<'_>, reports: &Reports) -> String {
    let count = page.messages.count("n-reports", reports.count);
    let origins = page.messages.count("n-origins", reports.origins);
    page.messages.fill("reports-and-origins", &[("from", &count), ("to", &origins)])
}

/// The origins as items of a list, each with its copies below.
pub(crate) fn groups(page: &Page<'_>, reports: &Reports) -> Markup {
    let mut out = Markup::with_capacity(reports.groups.len() * 400);
    for group in &reports.groups {
        out.raw("<li>");
        article(page, &mut out, &group.origin);
        if !group.copies.is_empty() {
            out.raw("\n<ul class=\"copies\">");
            for it in &group.copies {
                out.raw("<li>");
                copy(page, &mut out, it);
                out.raw("</li>\n");
            }
            out.raw("</ul>");
        }
        out.raw("</li>\n");
    }
    out
}

/// An article's headline, or its publisher, with its address, and who published it when.
fn article(page: &Page<'_>, out: &mut Markup, report: &Report) {
    let title = report.title.trim();
    let name = if title.is_empty() { report.publisher.trim() } else { title };
    web_page(out, name, report.url.as_deref());
    out.raw(" <span class=\"host\">");
    if !title.is_empty() {
        out.text(&report.publisher);
    }
    if let Some(day) = &report.published {
        if !title.is_empty() {
            page.say(out, "list-comma");
        }
        page.time(out, day, Style::Plain);
    }
    out.raw("</span>");
    for (flag, message) in [(report.found, "report-found"), (report.uncounted, "report-uncounted")]
    {
        if flag {
            out.raw(" <span class=\"label\">");
            page.say(out, message);
            out.raw("</span>");
        }
    }
}

fn copy(page: &Page<'_>, out: &mut Markup, copy: &ReportCopy) {
    article(page, out, &copy.report);
    out.raw("\n<ul class=\"why\"><li><b>");
    match KINDS.iter().find(|kind| **kind == copy.kind) {
        Some(kind) => page.say(out, &format!("copy-{kind}")),
        None => {
            out.text(&copy.kind);
        }
    }
    out.raw("</b></li>");
    if let Some(sentences) = copy.sentences {
        let said = page.messages.count("n-same-sentences", sentences.into());
        out.raw("<li>").text(&said).raw("</li>");
    }
    for words in &copy.changed {
        out.raw("<li><del>").text(&words.before).raw("</del> <ins>");
        out.text(&words.after).raw("</ins></li>");
    }
    if let Some(credit) = copy.credit.as_deref().filter(|c| !c.trim().is_empty()) {
        let said = page.messages.fill("copy-credits", &[("name", credit)]);
        out.raw("<li>").text(&said).raw("</li>");
    }
    out.raw("</ul>");
}
