//! The queue: what waits for a person.

use super::failed;
use super::form::Fields;
use super::session::{for_editor, own_form};
use super::sign::see_other;
use crate::App;
use crate::answer::Problem;
use crate::html::{self, View};
use annals_archive::editing::{Act, Request};
use annals_archive::queue::{self, Asked, Kind};
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What waits on one page.
const ON_A_PAGE: usize = 25;

#[derive(Debug, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    kind: String,
    after: Option<String>,
    #[serde(default)]
    done: String,
}

pub(super) async fn page(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(which): Query<Which>,
) -> Response {
    for_editor(&app, headers, "/queue", move |app, asked, session| {
        let kind = Kind::from_name(&which.kind);
        let waiting = Asked { kind, after: which.after, limit: ON_A_PAGE };
        let page = queue::list(app.archive(), &waiting)?;
        let total: u64 = page.counts.values().sum();
        let counts: Vec<Value> = Kind::ALL
            .into_iter()
            .map(|k| {
                let count = page.counts.get(&k).copied().unwrap_or_default();
                json!({ "kind": k.name(), "message": format!("queue-{}", k.name()),
                            "count": count, "shown": Some(k) == kind })
            })
            .collect();
        let waiting: Vec<Value> = page
            .waiting
            .iter()
            .map(|w| {
                let acts: Vec<Value> = w
                    .acts
                    .iter()
                    .filter_map(|act| {
                        let value = serde_json::to_value(act).ok()?;
                        let name = value.get("kind")?.as_str()?;
                        Some(json!({ "message": format!("act-{name}"),
                                         "act": value.to_string() }))
                    })
                    .collect();
                let mut value = serde_json::to_value(w).unwrap_or_default();
                value["acts"] = acts.into();
                value
            })
            .collect();
        let said = json!({
            "csrf": session.csrf, "name": session.account, "counts": counts, "total": total,
            "kind": kind.map(Kind::name), "waiting": waiting, "next": page.next,
            "done": !which.done.is_empty(),
        });
        let view = View::new("queue.html", "/queue", "queue", said);
        Ok(html::page(app, asked, StatusCode::OK, view))
    })
    .await
}

pub(super) async fn answer(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let fields = Fields::new(pairs);
    for_editor(&app, headers, "/queue", move |app, asked, session| {
        own_form(app, asked, &session, &fields)?;
        let act: Act = serde_json::from_str(fields.text("answer"))
            .map_err(|_| Problem::invalid("choose one of the answers"))?;
        let reason = fields.text("reason").to_owned();
        let request = Request { act, reason, expected: BTreeMap::new() };
        super::act(app, &session, &request).map_err(failed)?;
        let kind = Kind::from_name(fields.text("kind")).map_or("", Kind::name);
        Ok(see_other(&format!("/queue?kind={kind}&done=1")))
    })
    .await
}
