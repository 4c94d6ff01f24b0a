//! Buckets of servers that speak S3
//! (<https://docs.aws.amazon.com/AmazonS3/latest/API/>): putting, reading, listing and
//! removing objects. `rusty-s3` signs the addresses (SigV4); what is signed goes out
//! through a [`Courier`]. What the server does not take now is tried again, with pauses
//! that grow.

use crate::{Courier, Method, Parcel, Receipt, SendError};
use annals_model::Timestamp;
use rusty_s3::actions::{CompleteMultipartUpload, CreateMultipartUpload, ListObjectsV2, S3Action};
use rusty_s3::{Bucket as Address, Credentials, UrlStyle};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// How long a signed address counts.
const SIGNED_FOR: Duration = Duration::from_secs(15 * 60);
/// How often something is tried, and the first pause in between; each is twice the last.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(250);
/// Bytes of an answer that are taken, other than an object's.
const ANSWER: u64 = 16 << 20;
/// The smallest part that servers take, but for the last.
const LEAST_PART: usize = 5 << 20;

/// A header of objects: the SHA-256 of their bytes, by which what a killed process left
/// is known again.
const DIGEST: &str = "x-amz-meta-annals-sha256";

/// Which bucket.
#[derive(Debug, Clone)]
pub struct BucketOptions {
    /// The server.
    pub endpoint: Url,
    /// The bucket.
    pub bucket: String,
    /// The region that requests are signed for.
    pub region: String,
    /// Whether the bucket's name stands in the path or before the host's.
    pub path_style: bool,
    /// Objects of more bytes are sent in parts of so many; at least 5 MiB.
    pub part: usize,
}

/// Who asks. Its text forms show nothing of it.
#[derive(Clone)]
pub struct Keys(Credentials);

/// An object to be put.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its media type.
    pub media_type: &'a str,
    /// Its `Cache-Control`.
    pub cache_control: &'a str,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub digest: &'a str,
}

/// Why a bucket did not do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum S3Error {
    /// The settings do not make a bucket.
    #[error("{0}")]
    Settings(String),
    /// The server refused.
    #[error("`{key}`: the server answered {status}{}", code.as_ref().map(|c| format!(" {c}")).unwrap_or_default())]
    Refused {
        /// The object, or empty where it is about the bucket.
        key: String,
        /// The status.
        status: u16,
        /// The server's word for it, `NoSuchBucket`.
        code: Option<String>,
    },
    /// The server's answer is none.
    #[error("`{key}`: the server's answer makes no sense: {why}")]
    Answer {
        /// The object.
        key: String,
        /// What is wrong with it.
        why: String,
    },
    /// There was no answer.
    #[error(transparent)]
    Send(#[from] SendError),
}

/// A bucket.
pub struct Bucket {
    address: Address,
    keys: Keys,
    part: usize,
    courier: Arc<dyn Courier>,
    clock: fn() -> Timestamp,
}

impl Keys {
    /// The keys that the environment names as AWS's tools do: `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY` and perhaps `AWS_SESSION_TOKEN`.
    pub fn from_environment() -> Option<Keys> {
        Credentials::from_env().map(Keys)
    }

    /// The keys in the text of a file: `access_key_id`, `secret_access_key` and perhaps
    /// `session_token`, a line each, with `=` between; an `aws_` before the names, a
    /// section's heading and comments are passed over.
    pub fn read(text: &str) -> Option<Keys> {
        let value = |name: &str| {
            text.lines().find_map(|line| {
                let (key, value) = line.split_once('=')?;
                let key = key.trim().to_ascii_lowercase();
                let key = key.strip_prefix("aws_").unwrap_or(&key);
                (key == name && !value.trim().is_empty()).then(|| value.trim().to_owned())
            })
        };
        let (id, secret) = (value("access_key_id")?, value("secret_access_key")?);
        Some(Keys(match value("session_token") {
            Some(token) => Credentials::new_with_token(id, secret, token),
            None => Credentials::new(id, secret),
        }))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket").field("name", &self.address.name()).finish_non_exhaustive()
    }
}

impl S3Error {
    /// Whether the same request may work a little later.
    fn is_passing(&self) -> bool {
        match self {
            S3Error::Send(SendError::Failed { .. }) => true,
            S3Error::Refused { status, code, .. } => {
                matches!(status, 408 | 429 | 500..=599)
                    || matches!(code.as_deref(), Some("RequestTimeout" | "SlowDown"))
            }
            _ => false,
        }
    }
}

