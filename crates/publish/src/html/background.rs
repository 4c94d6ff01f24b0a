//! How did we get here: the earlier events that explain the page's event.

use super::dates::Style;
use super::markup::Markup;
use super::page::Page;
use crate::wire::Step;

/// The steps as items of a list, oldest first.
pub(crate) fn steps(page: &Page<'_>, steps: &[Step]) -> Markup {
    let mut out = Markup::with_capacity(steps.len() * 500);
    for step in steps {
        out.raw("<li><span class=\"on\">");
        page.time(&mut out, &step.event.day, Style::Plain);
        out.raw("</span> ");
        page.event(&mut out, &step.event);
        tie(page, &mut out, step);
        out.raw("</li>\n");
    }
    out
}

/// What ties a step to the page's event, or to the step after it.
fn tie(page: &Page<'_>, out: &mut Markup, step: &Step) {
    let words = step.words.as_deref().filter(|words| !words.trim().is_empty());
    if step.context.is_empty() && words.is_none() {
        return;
    }
    out.raw("\n<ul class=\"why\">");
    if step.toward == "next" {
        out.raw("<li>");
        page.say(out, "tied-to-next");
        out.raw("</li>");
    }
    for thing in &step.context {
        out.raw("<li>");
        page.named(out, thing);
        out.raw("</li>");
    }
    if let Some(words) = words {
        out.raw("<li><q>").text(words).raw("</q></li>");
    }
    out.raw("</ul>");
}
