//! `https`: who vouches for a server's name, whatever number it was looked up at.

use crate::harness::{client, here, page};
use annals_fetch::{Authorities, ClientOptions, OptionsError};
use annals_upstream::{AUTHORITY, Reply, Server};
use std::net::{IpAddr, Ipv4Addr};

/// A client that finds `news.test` and `other.test` here and believes an authority.
fn options(authorities: Authorities) -> ClientOptions {
    let here_too = |name: &str| (name.to_owned(), IpAddr::from(Ipv4Addr::LOCALHOST));
    ClientOptions {
        allow: vec!["news.test".to_owned(), "other.test".to_owned()],
        names: vec![here_too("news.test"), here_too("other.test")],
        authorities,
        ..here()
    }
}

fn at(server: &Server, host: &str, path: &str) -> String {
    format!("https://{host}:{}{path}", server.address().port())
}

#[test]
fn a_server_is_believed_by_its_name() {
    let server = Server::start_tls(|request| match request.path() {
        "/a" => Reply::redirect(301, "/b"),
        "/b" => Reply::ok("text/html", "<p>Rosetta wakes up.</p>"),
        _ => Reply::status(404),
    });
    let (client, _) = client(options(Authorities::from_pem(AUTHORITY).unwrap()));
    let answer = page(&client, &at(&server, "news.test", "/a")).unwrap();
    assert_eq!(answer.body, b"<p>Rosetta wakes up.</p>");
    assert_eq!(answer.exchanges.len(), 2);
    assert!(answer.exchanges.iter().all(|e| e.url.scheme() == "https"));
    assert_eq!(answer.exchanges[1].ip, Some(server.address().ip()), "the number that was checked");
    assert_eq!(server.count("/robots.txt"), 1);
}

#[test]
fn another_name_is_not_believed_and_hears_nothing() {
    let server = Server::start_tls(|_| Reply::ok("text/plain", ""));
    let (client, _) = client(options(Authorities::from_pem(AUTHORITY).unwrap()));
    let said = page(&client, &at(&server, "other.test", "/")).unwrap_err().to_string();
    assert!(said.contains("certificate"), "{said}");
    assert_eq!(server.asked().len(), 0);
}

#[test]
fn an_authority_that_nobody_named_vouches_for_nothing() {
    let server = Server::start_tls(|_| Reply::ok("text/plain", ""));
    let (client, _) = client(options(Authorities::default()));
    let said = page(&client, &at(&server, "news.test", "/")).unwrap_err().to_string();
    assert!(said.contains("certificate"), "{said}");
    assert_eq!(server.asked().len(), 0);
}

#[test]
fn a_server_without_tls_is_told() {
    let server = Server::start(|_| Reply::ok("text/plain", ""));
    let (client, _) = client(options(Authorities::from_pem(AUTHORITY).unwrap()));
    let said = page(&client, &at(&server, "news.test", "/")).unwrap_err().to_string();
    assert!(!said.is_empty() && !said.contains('\n'), "{said}");
}

#[test]
fn what_is_no_file_of_certificates_is_said() {
    let broken = b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
    for text in [&b""[..], b"news", b"\xff\xfe\x00", broken] {
        let said = Authorities::from_pem(text).unwrap_err();
        assert!(matches!(said, OptionsError::Authorities(_)), "{said}");
    }
}
