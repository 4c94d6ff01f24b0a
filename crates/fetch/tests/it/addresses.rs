//! Every trick by which a server can be sent to where only it can go, each refused, and a
//! server on loopback that must see none of it.

use crate::harness::{Names, api, client, page};
use annals_fetch::{ClientOptions, FetchError};
use annals_upstream::{Reply, Server};
use std::net::IpAddr;
use std::sync::Arc;

/// Addresses that lead to this machine, to inner networks, or to other protocols. `{P}` is
/// the port at which a server waits for them.
const TRICKS: &[&str] = &[
    // This machine, plainly.
    "http://127.0.0.1:{P}/",
    "http://127.0.0.1:{P}#@public.example/",
    "http://127.255.255.254:{P}/",
    "http://localhost:{P}/",
    "http://LOCALHOST:{P}/",
    "http://localhost.:{P}/",
    "http://feeds.localhost:{P}/",
    "http://0.0.0.0:{P}/",
    "http://0:{P}/",
    "https://127.0.0.1:{P}/",
    // Numbers written otherwise: short, decimal, octal, hexadecimal, mixed.
    "http://127.1:{P}/",
    "http://127.0.1:{P}/",
    "http://2130706433:{P}/",
    "http://017700000001:{P}/",
    "http://0177.0.0.01:{P}/",
    "http://0x7f000001:{P}/",
    "http://0x7F.0x0.0x0.0x1:{P}/",
    "http://0x7f.1:{P}/",
    "http://0177.0.0x1:{P}/",
    "http://127.0.0.1.:{P}/",
    // Letters and dots that are mapped, percent-encoding in hosts.
    "http://１２７.０.０.１:{P}/",
    "http://①②⑦.⓪.⓪.①:{P}/",
    "http://127。0。0。1:{P}/",
    "http://127．0．0．1:{P}/",
    "http://%31%32%37.0.0.1:{P}/",
    "http://%6c%6f%63alhost:{P}/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:{P}/",
    "http://loc\u{ad}alhost:{P}/",
    // IPv6, and IPv4 inside of it: mapped, compatible, NAT64, 6to4, Teredo.
    "http://[::1]:{P}/",
    "http://[0:0:0:0:0:0:0:1]:{P}/",
    "http://[::]:{P}/",
    "http://[::ffff:127.0.0.1]:{P}/",
    "http://[::ffff:7f00:1]:{P}/",
    "http://[0000:0000:0000:0000:0000:ffff:7f00:0001]:{P}/",
    "http://[::127.0.0.1]:{P}/",
    "http://[64:ff9b::127.0.0.1]:{P}/",
    "http://[64:ff9b::7f00:1]:{P}/",
    "http://[64:ff9b:1::7f00:1]:{P}/",
    "http://[2002:7f00:1::]:{P}/",
    "http://[2002:7f00:1::1]:{P}/",
    "http://[2001:0:7f00:1::80ff:fffe]:{P}/",
    "http://[fe80::1]:{P}/",
    "http://[fec0::1]:{P}/",
    "http://[ff02::1]:{P}/",
    "http://[fc00::1]:{P}/",
    "http://[2001:db8::1]:{P}/",
    // Where clouds tell their secrets.
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xA9FEA9FE/",
    "http://0251.0376.0251.0376/",
    "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[fd00:ec2::254]/",
    "http://[fd20:ce::254]/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://192.0.0.192/",
    "http://168.63.129.16/",
    // Inner, reserved and other networks without a public host.
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://192.0.2.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    // Names of inner networks.
    "http://intranet/",
    "http://wiki:{P}/",
    "http://printer.local/",
    "http://db.internal/",
    "http://router.lan/",
    "http://nas.home.arpa/",
    "http://hidden.onion/",
    "http://service.invalid/",
    "http://app.test/",
    // Credentials, also where they hide the host.
    "http://user:secret@public.example/",
    "http://user@public.example/",
    "http://:secret@public.example/",
    "http://public.example@127.0.0.1:{P}/",
    "http://public.example:80@127.0.0.1:{P}/",
    "http://public.example%2f@127.0.0.1:{P}/",
    "http://a@127.0.0.1:{P}@public.example/",
    // What parsers read differently.
    "http:127.0.0.1:{P}/",
    "http:/127.0.0.1:{P}/",
    "http:\\\\127.0.0.1:{P}\\",
    "http:////127.0.0.1:{P}/",
    "ht\ttp://127.0.0.1:{P}/",
    "http://127.0.\n0.1:{P}/",
    " http://127.0.0.1:{P}/ ",
    "http://inner.example\\@public.example:{P}/",
    "http://inner.example:{P}?@public.example/",
    // Names whose numbers are not public.
    "http://inner.example:{P}/",
    "http://INNER.example.:{P}/",
    "http://mapped.example:{P}/",
    "http://six.example:{P}/",
    "http://nat64.example:{P}/",
    "http://private.example/",
    "http://metadata.example/",
    "http://mixed.example:{P}/",
    "http://mixed-last.example:{P}/",
    "http://xn--inner-kva.example:{P}/",
    "http://innér.example:{P}/",
    "http://fixed.example:{P}/",
    // Ports of other protocols.
    "http://public.example:22/",
    "http://public.example:25/",
    "http://public.example:0/",
    "http://public.example:6379/",
    "http://public.example:6667/",
    "https://public.example:993/",
    // Other schemes.
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "ftp://public.example/",
    "gopher://127.0.0.1:{P}/_GET%20/",
    "dict://127.0.0.1:{P}/info",
    "ws://127.0.0.1:{P}/",
    "data:text/html,hello",
    "javascript:alert(1)",
    "about:blank",
    "blob:http://127.0.0.1:{P}/1",
    "view-source:http://127.0.0.1:{P}/",
    "jar:http://127.0.0.1:{P}/a.jar!/",
    "ldap://127.0.0.1:{P}/",
    "sftp://127.0.0.1:{P}/",
    "unix:///var/run/docker.sock",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/containers/json",
];

