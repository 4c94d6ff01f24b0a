//! What is read out of answers and files.

use super::*;
use crate::Exchange;
use crate::reservation::files::{AI_TXT, TDMREP, counts};
use annals_model::Timestamp;

fn answer(headers: &[(&str, &str)], body: &str) -> Answer {
    let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let exchange = Exchange {
        at: Timestamp::UNIX_EPOCH,
        url: Url::parse("https://example.org/news/a.html?x").expect("an address"),
        ip: None,
        sent: Vec::new(),
        status: 200,
        headers,
        body: body.as_bytes().to_vec(),
    };
    Answer { exchanges: vec![exchange], body: body.as_bytes().to_vec(), cut: false }
}

fn said(headers: &[(&str, &str)], body: &str) -> Vec<(Right, bool, SaidIn)> {
    let all = Reservation::of(&answer(headers, body));
    all.said.iter().map(|said| (said.right, said.reserved, said.place)).collect()
}

#[test]
fn headers() {
    use {Right::*, SaidIn::Header};
    assert_eq!(said(&[("TDM-Reservation", "1")], ""), [(Mining, true, Header)]);
    assert_eq!(said(&[("tdm-reservation", " 0 ")], ""), [(Mining, false, Header)]);
    assert_eq!(said(&[("tdm-reservation", "yes")], ""), []);
    let both = [("x-robots-tag", "noarchive, NoAI"), ("x-robots-tag", "otherbot: nosnippet")];
    assert_eq!(said(&both, ""), [(Training, true, Header), (Copy, true, Header)]);
    assert_eq!(said(&[("x-robots-tag", "annals: nosnippet")], ""), [(Excerpt, true, Header)]);
    let dated = [("x-robots-tag", "unavailable_after: 25 Jun 2030 15:00:00 GMT, noarchive")];
    assert_eq!(said(&dated, ""), [(Copy, true, Header)]);
    let policy = [("tdm-reservation", "1"), ("tdm-policy", "https://example.org/terms.json")];
    let all = Reservation::of(&answer(&policy, ""));
    assert_eq!(all.said[0].policy.as_deref(), Some("https://example.org/terms.json"));
}

#[test]
fn metas() {
    use {Right::*, SaidIn::Meta};
    for page in [
        r#"<meta name="tdm-reservation" content="1">"#,
        "<META CONTENT=1 NAME=TDM-Reservation />",
        "<head><meta\ncontent='1'\nname='tdm-reservation'></head>",
        r#"<p a=">"><meta name="tdm-reservation"content="1">"#,
    ] {
        assert_eq!(said(&[], page), [(Mining, true, Meta)], "{page}");
    }
    for page in [
        r#"<!-- <meta name="tdm-reservation" content="1"> -->"#,
        r#"<metadata name="tdm-reservation" content="1">"#,
        r#"<meta name="tdm-reservation">"#,
        "<meta name=tdm-reservation content=",
        "<meta",
        "<meta ====",
        "<",
        "<!--",
    ] {
        assert_eq!(said(&[], page), [], "{page}");
    }
    let page = r#"<meta name="robots" content="index,noarchive"><meta name=annals content=noai>"#;
    assert_eq!(said(&[], page), [(Copy, true, Meta), (Training, true, Meta)]);
    assert_eq!(said(&[("content-type", "application/json")], page), []);
}

#[test]
fn the_nearest_decides() {
    let page = r#"<meta name="tdm-reservation" content="0">"#;
    let all = Reservation::of(&answer(&[("tdm-reservation", "1")], page));
    assert_eq!(all.said.len(), 2);
    assert!(!all.reserves(Right::Mining));
    let all = Reservation::of(&answer(&[("tdm-reservation", "1")], ""));
    assert!(all.reserves(Right::Mining) && !all.reserves(Right::Training));
}

fn files(tdmrep: &str, ai_txt: &str, url: &str) -> Reservation {
    let known = ReservationsKnown {
        origin: "https://example.org".to_owned(),
        asked: Timestamp::UNIX_EPOCH,
        tdmrep: counts(TDMREP, tdmrep.as_bytes().to_vec()),
        ai_txt: counts(AI_TXT, ai_txt.as_bytes().to_vec()),
    };
    known.about(&Url::parse(url).expect("an address"))
}

#[test]
fn files_of_hosts() {
    let tdmrep = r#"[
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://example.org/p.json"},
        {"location": "/open/*", "tdm-reservation": 0},
        {"location": "/*.pdf$", "tdm-reservation": "1"},
        {"location": 5}, 7, null
    ]"#;
    let all = files(tdmrep, "", "https://example.org/news/a.html");
    let [one] = all.said.as_slice() else { panic!("{all:?}") };
    assert_eq!(one.policy.as_deref(), Some("https://example.org/p.json"));
    assert_eq!(one.url.as_str(), "https://example.org/.well-known/tdmrep.json");
    assert!(all.reserves(Right::Mining));
    assert!(!files(tdmrep, "", "https://example.org/open/a.html").reserves(Right::Mining));
    assert!(files(tdmrep, "", "https://example.org/a.pdf").reserves(Right::Mining));

    let ai = "# ai\nUser-Agent: *\nDisallow: *.html\nAllow: /free/\nAllow: *.txt\n";
    let all = files("", ai, "https://example.org/a.html");
    assert!(all.reserves(Right::Training));
    assert_eq!(all.said[0].words, "Disallow: *.html");
    assert_eq!(files("", ai, "https://example.org/a.txt").said, []);

    for page in ["<html>Not found</html>", "{\"error\": 404}", "nonsense", ""] {
        assert_eq!(files(page, "<html>Not found", "https://example.org/").said, [], "{page}");
    }
}
