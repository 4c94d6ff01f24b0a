//! A wiki: pages with their revisions, behind the interface that MediaWiki has for programs.

use crate::{Reply, Request, Server};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, VecDeque};
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The path of the interface.
pub const API: &str = "/w/api.php";

/// Revisions with their text that an answer holds at most.
const LIMIT: usize = 50;

/// A wiki on a free port of loopback. Revisions are numbered over all pages, from 1001.
pub struct Wiki {
    server: Server,
    state: Arc<Mutex<State>>,
}

/// An answer out of turn.
#[derive(Debug, Clone)]
pub enum Fault {
    /// "The copies lag behind", with the seconds to wait.
    Maxlag(u64),
    /// An error of the interface with its code.
    Error(&'static str),
    /// "The answer would be too large": no revision, and the way on.
    Truncated,
    /// This instead of any answer.
    Reply(Reply),
}

/// A revision to save.
#[derive(Debug, Clone, Copy)]
pub struct Edit<'a> {
    /// When, RFC 3339 in whole seconds.
    pub at: &'a str,
    /// By whom; an address for somebody who is not logged in.
    pub by: &'a str,
    /// What the author says of it.
    pub comment: &'a str,
    /// The page's text from then on.
    pub text: &'a str,
}

#[derive(Debug, Clone)]
struct Revision {
    id: u64,
    at: String,
    by: String,
    comment: String,
    text: String,
    tags: Vec<String>,
    hidden: bool,
}

#[derive(Debug, Clone)]
struct Page {
    id: u64,
    title: String,
    revisions: Vec<Revision>,
}

#[derive(Debug, Default)]
struct State {
    pages: Vec<Page>,
    redirects: HashMap<String, String>,
    faults: VecDeque<Fault>,
    last: u64,
    limit: usize,
    gzip: bool,
    parts: bool,
}

impl Wiki {
    /// Starts one without pages.
    pub fn start() -> Wiki {
        let state = State { last: 1000, limit: LIMIT, ..State::default() };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        let server = Server::start(move |request| lock(&shared).answer(request));
        Wiki { server, state }
    }

    /// The address of the interface.
    pub fn api(&self) -> String {
        self.server.url(API)
    }

    /// What was asked so far.
    pub fn asked(&self) -> Vec<Request> {
        self.server.asked()
    }

    /// How often texts of revisions were asked for.
    pub fn asked_for_texts(&self) -> usize {
        let texts = |r: &&Request| r.query("rvprop").is_some_and(|p| p.contains("content"));
        self.asked().iter().filter(texts).count()
    }

    /// Saves a revision, of a new page where there is none; returns its id.
    pub fn save(&self, title: &str, edit: Edit<'_>) -> u64 {
        let mut state = lock(&self.state);
        state.last += 1;
        let revision = Revision {
            id: state.last,
            at: edit.at.to_owned(),
            by: edit.by.to_owned(),
            comment: edit.comment.to_owned(),
            text: edit.text.to_owned(),
            tags: Vec::new(),
            hidden: false,
        };
        let next = state.pages.len() as u64 + 1;
        match state.pages.iter_mut().find(|p| p.title == title) {
            Some(page) => page.revisions.push(revision),
            None => {
                let revisions = vec![revision];
                state.pages.push(Page { id: next, title: title.to_owned(), revisions });
            }
        }
        state.last
    }

    /// Hides the text, author and comment of a revision.
    pub fn hide(&self, id: u64) {
        self.revision(id, |revision| revision.hidden = true);
    }

    /// Marks a revision.
    pub fn tag(&self, id: u64, tag: &str) {
        self.revision(id, |revision| revision.tags.push(tag.to_owned()));
    }

    /// Removes a revision as if it had never been.
    pub fn remove(&self, id: u64) {
        for page in &mut lock(&self.state).pages {
            page.revisions.retain(|revision| revision.id != id);
        }
    }

    fn revision(&self, id: u64, change: impl Fn(&mut Revision)) {
        let mut state = lock(&self.state);
        let all = state.pages.iter_mut().flat_map(|p| &mut p.revisions);
        all.filter(|revision| revision.id == id).for_each(change);
    }