/// What a name server of an attacker says.
fn names() -> Arc<Names> {
    Names::of(&[
        ("inner.example", &[&["127.0.0.1"]]),
        ("mapped.example", &[&["::ffff:127.0.0.1"]]),
        ("six.example", &[&["::1"]]),
        ("nat64.example", &[&["64:ff9b::7f00:1"]]),
        ("private.example", &[&["10.1.2.3"]]),
        ("metadata.example", &[&["169.254.169.254"]]),
        ("mixed.example", &[&["127.0.0.1", "91.198.174.192"]]),
        ("mixed-last.example", &[&["91.198.174.192", "2a02:ec80::1", "127.0.0.1"]]),
        ("xn--inner-kva.example", &[&["127.0.0.1"]]),
        ("xn--innr-dpa.example", &[&["127.0.0.1"]]),
        ("localhost", &[&["127.0.0.1"]]),
        ("wiki", &[&["127.0.0.1"]]),
        ("intranet", &[&["127.0.0.1"]]),
        // Good, but no test asks it for anything: only bad addresses name it.
        ("public.example", &[&["91.198.174.192"]]),
    ])
}

/// A client that may ask `gate.example`, which is on loopback, and nothing else there.
fn options() -> ClientOptions {
    let here: IpAddr = "127.0.0.1".parse().unwrap();
    ClientOptions {
        contact: Some("desk@newsroom.example".to_owned()),
        allow: vec!["gate.example".to_owned()],
        names: vec![("gate.example".to_owned(), here), ("fixed.example".to_owned(), here)],
        resolver: names(),
        ..ClientOptions::default()
    }
}

#[test]
fn asked_for_directly() {
    let server = Server::start(|_| Reply::ok("text/plain", "a secret"));
    let port = server.address().port().to_string();
    for trick in TRICKS {
        let address = trick.replace("{P}", &port);
        for ask in [api, page] {
            // A client each, so that nothing is refused for another's sake.
            let (client, _) = client(options());
            let told = ask(&client, &address);
            assert!(matches!(told, Err(FetchError::Refused { .. })), "{address:?}: {told:?}");
        }
    }
    assert_eq!(server.asked().len(), 0, "{:?}", server.asked());
}

#[test]
fn through_redirects() {
    let server = Server::start(|request| match request.path() {
        "/robots.txt" => Reply::status(404),
        "/go" => {
            let to = TRICKS[request.query("to").unwrap().parse::<usize>().unwrap()];
            let port = request.query("port").unwrap();
            // A header cannot hold line ends.
            let to = to.replace("{P}", &port).replace(['\n', '\t'], "");
            Reply::redirect(302, &to)
        }
        _ => Reply::ok("text/plain", "a secret"),
    });
    let port = server.address().port();
    for (number, trick) in TRICKS.iter().enumerate() {
        // A reference without slashes is relative to an address with the same scheme: the
        // URL Standard says so, and then it stays where it is allowed to be.
        if trick.starts_with("http:127") || trick.starts_with("http:/127") {
            continue;
        }
        let (client, _) = client(options());
        let address = format!("http://gate.example:{port}/go?to={number}&port={port}");
        let told = api(&client, &address);
        let Err(FetchError::Refused { url, .. }) = told else {
            panic!("{trick:?}: {told:?}");
        };
        assert!(!url.contains("/go"), "the redirect was refused, not the gate: {url}");
    }
    let asked: Vec<String> = server.asked().iter().map(|r| r.path().to_owned()).collect();
    assert!(!asked.is_empty() && asked.iter().all(|path| path == "/go"), "{asked:?}");
}

#[test]
fn a_name_is_looked_up_once_and_the_number_that_was_looked_at_is_asked() {
    let server = Server::start(|request| {
        Reply::ok("text/plain", request.header("host").unwrap_or_default())
    });
    let port = server.address().port();
    // Nobody but this resolver knows the name, and it says another number the second time.
    let resolver = Names::of(&[("feeds.intern.example", &[&["127.0.0.1"], &["127.0.0.99"]])]);
    let allow = vec!["feeds.intern.example".to_owned()];
    let (client, _) = client(ClientOptions { allow, resolver, ..ClientOptions::default() });
    let answer = api(&client, &format!("http://feeds.intern.example:{port}/")).unwrap();
    assert_eq!(answer.body, format!("feeds.intern.example:{port}").into_bytes());
    assert_eq!(answer.last().ip, Some("127.0.0.1".parse().unwrap()));
}

