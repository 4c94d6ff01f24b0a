//! A bucket against a server that checks signatures.
#![allow(clippy::unwrap_used, reason = "test code")]

use annals_fetch::s3::{Bucket, BucketOptions, Keys, Object};
use annals_fetch::{Reach, Sender};
use annals_model::Timestamp;
use annals_upstream::s3::{ACCESS_KEY, BUCKET, Bucket as Server, REGION, SECRET_KEY};
use std::sync::Arc;

fn bucket(server: &Server) -> Bucket {
    let keys = format!("access_key_id={ACCESS_KEY}\nsecret_access_key={SECRET_KEY}");
    let options = BucketOptions {
        endpoint: server.endpoint().parse().unwrap(),
        bucket: BUCKET.into(),
        region: REGION.into(),
        path_style: true,
        part: 0,
    };
    let sender = Arc::new(Sender::new("annals test", Reach::Anywhere));
    let clock = || Timestamp::from_second(1_475_625_600).unwrap();
    Bucket::new(&options, Keys::read(&keys).unwrap(), sender, clock).unwrap()
}

fn object(bytes: &[u8]) -> Object<'_> {
    Object { bytes, media_type: "text/plain", cache_control: "no-store", digest: "abc" }
}

#[test]
fn objects_are_put_read_listed_and_removed() {
    let server = Server::start();
    let bucket = bucket(&server);
    // What people write in headlines, and what addresses give a meaning.
    let keys = ["a/停火.html", "a/b c+d&e=f?.html", "a/é'(1)*!~.html", "a/%41.html", "b"];
    for key in keys {
        bucket.put(key, &object(key.as_bytes())).unwrap();
    }
    for key in keys {
        assert_eq!(bucket.get(key, 100).unwrap().as_deref(), Some(key.as_bytes()), "{key}");
        assert_eq!(bucket.digest(key).unwrap().as_deref(), Some("abc"), "{key}");
    }
    let mut listed = Vec::new();
    bucket.list("a/", |key| listed.push(key)).unwrap();
    let mut expected = keys[..4].to_vec();
    expected.sort_unstable();
    assert_eq!(listed, expected);
    for number in 0..20 {
        bucket.put(&format!("many/{number:02}"), &object(b"x")).unwrap();
    }
    let mut listed = 0;
    bucket.list("many/", |_| listed += 1).unwrap();
    assert_eq!(listed, 20, "pages are turned");
    bucket.delete("b").unwrap();
    bucket.delete("b").unwrap();
    assert_eq!((bucket.get("b", 100).unwrap(), bucket.digest("b").unwrap()), (None, None));
    assert_eq!(server.problems(), Vec::<String>::new());
}

#[test]
fn what_is_large_goes_in_parts() {
    let server = Server::start();
    let bucket = bucket(&server);
    let large: Vec<u8> = (0..12_000_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    bucket.put("large", &object(&large)).unwrap();
    let there = &server.objects()["large"];
    assert!(there.bytes == large);
    assert_eq!(there.headers["content-type"], "text/plain");
    assert_eq!(there.headers["x-amz-meta-annals-sha256"], "abc");
    assert_eq!(server.problems(), Vec::<String>::new());
}
