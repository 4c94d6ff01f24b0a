//! An entity's form: what it is, which one it is, whether it is one.

use super::form::Fields;
use super::session::{for_editor, own_form};
use super::sign::see_other;
use super::{acts, failed};
use crate::App;
use crate::answer::{self, Problem};
use crate::html::{self, View};
use annals_archive::editing::Request;
use annals_store::NameKind;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    key: String,
    #[serde(default)]
    done: String,
}

pub(super) async fn page(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(which): Query<Which>,
) -> Response {
    let path = address(&which.key);
    for_editor(&app, headers, &path, move |app, asked, session| {
        let name = app.archive().store.read()?.name(NameKind::Entity, &which.key)?;
        let name = name.ok_or_else(|| Problem::missing().detail("there is no such name"))?;
        let page = json!({
            "key": name.key, "title": name.title, "url": name.path, "csrf": session.csrf,
            "kinds": ["person", "organisation", "place", "event", "work", "other"],
            "done": !which.done.is_empty(),
        });
        let view = View::new("entity.html", "/context", "edit", page);
        Ok(html::page(app, asked, StatusCode::OK, view))
    })
    .await
}

fn address(key: &str) -> String {
    format!("/edit/entity?key={}", answer::encode_query(key))
}

pub(super) async fn act(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let fields = Fields::new(pairs);
    let key = fields.text("key").to_owned();
    let path = address(&key);
    for_editor(&app, headers, &path, move |app, asked, session| {
        own_form(app, asked, &session, &fields)?;
        let act = acts::of_entity(&key, &fields)?;
        let reason = fields.text("reason").to_owned();
        let request = Request { act, reason, expected: BTreeMap::new() };
        super::act(app, &session, &request).map_err(failed)?;
        Ok(see_other(&format!("{}&done=1", address(&key))))
    })
    .await
}
