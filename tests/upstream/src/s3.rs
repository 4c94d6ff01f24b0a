//! A server that speaks enough S3: it keeps objects in memory, and believes only what
//! is signed as it should be (SigV4 in the query of an address; reckoned here anew from
//! Amazon's description of it:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>).

use crate::{Reply, Request, Server};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The keys that the server believes.
pub const ACCESS_KEY: &str = "AKIDTEST";
/// The secret that belongs to them.
pub const SECRET_KEY: &str = "a secret of the tests";
/// Its one bucket.
pub const BUCKET: &str = "news";
/// Its region.
pub const REGION: &str = "test-1";
/// Keys of one page of a list: few, so that pages are turned.
const PAGE: usize = 7;

/// An object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The headers that it was put with.
    pub headers: BTreeMap<String, String>,
}

/// What the server did, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// An object was put.
    Put(String),
    /// An object was removed.
    Deleted(String),
}

#[derive(Default)]
struct State {
    objects: BTreeMap<String, Stored>,
    deeds: Vec<Deed>,
    uploads: BTreeMap<String, Upload>,
    /// How many requests are still served; `None` is all.
    left: Option<usize>,
    /// How many of the next requests are answered with 503.
    busy: usize,
    problems: Vec<String>,
}

struct Upload {
    key: String,
    headers: BTreeMap<String, String>,
    parts: BTreeMap<u32, Vec<u8>>,
}

/// A server with one bucket.
pub struct Bucket {
    server: Server,
    state: Arc<Mutex<State>>,
}

impl Bucket {
    /// Starts one, empty.
    pub fn start() -> Bucket {
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let server = Server::start(move |request| {
            let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
            state.answer(request)
        });
        Bucket { server, state }
    }

    /// Its address.
    pub fn endpoint(&self) -> String {
        self.server.url("")
    }

    /// Everything that lies there.
    pub fn objects(&self) -> BTreeMap<String, Stored> {
        self.state().objects.clone()
    }

    /// What was done since this was last asked.
    pub fn deeds(&self) -> Vec<Deed> {
        std::mem::take(&mut self.state().deeds)
    }

    /// Puts an object there as somebody else would.
    pub fn place(&self, key: &str, bytes: &[u8]) {
        let object = Stored { bytes: bytes.to_vec(), headers: BTreeMap::new() };
        self.state().objects.insert(key.to_owned(), object);
    }

    /// Takes an object away as somebody else would.
    pub fn lose(&self, key: &str) {
        self.state().objects.remove(key);
    }

    /// Serves so many more requests and then refuses everything, as if the other side
    /// were gone; `None` serves again.
    pub fn serve(&self, requests: Option<usize>) {
        self.state().left = requests;
    }

    /// Answers the next requests with 503.
    pub fn be_busy(&self, requests: usize) {
        self.state().busy = requests;
    }

