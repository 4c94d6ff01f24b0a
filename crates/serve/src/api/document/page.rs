//! The pages that describe the API: plain HTML by the site's own templates.

use super::openapi;
use crate::App;
use crate::answer::Problem;
use crate::api::operations::{self, Answers, Operation};
use crate::api::parameters::{Parameter, Place, Takes};
use crate::api::{BASE, problems};
use annals_archive::ArchiveError;
use annals_publish::html::Served;
use axum::http::Method;
use serde_json::{Value, json};

/// The page of everything that can be asked.
pub(super) fn home(app: &App) -> Result<Vec<u8>, Problem> {
    let groups = openapi::groups().into_iter().map(|group| {
        let of_group = operations::all().filter(|o| o.group == group);
        json!({ "title": group, "operations": of_group.map(operation).collect::<Vec<_>>() })
    });
    let document = openapi::document(None);
    render(
        app,
        "api.html",
        "/api/v1/index",
        "API",
        &json!({ "about": document["info"]["description"], "groups": groups.collect::<Vec<_>>() }),
    )
}

/// The page of the kinds of problems.
pub(super) fn problems(app: &App) -> Result<Vec<u8>, Problem> {
    let kinds = problems::KINDS.iter().map(|kind| {
        json!({
            "name": kind.name,
            "status": kind.status.as_u16(),
            "title": kind.title,
            "about": kind.about,
        })
    });
    let kinds = json!({ "kinds": kinds.collect::<Vec<_>>() });
    render(app, "api_problems.html", "/api/v1/problems", "Problems of the API", &kinds)
}

fn render(
    app: &App,
    template: &str,
    path: &str,
    title: &str,
    page: &Value,
) -> Result<Vec<u8>, Problem> {
    let rendering = app.live.rendering();
    let served =
        Served { template, path, lang: "en", title, kind: "api", event: None, feeds: &[], page };
    let mut bytes = Vec::with_capacity(64 * 1024);
    rendering
        .theme
        .served(&rendering.settings, &served, &mut bytes)
        .map_err(|error| ArchiveError::Config(error.to_string()))?;
    Ok(bytes)
}

fn operation(operation: &Operation) -> Value {
    let path = format!("{}{}", BASE.trim_end_matches('/'), operation.path);
    // An address that needs nothing filled in can be tried.
    let needed = operation.parameters.iter().any(|p| p.place != Place::Query);
    let tried = (operation.method == Method::GET && !needed).then(|| format!("{path}?limit=3"));
    let formats = operation.formats.iter().map(|m| format!("{} (.{})", m.media_type(), m.suffix()));
    let problems = openapi::by_status(operation).into_iter().flat_map(|(status, kinds)| {
        kinds.into_iter().map(move |k| json!({ "status": status, "name": k.name }))
    });
    json!({
        "name": operation.name,
        "method": operation.method.as_str(),
        "path": path,
        "title": operation.title,
        "about": operation.about,
        "tried": tried,
        "list": matches!(operation.answers, Answers::Items(_)),
        "parameters": operation.parameters.iter().map(|p| parameter(p)).collect::<Vec<_>>(),
        "formats": formats.collect::<Vec<_>>().join(", "),
        "problems": problems.collect::<Vec<_>>(),
    })
}

fn parameter(parameter: &Parameter) -> Value {
    let takes = match parameter.takes {
        Takes::Id => "an id".to_owned(),
        Takes::Day => "a day, 2016-09-09".to_owned(),
        Takes::Moment => "a time (RFC 3339) or a day".to_owned(),
        Takes::Number(least, u32::MAX, _) => format!("a number from {least}"),
        Takes::Number(least, most, None) => format!("a number from {least} to {most}"),
        Takes::Number(least, most, Some(default)) => {
            format!("a number from {least} to {most}; {default} where it is not given")
        }
        Takes::Word(words) => {
            format!("{}; {} where it is not given", words.join(", "), words[0])
        }
        Takes::Text(_) => "a text".to_owned(),
        Takes::Cursor(_) => "a cursor".to_owned(),
    };
    let often = match parameter.most {
        1 => String::new(),
        most => format!("; up to {most} times, all must hold"),
    };
    json!({
        "name": parameter.name,
        "place": if parameter.place == Place::Path { "path" } else { "query" },
        "takes": format!("{takes}{often}"),
        "about": parameter.about,
    })
}
