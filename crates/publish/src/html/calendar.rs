//! A month as a calendar: a table of weeks, each day with its number of events.

use super::dates::IsoDate;
use super::markup::Markup;
use super::page::Page;
use crate::wire::List;
use annals_model::Date;

/// A day of the month that has a page.
struct Linked<'a> {
    path: &'a str,
    count: u64,
}

/// Writes the calendar of a month's list; nothing where its title is no month
/// or no day of it is known.
pub(crate) fn month(page: &Page<'_>, list: &List, heading: &str, out: &mut Markup) {
    let Some(IsoDate::Month(month)) = IsoDate::parse(&list.title) else { return };
    let days = linked_days(list, month);
    if days.iter().all(Option::is_none) {
        return;
    }
    out.raw("<table class=\"calendar\"><caption>");
    out.text(&page.messages.fill("calendar-of", &[("name", heading)]));
    out.raw("</caption>\n<thead><tr>");
    for at in 0..7 {
        out.raw("<th scope=\"col\" abbr=\"").text(page.messages.weekday(at)).raw("\">");
        out.text(page.messages.weekday_short(at)).raw("</th>");
    }
    out.raw("</tr></thead>\n<tbody>\n<tr>");
    let before = month.weekday().to_monday_zero_offset();
    for _ in 0..before {
        out.raw("<td></td>");
    }
    let mut column = before;
    for day in 1..=month.days_in_month() {
        if column == 7 {
            out.raw("</tr>\n<tr>");
            column = 0;
        }
        cell(page, day, &days[day as usize], out);
        column += 1;
    }
    for _ in column..7 {
        out.raw("<td></td>");
    }
    out.raw("</tr>\n</tbody></table>\n");
}

fn cell(page: &Page<'_>, day: i8, linked: &Option<Linked<'_>>, out: &mut Markup) {
    let number = u64::from(day.unsigned_abs());
    match linked {
        Some(linked) => {
            out.raw("<td><a href=\"");
            page.href(out, linked.path);
            // The bare number is for the eye, the words are for the ear.
            out.raw("\">").number(number).raw(" <small aria-hidden=\"true\">");
            out.text(&page.messages.number(linked.count)).raw("</small><span class=\"ear\">");
            out.text(&page.messages.count("n-events", linked.count)).raw("</span></a></td>");
        }
        None => {
            out.raw("<td>").number(number).raw("</td>");
        }
    }
}

/// The month's days by number, from the entries, or from the sections where the
/// entries name none.
fn linked_days(list: &List, month: Date) -> [Option<Linked<'_>>; 32] {
    let mut days = [const { None }; 32];
    let entries = list.entries.iter().map(|e| (e.title.as_str(), Some(e.url.as_str()), e.count));
    let sections =
        list.sections.iter().map(|s| (s.title.as_str(), s.url.as_deref(), s.items.len() as u64));
    for (title, path, count) in sections.chain(entries) {
        if let (Some(IsoDate::Day(day)), Some(path)) = (IsoDate::parse(title), path)
            && (day.year(), day.month()) == (month.year(), month.month())
        {
            days[day.day() as usize] = Some(Linked { path, count });
        }
    }
    days
}
