//! `annals show`

use super::{Outcome, article};
use crate::{article_arg, event_arg, moment::Moment, out};
use annals_archive::Archive;
use annals_archive::pages::{Snapshot, event_page, event_page_as_of};
use annals_publish::{Format, Settings, html, json, markdown, wire, xml};

/// Show one event or article, now or as it was known at a time
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An event's id or address, or the address of an article's page
    event: String,
    /// The form to show it in
    #[arg(long, default_value = "text", value_parser = ["text", "json", "xml", "md", "html"])]
    format: String,
    /// Show what was known at a time (a day means its end, UTC)
    #[arg(long, value_name = "TIME")]
    as_of: Option<Moment>,
}

pub(crate) fn run(args: Args, archive: &Archive) -> anyhow::Result<Outcome> {
    let reader = archive.store.read()?;
    if let Some(found) = article_arg::find(&reader, &args.event)? {
        return article::show(&reader, &found, &args.format, args.as_of);
    }
    let event = event_arg::find(&reader, &args.event)?;
    let snapshot = Snapshot::read(archive, &reader)?;
    let page = match args.as_of {
        None => event_page(&snapshot, &reader, &event)?,
        Some(time) => match event_page_as_of(&snapshot, &reader, &event, time.0)? {
            Some(page) => page,
            None => {
                out::line(format!("nothing was known of {} at {}", event.id, time.0))?;
                return Ok(Outcome::Problems);
            }
        },
    };
    let config = &archive.config;
    let settings = Settings {
        title: config.title.clone(),
        description: config.description.clone(),
        base_url: config.base_url.clone(),
        lang: config.lang.clone(),
        license: config.license.as_ref().map(|l| (l.name.clone(), l.url.clone())),
        formats: Format::ALL.to_vec(),
        hubs: Vec::new(),
    };
    let mut bytes = Vec::new();
    match args.format.as_str() {
        "json" => json::event(&page, &mut bytes),
        "xml" => xml::event(&page, &mut bytes),
        "md" => markdown::event(&page, &settings, &mut bytes),
        "html" => html::Theme::load(None)?.event(&settings, &page, &mut bytes)?,
        _ => bytes = text(&page).into_bytes(),
    }
    out::line(String::from_utf8_lossy(&bytes).trim_end())?;
    Ok(Outcome::Done)
}

/// The event as plain text for a terminal.
fn text(page: &wire::Event) -> String {
    let mut lines = vec![format!("{}  {}  {}", page.day, page.id, page.url)];
    lines.extend(
        page.status
            .as_ref()
            .map(|s| format!("{}: {}", s.state, s.reason.as_deref().unwrap_or_default())),
    );
    for path in &page.stories {
        let titles: Vec<&str> = path.iter().map(|s| s.title.as_str()).collect();
        lines.push(titles.join(" › "));
    }
    lines.push(format!("\n{}\n", page.statement.text));
    if let Some(summary) = &page.summary {
        lines.push(format!("{}\n", summary.text));
    }
    for source in &page.sources {
        let via = source.via.as_ref().map(|v| format!(" via {v}")).unwrap_or_default();
        let url = source.url.as_deref().unwrap_or_default();
        lines.push(format!("source: {}{via} {url}", source.name).trim_end().to_owned());
    }
    for change in &page.changes {
        let known = change.known_at.as_deref().unwrap_or("time not stated");
        lines.push(format!("revision {}: {}, {known}", change.number, change.grade));
    }
    for link in &page.related {
        let context: Vec<&str> = link.context.iter().map(|c| c.title.as_str()).collect();
        lines.push(format!(
            "{} {}: {} [{}]",
            link.relation,
            link.event.day,
            link.event.text,
            context.join(", ")
        ));
    }
    lines.join("\n")
}