impl Bucket {
    /// A bucket; `clock` gives the time of signatures, which servers compare with theirs.
    ///
    /// # Errors
    /// [`S3Error::Settings`].
    pub fn new(
        options: &BucketOptions,
        keys: Keys,
        courier: Arc<dyn Courier>,
        clock: fn() -> Timestamp,
    ) -> Result<Bucket, S3Error> {
        let style = if options.path_style { UrlStyle::Path } else { UrlStyle::VirtualHost };
        let (name, region) = (options.bucket.clone(), options.region.clone());
        let address = Address::new(options.endpoint.clone(), style, name, region)
            .map_err(|e| S3Error::Settings(format!("`{}`: {e}", options.bucket)))?;
        Ok(Bucket { address, keys, part: options.part.max(LEAST_PART), courier, clock })
    }

    /// An object's bytes, at most so many; `None` where it is not there.
    ///
    /// # Errors
    /// [`S3Error`].
    pub fn get(&self, key: &str, most: u64) -> Result<Option<Vec<u8>>, S3Error> {
        let action = self.address.get_object(Some(&self.keys.0), key);
        match self.ask(key, Method::Get, action, &[], &[], most) {
            Ok(receipt) => Ok(Some(receipt.body)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The digest that an object was put with; `None` where it is not there, or was put
    /// by somebody else.
    ///
    /// # Errors
    /// [`S3Error`].
    pub fn digest(&self, key: &str) -> Result<Option<String>, S3Error> {
        let action = self.address.head_object(Some(&self.keys.0), key);
        match self.ask(key, Method::Head, action, &[], &[], ANSWER) {
            Ok(receipt) => Ok(receipt.header(DIGEST).map(str::to_owned)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Puts an object, in the place of what is there.
    ///
    /// # Errors
    /// [`S3Error`]; what was there is there still, then.
    pub fn put(&self, key: &str, object: &Object<'_>) -> Result<(), S3Error> {
        if object.bytes.len() > self.part {
            return self.put_in_parts(key, object);
        }
        let action = self.address.put_object(Some(&self.keys.0), key);
        let headers = headers(object);
        self.ask(key, Method::Put, action, &headers, object.bytes, ANSWER).map(drop)
    }

    /// Removes an object; one that is not there is no error.
    ///
    /// # Errors
    /// [`S3Error`].
    pub fn delete(&self, key: &str) -> Result<(), S3Error> {
        let action = self.address.delete_object(Some(&self.keys.0), key);
        match self.ask(key, Method::Delete, action, &[], &[], ANSWER) {
            Err(error) if !is_missing(&error) => Err(error),
            _ => Ok(()),
        }
    }

    /// The keys that begin with a text, in the order of their bytes. `each` hears them a
    /// thousand at a time.
    ///
    /// # Errors
    /// [`S3Error`].
    pub fn list(&self, prefix: &str, mut each: impl FnMut(String)) -> Result<(), S3Error> {
        let mut token: Option<String> = None;
        loop {
            let mut action = self.address.list_objects_v2(Some(&self.keys.0));
            action.with_prefix(prefix.to_owned());
            if let Some(token) = &token {
                action.with_continuation_token(token.clone());
            }
            let receipt = self.ask(prefix, Method::Get, action, &[], &[], ANSWER)?;
            let text = String::from_utf8_lossy(&receipt.body);
            let page = ListObjectsV2::parse_response(&text)
                .map_err(|e| S3Error::Answer { key: prefix.to_owned(), why: e.to_string() })?;
            page.contents.into_iter().for_each(|object| each(object.key));
            let next = page.next_continuation_token;
            if next.is_none() || next == token {
                return Ok(());
            }
            token = next;
        }
    }

    /// An object that is too large for one request: parts, and then their list.
    fn put_in_parts(&self, key: &str, object: &Object<'_>) -> Result<(), S3Error> {
        let keys = Some(&self.keys.0);
        let action = self.address.create_multipart_upload(keys, key);
        let receipt = self.ask(key, Method::Post, action, &headers(object), &[], ANSWER)?;
        let text = String::from_utf8_lossy(&receipt.body);
        let upload = CreateMultipartUpload::parse_response(&text)
            .map_err(|e| S3Error::Answer { key: key.to_owned(), why: e.to_string() })?;
        let id = upload.upload_id();
        let done = self.put_parts(key, id, object.bytes);
        if done.is_err() {
            // Parts of an upload that nobody ends cost their keeper money for ever.
            let action = self.address.abort_multipart_upload(keys, key, id);
            let _ = self.ask(key, Method::Delete, action, &[], &[], ANSWER);
        }
        done
    }

    fn put_parts(&self, key: &str, id: &str, bytes: &[u8]) -> Result<(), S3Error> {
        let keys = Some(&self.keys.0);
        let mut tags = Vec::new();
        for (part, number) in bytes.chunks(self.part).zip(1_u16..) {
            let action = self.address.upload_part(keys, key, number, id);
            let receipt = self.ask(key, Method::Put, action, &[], part, ANSWER)?;
            let tag = receipt.header("etag").map(str::to_owned);
            tags.push(tag.ok_or_else(|| S3Error::Answer {
                key: key.to_owned(),
                why: "a part has no ETag".to_owned(),
            })?);
        }
        let tags = || tags.iter().map(String::as_str);
        let body = CompleteMultipartUpload::new(&self.address, keys, key, id, tags()).body();
        let action = self.address.complete_multipart_upload(keys, key, id, tags());
        let receipt = self.ask(key, Method::Post, action, &[], body.as_bytes(), ANSWER)?;
        // This one answers 200 before it knows.
        match error_code(&receipt.body) {
            None => Ok(()),
            code => Err(S3Error::Refused { key: key.to_owned(), status: receipt.status, code }),
        }
    }

    /// Signs a request, sends it, and sends it again where it did not work just now.
    fn ask<'a, A: S3Action<'a>>(
        &'a self,
        key: &str,
        method: Method,
        mut action: A,
        headers: &[(&'a str, &'a str)],
        body: &[u8],
        most: u64,
    ) -> Result<Receipt, S3Error> {
        for (name, value) in headers {
            action.headers_mut().insert(*name, *value);
        }
        let mut pause = PAUSE;
        for again in (0..TRIES).rev() {
            let url = action.sign_with_time(SIGNED_FOR, &(self.clock)());
            let said = self
                .courier
                .send(&Parcel { method, url: &url, headers, body, most })
                .map_err(S3Error::from)
                .and_then(|receipt| match receipt.status {
                    200..=299 => Ok(receipt),
                    status => Err(S3Error::Refused {
                        key: key.to_owned(),
                        status,
                        code: error_code(&receipt.body),
                    }),
                });
            match said {
                Err(error) if again > 0 && error.is_passing() => {
                    std::thread::sleep(pause);
                    pause *= 2;
                }
                said => return said,
            }
        }
        Err(S3Error::Settings("nothing is tried".into()))
    }
}

/// The headers of an object; all of them are signed.
fn headers<'a>(object: &Object<'a>) -> [(&'a str, &'a str); 3] {
    [
        ("cache-control", object.cache_control),
        ("content-type", object.media_type),
        (DIGEST, object.digest),
    ]
}

fn is_missing(error: &S3Error) -> bool {
    // A bucket that is not there is another matter.
    matches!(error, S3Error::Refused { status: 404, code, .. }
        if code.as_deref() != Some("NoSuchBucket"))
}

/// The word for an error in an answer: `<Error><Code>NoSuchKey</Code>…`.
fn error_code(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let error = &text[text.find("<Error")?..];
    let (_, rest) = error.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    Some(code.chars().filter(char::is_ascii_alphanumeric).take(64).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_people_write_them_and_never_shown() {
        let keys = Keys::read(
            "[default]\n# mine\naws_access_key_id = AKIDEXAMPLE\nsecret_access_key=hidden=1\n",
        );
        let keys = keys.expect("keys");
        assert_eq!((keys.0.key(), keys.0.secret()), ("AKIDEXAMPLE", "hidden=1"));
        let shown = format!("{keys:?}");
        assert!(!shown.contains("AKID") && !shown.contains("hidden"), "{shown}");
        assert!(Keys::read("access_key_id = a\nsecret_access_key =\n").is_none());
    }

    #[test]
    fn an_error_is_known_by_its_code() {
        let body = b"<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message/></Error>";
        assert_eq!(error_code(body).as_deref(), Some("NoSuchKey"));
        assert_eq!(error_code(b"<html>"), None);
    }
}