    /// Moves a page; its old title leads to the new one.
    pub fn rename(&self, from: &str, to: &str) {
        let mut state = lock(&self.state);
        for page in state.pages.iter_mut().filter(|p| p.title == from) {
            page.title = to.to_owned();
        }
        state.redirects.insert(from.to_owned(), to.to_owned());
    }

    /// What is answered next, before anything is answered as it should be.
    pub fn faults(&self, faults: impl IntoIterator<Item = Fault>) {
        lock(&self.state).faults.extend(faults);
    }

    /// Gives so many revisions an answer at most.
    pub fn limit(&self, limit: usize) {
        lock(&self.state).limit = limit;
    }

    /// Packs answers for whoever says that it unpacks them.
    pub fn gzip(&self) {
        lock(&self.state).gzip = true;
    }

    /// Answers questions about many pages in parts.
    pub fn in_parts(&self) {
        lock(&self.state).parts = true;
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    fn answer(&mut self, request: &Request) -> Reply {
        match self.faults.pop_front() {
            Some(Fault::Reply(reply)) => return reply,
            Some(Fault::Maxlag(seconds)) => {
                let error = json!({ "error": { "code": "maxlag", "lag": 7.5,
                    "info": "Waiting for a database server: 7.5 seconds lagged." } });
                let reply = self.reply(request, &error);
                return reply.with("Retry-After", &seconds.to_string());
            }
            Some(Fault::Error(code)) => return self.reply(request, &error(code)),
            Some(Fault::Truncated) if request.query("rvdir").is_some() => {
                let id: u64 =
                    request.query("pageids").and_then(|p| p.parse().ok()).unwrap_or_default();
                let from = request.query("rvcontinue").unwrap_or_else(|| "0".into());
                let whole = json!({
                    "continue": { "rvcontinue": from, "continue": "||" },
                    "warnings": { "result": { "warnings":
                        "This result was truncated because it would otherwise be larger than the limit of 12,582,912 bytes." } },
                    "query": { "pages": [{ "pageid": id, "ns": 100, "title": "x" }] }
                });
                return self.reply(request, &whole);
            }
            _ => {}
        }
        let is = |name: &str, value: &str| request.query(name).as_deref() == Some(value);
        if request.path() != API {
            return Reply::status(404);
        }
        if !(is("action", "query") && is("format", "json") && is("formatversion", "2")) {
            return self.reply(request, &error("badvalue"));
        }
        if request.query("maxlag").is_none() {
            return self.reply(request, &error("nomaxlag"));
        }
        let whole = match request.query("titles") {
            Some(titles) => self.latest(&titles, request),
            None => self.history(request),
        };
        self.reply(request, &whole)
    }

    fn reply(&self, request: &Request, whole: &Value) -> Reply {
        let body = whole.to_string().into_bytes();
        let media_type = "application/json; charset=utf-8";
        let takes =
            request.header("Accept-Encoding").is_some_and(|codings| codings.contains("gzip"));
        if !(self.gzip && takes) {
            return Reply::ok(media_type, body);
        }
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        let packed = packed.write_all(&body).and_then(|()| packed.finish()).expect("in memory");
        Reply::ok(media_type, packed).with("Content-Encoding", "gzip")
    }

    /// The last revisions of pages.
    fn latest(&self, titles: &str, request: &Request) -> Value {
        let titles: Vec<&str> = titles.split('|').collect();
        if titles.len() > 50 {
            return error("toomanyvalues");
        }
        let (mut normalized, mut redirects, mut pages) = (Vec::new(), Vec::new(), Vec::new());
        for asked in titles {
            let mut title = asked.replace('_', " ");
            if title != asked {
                normalized.push(json!({ "fromencoded": false, "from": asked, "to": title }));
            }
            if let Some(to) = self.redirects.get(&title) {
                redirects.push(json!({ "from": title, "to": to }));
                title.clone_from(to);
            }
            if title.contains(['<', '[', '{']) {
                let why = "The requested page title contains invalid characters.";
                pages.push(json!({ "title": title, "invalidreason": why, "invalid": true }));
                continue;
            }
            let page = self.pages.iter().find(|p| p.title == title);
            let last = page.and_then(|p| Some((p, p.revisions.last()?)));
            pages.push(match last {
                None => json!({ "ns": 100, "title": title, "missing": true }),
                Some((page, last)) => json!({
                    "pageid": page.id, "ns": 100, "title": page.title, "contentmodel": "wikitext",
                    "touched": last.at, "lastrevid": last.id, "length": last.text.len(),
                    "revisions": [{ "revid": last.id, "parentid": 0, "timestamp": last.at }]
                }),
            });
        }
        let mut whole = Map::new();
        if self.parts && request.query("rvcontinue").is_none() {
            // First the one property, with the next answer the other, in another order.
            for page in pages.iter_mut().filter_map(Value::as_object_mut) {
                page.remove("lastrevid");
                page.remove("revisions");
            }
            whole.insert("continue".into(), json!({ "continue": "||info", "rvcontinue": "1" }));
        } else {
            whole.insert("batchcomplete".into(), true.into());
        }
        let mut query = json!({ "pages": pages });
        if !normalized.is_empty() {
            query["normalized"] = normalized.into();
        }
        if !redirects.is_empty() {
            query["redirects"] = redirects.into();
        }
        whole.insert("query".into(), query);
        whole.into()
    }

    /// One page's revisions, oldest first.
    fn history(&self, request: &Request) -> Value {
        let id: u64 = request.query("pageids").and_then(|p| p.parse().ok()).unwrap_or_default();
        let Some(page) = self.pages.iter().find(|p| p.id == id) else {
            return json!({ "query": { "pages": [{ "pageid": id, "missing": true }] } });
        };
        if request.query("rvdir").as_deref() != Some("newer") {
            return error("baddir");
        }
        let number = |name: &str| request.query(name).and_then(|v| v.parse::<u64>().ok());
        let from = match (number("rvcontinue"), number("rvstartid"), request.query("rvstart")) {
            (Some(id), ..) => page.revisions.iter().position(|r| r.id >= id),
            (_, Some(id), _) => match page.revisions.iter().position(|r| r.id == id) {
                None => return error("nosuchrevid"),
                found => found,
            },
            (.., Some(time)) => page.revisions.iter().position(|r| r.at >= time),
            _ => Some(0),
        };
        let from = from.unwrap_or(page.revisions.len());
        let limit = number("rvlimit").map_or(LIMIT, |l| l as usize).min(self.limit).max(1);
        let shown = page.revisions.iter().skip(from).take(limit).map(Revision::json);
        let mut whole = json!({ "query": { "pages": [{
            "pageid": id, "ns": 100, "title": page.title, "revisions": shown.collect::<Vec<_>>()
        }] } });
        if let Some(next) = page.revisions.get(from + limit) {
            whole["continue"] = json!({ "rvcontinue": next.id.to_string(), "continue": "||" });
        }
        whole
    }
}

impl Revision {
    fn json(&self) -> Value {
        let slot = match self.hidden {
            true => json!({ "contentmodel": "wikitext", "texthidden": true }),
            false => {
                json!({ "contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": self.text })
            }
        };
        let mut json = json!({
            "revid": self.id, "parentid": self.id - 1, "minor": false, "timestamp": self.at,
            "size": self.text.len(), "tags": self.tags, "slots": { "main": slot }
        });
        if self.hidden {
            json["userhidden"] = true.into();
            json["commenthidden"] = true.into();
            json["sha1hidden"] = true.into();
            json["suppressed"] = true.into();
        } else {
            json["user"] = self.by.clone().into();
            json["comment"] = self.comment.clone().into();
            json["sha1"] = digest(&self.text).into();
            if self.by.parse::<std::net::IpAddr>().is_ok() {
                json["anon"] = true.into();
            }
        }
        json
    }
}

/// Stands for the SHA-1: the same for the same text.
fn digest(text: &str) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    format!("{hash:031x}")
}

fn error(code: &str) -> Value {
    json!({ "error": { "code": code, "info": format!("What was asked is wrong: {code}."),
        "docref": "See the interface's own page." }, "servedby": "test" })
}
