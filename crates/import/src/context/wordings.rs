//! The wordings of one event in their order, and the heading that some of them begin with.

use super::{
    address, clean,
    draft::{MOST_VALUES, Notes, note, pages},
    page::{Edition, Mark, Wording},
    reunite::{Content, Telling},
    topic,
};
use annals_model::{Date, Timestamp, fold_key, history};
use std::collections::HashSet;

/// A change that was stamped this many days after the event's day was stamped
/// by a bulk import: The Context's own lists show one hour of 6 February 2018
/// on thousands of events of earlier years, while its real updates came within days.
const LATE_DAYS: i64 = 30;

/// One wording on its way to a version.
pub(super) struct Worded {
    pub(super) text: String,
    pub(super) time: Option<Timestamp>,
    pub(super) path: Option<String>,
}

/// The heading that some wording or a day's page shows as "Topic: sentence".
///
/// Certain where the same sentence is also known without it, or the heading is
/// a topic or a label of the event; a sentence that stands on a day's page only
/// and looks the part is taken for it as well.
pub(super) fn prefix(tellings: &[Telling]) -> Option<String> {
    let mut bare: HashSet<String> = HashSet::new();
    let mut named: HashSet<String> = HashSet::new();
    let mut texts: Vec<String> = Vec::new();
    let mut alone = true;
    for telling in tellings {
        texts.push(telling.text.text.clone());
        match &telling.content {
            Content::Page(page) => {
                alone = false;
                named.extend(page.topic.as_deref().map(|t| fold_key(&clean::text(t))));
                texts.extend(page.changes.iter().map(|w| clean::text(&w.text)));
            }
            Content::Item(item) => {
                named.extend(item.topic.as_deref().map(|t| fold_key(&clean::text(t))));
                named.extend(item.context.iter().map(|c| fold_key(&clean::text(c))));
            }
        }
    }
    bare.extend(texts.iter().map(|t| fold_key(t)));
    texts.iter().find_map(|text| {
        let (topic, sentence) = topic::split(text)?;
        (alone || named.contains(&fold_key(topic)) || bare.contains(&fold_key(sentence)))
            .then(|| topic.to_owned())
    })
}

/// The text without the heading before it.
pub(super) fn without_prefix<'t>(text: &'t str, prefix: Option<&str>) -> &'t str {
    match topic::split(text) {
        Some((topic, sentence)) if Some(topic) == prefix => sentence,
        _ => text,
    }
}

/// The wordings, oldest first: the order of the lists of changes, what none of
/// them names before them, what the day's page shows last where nothing else is current.
pub(super) fn wordings(
    day: Date,
    edition: Edition,
    tellings: &[Telling],
    prefix: Option<&str>,
    notes: &mut Notes,
) -> Vec<Worded> {
    let mut lists: Vec<(&Telling, &[Wording])> = pages(tellings)
        .map(|(t, p)| (t, p.changes.as_slice()))
        .filter(|(_, c)| !c.is_empty())
        .collect();
    lists.sort_by_key(|(_, changes)| std::cmp::Reverse(changes.len()));
    let mut merged: Vec<Worded> = Vec::new();
    let mut current: Option<String> = None;
    for (telling, changes) in lists {
        let mut place = 0;
        for wording in changes {
            let text = clean::text(&wording.text);
            if text.is_empty() || merged.len() >= MOST_VALUES {
                continue;
            }
            report_time(day, telling, wording, notes);
            if wording.mark == Mark::Current && current.is_none() {
                current = Some(text.clone());
            }
            match merged.iter().position(|w| w.text == text) {
                Some(at) => {
                    if merged[at].time.is_none() {
                        merged[at].time = wording.time;
                    }
                    place = at + 1;
                }
                None => {
                    let path = wording.path.clone();
                    merged.insert(place, Worded { text, time: wording.time, path });
                    place += 1;
                }
            }
        }
        let times: Vec<Timestamp> = changes.iter().filter_map(|w| w.time).collect();
        if times.windows(2).any(|w| w[0] > w[1]) {
            let problem = "the list of changes does not follow its own times".to_owned();
            let kept = note(
                changes.first().map(|w| w.line),
                "changes-out-of-order",
                problem,
                "kept both; the archive goes by the times",
            );
            notes.push((telling.name.clone(), kept));
        }
    }
    let had_lists = !merged.is_empty();
    let mut older: Vec<Worded> = Vec::new();
    let mut newest: Option<Worded> = None;
    for telling in tellings {
        let text = without_prefix(&telling.text.text, prefix).to_owned();
        let known =
            |list: &[Worded]| list.iter().any(|w| w.text == text || w.text == telling.text.text);
        if text.is_empty() || known(&merged) || known(&older) {
            continue;
        }
        let path = telling.path.clone().map(|p| address::in_edition(p, edition));
        let worded = Worded { text: text.clone(), time: None, path };
        match telling.content {
            Content::Page(_) => older.push(worded),
            // The day's page showed the wording of its time: the latest that is
            // known, unless a list of changes says otherwise.
            Content::Item(_) if !had_lists && newest.is_none() => newest = Some(worded),
            Content::Item(_) => older.push(worded),
        }
    }
    if let Some(newest) = newest {
        older.retain(|w| w.text != newest.text);
        older.push(newest);
    } else if !had_lists && older.len() > 1 {
        let listed = |w: &Worded| {
            tellings.iter().any(|t| {
                matches!(t.content, Content::Item(_))
                    && without_prefix(&t.text.text, prefix) == w.text
            })
        };
        older.sort_by(|a, b| (listed(a), &a.path).cmp(&(listed(b), &b.path)));
    }
    older.append(&mut merged);
    if let Some(current) = current
        && let Some(at) = older.iter().position(|w| w.text == current)
        && at + 1 < older.len()
    {
        let last = older.remove(at);
        older.push(last);
    }
    older
}

/// Notes a time that can only be that of a bulk import.
fn report_time(day: Date, telling: &Telling, wording: &Wording, notes: &mut Notes) {
    let Some(time) = wording.time else { return };
    let late = time.as_second() - history::day_start(day).as_second();
    if late > LATE_DAYS * 86_400 {
        let problem = format!("a wording of an event of {day} is stamped {time}");
        let kept = note(
            Some(wording.line),
            "time-after-the-fact",
            problem,
            "kept the time as the upstream's word; it may be the time of a bulk import",
        );
        notes.push((telling.name.clone(), kept));
    }
}
