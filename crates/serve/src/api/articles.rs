//! Articles: what the archive knows of them, not their text, which is their
//! publishers'.

use super::csv::Table;
use super::cursor;
use super::events::reading;
use super::media::Media;
use super::operations::{Answers, Operation, Question, Reply};
use super::parameters::{LIMIT, LONGEST_KEY, Parameter, Place, Takes};
use super::problems::MISSING;
use super::shapes::{Article, ArticleWhole, Items};
use crate::App;
use crate::answer::Problem;
use annals_archive::query;
use axum::http::Method;

pub(super) static OPERATIONS: &[Operation] = &[
    Operation {
        name: "listArticles",
        method: Method::GET,
        path: "/articles",
        group: "Sources",
        title: "The articles that the archive holds",
        about: "What is known of each, by address. Their text is their publishers'.",
        parameters: &[&HOST, &LIMIT, &CURSOR],
        formats: &[Media::Json, Media::Csv],
        answers: Answers::Items(|g| g.subschema_for::<Article>()),
        problems: &[],
        answer: list,
    },
    Operation {
        name: "getArticle",
        method: Method::GET,
        path: "/articles/{page}",
        group: "Sources",
        title: "One article, with its events and the report that it goes back to",
        about: "",
        parameters: &[&PAGE],
        formats: &[Media::Json],
        answers: Answers::One(|g| g.subschema_for::<ArticleWhole>()),
        problems: &[&MISSING],
        answer: one,
    },
];

static HOST: Parameter = Parameter {
    name: "source",
    place: Place::Query,
    takes: Takes::Text(255),
    most: 1,
    about: "The host that they lie on, without `www.`.",
    example: None,
};
static PAGE: Parameter = Parameter {
    name: "page",
    place: Place::Path,
    takes: Takes::Text(4 * LONGEST_KEY),
    most: 1,
    about: "The page's address, or its key as lists give it; a slash in it is written `%2F`.",
    example: None,
};
static CURSOR: Parameter = Parameter {
    name: "cursor",
    place: Place::Query,
    takes: Takes::Cursor("article-cursor"),
    most: 1,
    about: "The `next` of the page before.",
    example: None,
};

fn list(app: &App, question: &Question) -> Result<Reply, Problem> {
    let reader = app.archive().store.read()?;
    let values = &question.values;
    let after = match values.text("cursor") {
        None => String::new(),
        Some(cursor) => cursor::read::<1>("articles", cursor)?[0].clone(),
    };
    let host = values.text("source").map(|h| h.strip_prefix("www.").unwrap_or(h));
    let page = query::articles(&reader, host, &after, values.limit())?;
    let next = page.items.last().filter(|_| page.more);
    let next = next.map(|a| cursor::write("articles", &[&a.page]));
    let items: Vec<Article> = page.items.into_iter().map(Into::into).collect();
    if question.media == Media::Csv {
        let columns = ["page", "url", "title", "publisher", "published", "language"];
        let mut table = Table::new(&columns);
        for a in &items {
            let optional = [&a.url, &a.title, &a.publisher, &a.published.value, &a.language];
            let mut row = vec![a.page.as_str()];
            row.extend(optional.map(|text| text.as_deref().unwrap_or_default()));
            table.row(&row);
        }
        return Ok(Reply { bytes: table.into_bytes(), next, ..Reply::default() });
    }
    Ok(Reply::json(&Items { items, next: next.clone(), total: Some(page.total) }).next(next))
}

fn one(app: &App, question: &Question) -> Result<Reply, Problem> {
    let (state, reader) = reading(app)?;
    let page = question.values.text("page").unwrap_or_default();
    let found = query::article(&state.snapshot, &reader, page)?;
    let found = found.ok_or_else(|| MISSING.of("the archive has no article of this page"))?;
    Ok(Reply::json(&ArticleWhole::from(found)))
}