#[test]
fn what_is_allowed_is_allowed_by_name_and_port() {
    let server = Server::start(|_| Reply::ok("text/plain", "hello"));
    let port = server.address().port();
    let options = |allow: &str| ClientOptions {
        contact: Some("desk@newsroom.example".to_owned()),
        allow: vec![allow.to_owned()],
        resolver: Names::of(&[
            ("feeds.intern.example", &[&["127.0.0.1"]]),
            ("b.feeds.intern.example", &[&["127.0.0.1"]]),
            ("xfeeds.intern.example", &[&["127.0.0.1"]]),
        ]),
        ..ClientOptions::default()
    };
    let get = |allow: &str, host: &str| {
        let (client, _) = client(options(allow));
        api(&client, &format!("http://{host}:{port}/"))
    };
    assert!(get("feeds.intern.example", "feeds.intern.example").is_ok());
    assert!(get("Feeds.Intern.Example.", "feeds.intern.example.").is_ok());
    assert!(get(&format!("feeds.intern.example:{port}"), "feeds.intern.example").is_ok());
    assert!(get("127.0.0.1", "127.1").is_ok(), "the same host, written otherwise");
    for (allow, host) in [
        ("feeds.intern.example:1", "feeds.intern.example"),
        ("feeds.intern.example:80", "feeds.intern.example"),
        // Neither what is below it nor what ends like it.
        ("feeds.intern.example", "b.feeds.intern.example"),
        ("feeds.intern.example", "xfeeds.intern.example"),
        // By name is not by number, nor the other way round.
        ("feeds.intern.example", "127.0.0.1"),
        ("127.0.0.1", "feeds.intern.example"),
        ("127.0.0.1", "127.0.0.2"),
    ] {
        let told = get(allow, host);
        assert!(matches!(told, Err(FetchError::Refused { .. })), "{allow} {host}: {told:?}");
    }
    assert_eq!(server.asked().len(), 4);
}

#[test]
fn a_redirect_of_robots_txt_leads_nowhere_either() {
    let server = Server::start(|request| match request.path() {
        "/robots.txt" => {
            let port = request.header("host").unwrap().rsplit(':').next().unwrap().to_owned();
            Reply::redirect(302, &format!("http://localhost:{port}/secret"))
        }
        _ => Reply::ok("text/plain", "hello"),
    });
    let (client, _) = client(options());
    let port = server.address().port();
    let told = page(&client, &format!("http://gate.example:{port}/a"));
    assert!(matches!(told, Err(FetchError::Failed { .. })), "{told:?}");
    assert_eq!(server.count("/secret") + server.count("/a"), 0);
}

#[test]
fn the_environment_names_no_proxy() {
    // Variables are of the whole process, so this test is one by itself: started again
    // with them set, it must not go through the proxy.
    let proxy = Server::start(|_| Reply::ok("text/plain", "the proxy"));
    let server = Server::start(|_| Reply::ok("text/plain", "the server"));
    if std::env::var("ANNALS_TEST_ASK").is_err() {
        let mut again = std::process::Command::new(std::env::current_exe().unwrap());
        again.args(["addresses::the_environment_names_no_proxy", "--exact"]);
        again.env("ANNALS_TEST_ASK", "1");
        for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"] {
            again.env(name, proxy.url(""));
        }
        assert!(again.output().unwrap().status.success());
        assert_eq!(proxy.asked().len(), 0);
        return;
    }
    let (client, _) = client(crate::harness::here());
    assert_eq!(api(&client, &server.url("/")).unwrap().body, b"the server");
}

#[test]
fn a_proxy_that_is_named_is_asked_and_what_addresses_say_still_counts() {
    let proxy = Server::start(|_| Reply::status(502));
    let proxied = |proxy: &str| {
        let proxy = Some(url::Url::parse(proxy).unwrap());
        ClientOptions { proxy, ..options() }
    };
    let (asking, _) = client(proxied(&proxy.url("/")));
    assert!(matches!(api(&asking, "http://public.example/a"), Err(FetchError::Failed { .. })));
    assert_eq!(proxy.asked().len(), 1);
    assert_eq!(
        (proxy.asked()[0].method.as_str(), proxy.asked()[0].target.as_str()),
        ("CONNECT", "public.example:80")
    );
    for address in
        ["http://127.0.0.1/", "http://0x7f.1/", "http://localhost/", "file:///etc/passwd"]
    {
        let told = api(&asking, address);
        assert!(matches!(told, Err(FetchError::Refused { .. })), "{address}: {told:?}");
    }
    assert_eq!(proxy.asked().len(), 1);
    for wrong in ["socks5://127.0.0.1:1", "https://127.0.0.1:1", "file:///proxy"] {
        let clock = crate::harness::Time::new().clock();
        assert!(annals_fetch::Client::new(proxied(wrong), clock).is_err(), "{wrong}");
    }
}
