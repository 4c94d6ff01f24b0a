//! What explains each event, and whom it names: computed after the links, which it follows.

use crate::ArchiveError;
use annals_link::background::{Edge, STEPS, Step, backgrounds};
use annals_link::timeline::{Appearance, appearances};
use annals_link::{Index, Options};
use annals_store::{BackgroundRow, BackgroundTie, ContextLabel, NamedRow, Subject, Writer};
use std::collections::HashMap;

/// Computes what explains the items from `from` on and whom they name, keeps it,
/// and notes under `seq` whose pages change by it. `rows` are the items' rows,
/// whose links are kept already.
pub(crate) fn run(
    writer: &Writer<'_>,
    seq: i64,
    index: &Index<'_>,
    rows: &[i64],
    from: usize,
    options: &Options,
) -> Result<(), ArchiveError> {
    let lists = edges(writer, rows, from)?;
    let chains = backgrounds(index, from, &lists, options);
    let names = appearances(index, from, options);
    for ((row, chain), names) in rows[from..].iter().zip(chains).zip(names) {
        let chain: Vec<BackgroundRow> = chain.into_iter().map(|step| kept(step, rows)).collect();
        let names: Vec<NamedRow> = names.into_iter().map(named).collect();
        let changed = [writer.set_background(*row, &chain)?, writer.set_named(*row, &names)?];
        if changed.contains(&true) {
            writer.touch(seq, &[Subject::Links(*row)])?;
        }
    }
    Ok(())
}

/// The links that chains of the items from `from` on may follow: their own, and
/// step by step those of the events that they lead to. The others stay empty.
fn edges(writer: &Writer<'_>, rows: &[i64], from: usize) -> Result<Vec<Vec<Edge>>, ArchiveError> {
    let at: HashMap<i64, u32> = rows.iter().copied().zip(0..).collect();
    let mut lists: Vec<Vec<Edge>> = vec![Vec::new(); rows.len()];
    let mut read = vec![false; rows.len()];
    let mut open: Vec<usize> = (from..rows.len()).collect();
    for _ in 0..STEPS {
        let mut next = Vec::new();
        for item in open {
            if std::mem::replace(&mut read[item], true) {
                continue;
            }
            for (other, score) in writer.related_rows(rows[item])? {
                // What lies outside the window is not followed.
                let Some(other) = at.get(&other) else { continue };
                lists[item].push(Edge { other: *other, score: score as f32 });
                next.push(*other as usize);
            }
        }
        open = next;
    }
    Ok(lists)
}

fn kept(step: Step, rows: &[i64]) -> BackgroundRow {
    let label = |c: annals_link::Shared| ContextLabel { key: c.key, title: c.label };
    BackgroundRow {
        other: rows[step.other],
        tie: BackgroundTie {
            toward: step.toward.name().to_owned(),
            context: step.context.into_iter().map(label).collect(),
            words: step.words,
        },
    }
}

fn named(name: Appearance) -> NamedRow {
    NamedRow {
        title: name.label,
        key: name.key,
        kind: name.kind.name().to_owned(),
        rarity: (name.rarity * 100.0).round().max(0.0) as u32,
    }
}