    /// Requests that were not signed as they should be, and others that make no sense.
    pub fn problems(&self) -> Vec<String> {
        self.state().problems.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn answer(&mut self, request: &Request) -> Reply {
        match &mut self.left {
            Some(0) => return error(403, "GoneAway"),
            Some(left) => *left -= 1,
            None => {}
        }
        if self.busy > 0 {
            self.busy -= 1;
            return error(503, "SlowDown");
        }
        if let Err(why) = check(request) {
            self.problems.push(format!("{} {}: {why}", request.method, request.path()));
            return error(403, "SignatureDoesNotMatch");
        }
        let path = decoded(request.path());
        let Some(key) = path.strip_prefix(&format!("/{BUCKET}")) else {
            return error(404, "NoSuchBucket");
        };
        let key = key.trim_start_matches('/').to_owned();
        match (request.method.as_str(), request.query("uploadId")) {
            ("PUT", Some(id)) => self.part(request, &id),
            ("POST", Some(id)) => self.complete(&key, &id),
            ("DELETE", Some(id)) => {
                self.uploads.remove(&id);
                Reply::status(204)
            }
            ("POST", None) => {
                let id = format!("upload-{}", self.uploads.len());
                let headers = kept(request);
                let upload = Upload { key: key.clone(), headers, parts: BTreeMap::new() };
                self.uploads.insert(id.clone(), upload);
                Reply::ok(
                    "application/xml",
                    format!(
                        "<InitiateMultipartUploadResult xmlns=\"{XMLNS}\"><Bucket>{BUCKET}</Bucket><Key>{}</Key>\
                     <UploadId>{id}</UploadId></InitiateMultipartUploadResult>",
                        escaped(&key)
                    ),
                )
            }
            ("PUT", None) => {
                let object = Stored { bytes: request.body.clone(), headers: kept(request) };
                self.objects.insert(key.clone(), object);
                self.deeds.push(Deed::Put(key));
                Reply::status(200).with("ETag", "\"tag\"")
            }
            ("DELETE", None) => {
                self.objects.remove(&key);
                self.deeds.push(Deed::Deleted(key));
                Reply::status(204)
            }
            ("GET", None) if key.is_empty() => self.list(request),
            ("GET" | "HEAD", None) => match self.objects.get(&key) {
                None => error(404, "NoSuchKey"),
                Some(object) => {
                    let mut reply = Reply::Full {
                        status: 200,
                        headers: Vec::new(),
                        body: object.bytes.clone(),
                    };
                    for (name, value) in &object.headers {
                        reply = reply.with(name, value);
                    }
                    reply
                }
            },
            _ => error(405, "MethodNotAllowed"),
        }
    }

    fn part(&mut self, request: &Request, id: &str) -> Reply {
        let number = request.query("partNumber").and_then(|n| n.parse().ok());
        match (self.uploads.get_mut(id), number) {
            (Some(upload), Some(number)) => {
                upload.parts.insert(number, request.body.clone());
                Reply::status(200).with("ETag", &format!("\"part-{number}\""))
            }
            _ => error(404, "NoSuchUpload"),
        }
    }

    fn complete(&mut self, key: &str, id: &str) -> Reply {
        let Some(upload) = self.uploads.remove(id).filter(|u| u.key == key) else {
            return error(404, "NoSuchUpload");
        };
        let bytes = upload.parts.into_values().flatten().collect();
        self.objects.insert(key.to_owned(), Stored { bytes, headers: upload.headers });
        self.deeds.push(Deed::Put(key.to_owned()));
        Reply::ok(
            "application/xml",
            format!(
                "<CompleteMultipartUploadResult xmlns=\"{XMLNS}\"><ETag>\"tag\"</ETag></CompleteMultipartUploadResult>"
            ),
        )
    }

    fn list(&self, request: &Request) -> Reply {
        let prefix = request.query("prefix").unwrap_or_default();
        let after = request.query("continuation-token").unwrap_or_default();
        let mut keys = self.objects.keys().filter(|k| k.starts_with(&prefix) && **k > after);
        let page: Vec<&String> = keys.by_ref().take(PAGE).collect();
        let more = keys.next().is_some();
        let mut body = format!("<ListBucketResult xmlns=\"{XMLNS}\"><Name>{BUCKET}</Name>");
        for key in &page {
            let size = self.objects[*key].bytes.len();
            // Keys come encoded where that is asked for.
            let key = encoded(key, true);
            body += &format!("<Contents><Key>{key}</Key><Size>{size}</Size></Contents>");
        }
        if let (true, Some(last)) = (more, page.last()) {
            body += &format!("<NextContinuationToken>{}</NextContinuationToken>", escaped(last));
        }
        body += &format!(
            "<EncodingType>url</EncodingType><IsTruncated>{more}</IsTruncated></ListBucketResult>"
        );
        Reply::ok("application/xml", body)
    }
}

const XMLNS: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

fn error(status: u16, code: &str) -> Reply {
    let body = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>");
    Reply::Full { status, headers: Vec::new(), body: body.into_bytes() }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The headers that an object keeps.
fn kept(request: &Request) -> BTreeMap<String, String> {
    let headers = request.headers.iter().map(|(n, v)| (n.to_ascii_lowercase(), v.clone()));
    headers
        .filter(|(n, _)| {
            n.starts_with("x-amz-meta-") || matches!(n.as_str(), "content-type" | "cache-control")
        })
        .collect()
}

/// Whether a request is signed with the secret, for this server, with all its headers
/// that must be.
fn check(request: &Request) -> Result<(), String> {
    let query = |name: &str| request.query(name).ok_or_else(|| format!("there is no {name}"));
    if query("X-Amz-Algorithm")? != "AWS4-HMAC-SHA256" {
        return Err("another algorithm".into());
    }
    let (time, credential) = (query("X-Amz-Date")?, query("X-Amz-Credential")?);
    let day = time.get(..8).unwrap_or_default();
    let scope = format!("{day}/{REGION}/s3/aws4_request");
    if credential != format!("{ACCESS_KEY}/{scope}") {
        return Err(format!("it is signed by {credential}"));
    }
    let signed = query("X-Amz-SignedHeaders")?;
    let mut headers = String::new();
    for name in signed.split(';') {
        let value = request.header(name).ok_or_else(|| format!("no header {name}"))?;
        headers += &format!("{name}:{}\n", value.trim());
    }
    let must = |name: &str| name.starts_with("x-amz-") || name == "host";
    for (name, _) in &request.headers {
        let name = name.to_ascii_lowercase();
        if must(&name) && !signed.split(';').any(|s| s == name) {
            return Err(format!("{name} is not signed"));
        }
    }
    let (path, asked) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let mut pairs: Vec<(String, String)> = asked
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (encoded(&decoded(name), false), encoded(&decoded(value), false)))
        .filter(|(name, _)| name != "X-Amz-Signature")
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let canonical = format!(
        "{}\n{}\n{}\n{headers}\n{signed}\nUNSIGNED-PAYLOAD",
        request.method,
        encoded(&decoded(path), true),
        pairs.join("&")
    );
    let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", hex(&Sha256::digest(canonical)));
    let mut key = format!("AWS4{SECRET_KEY}").into_bytes();
    for part in [day, REGION, "s3", "aws4_request"] {
        key = hmac(&key, part.as_bytes());
    }
    if query("X-Amz-Signature")? == hex(&hmac(&key, text.as_bytes())) {
        Ok(())
    } else {
        Err("another signature".into())
    }
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Percent-encoded as Amazon's description has it.
fn encoded(text: &str, keep_slashes: bool) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            b'/' if keep_slashes => out.push('/'),
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}

fn decoded(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let code =
            (byte == b'%').then(|| [bytes.next().unwrap_or(b'0'), bytes.next().unwrap_or(b'0')]);
        let code = code.map(|c| String::from_utf8_lossy(&c).into_owned());
        out.push(code.and_then(|c| u8::from_str_radix(&c, 16).ok()).unwrap_or(byte));
    }
    String::from_utf8_lossy(&out).into_owned()
}
