//! Sentences of news, and damage: our own, about things that can be checked.

use super::*;
use crate::upstream::bullets::Source;
use annals_model::{Timestamp, date};
use std::collections::HashSet;

const PAGE: &str = "{{Current events|year=2016|month=9|day=19|content=
;Armed conflicts and attacks
*[[Syrian Civil War]]
**An air strike hits an aid convoy in [[Urum al-Kubra]], killing at least 12 people. [https://www.bbc.com/news/2016/09/19/a (BBC)]
**The [[Syrian Army]] declares the week-long truce over. [https://www.reuters.com/2016/09/19/b (Reuters)]
;Politics
*World leaders meet at the [[United Nations]] in [[New York City]] to discuss refugees. [https://www.un.org/2016/09/19/c (UN)]
*[[Canada]] signs an agreement with [[China]] on the transfer of prisoners. [https://www.cbc.ca/2016/09/19/d (CBC)]
}}";

fn read(text: &str) -> Vec<Bullet> {
    let source = Source {
        title: "Portal:Current events/2016 September 19",
        revision: 1,
        at: Timestamp::UNIX_EPOCH,
        author: None,
        lang: "en",
        day: date(2016, 9, 19),
    };
    source.read(text).bullets
}

/// The reason for which a bullet is held that stands among the page's own.
fn of(bullet: &str, before: Option<&str>) -> Option<String> {
    let neighbours = read(PAGE);
    let one = |text: &str| read(&format!("*{text}")).pop().unwrap();
    let headings = HashSet::from(["Politics", "Syrian Civil War", "Armed conflicts and attacks"]);
    let around = Around {
        day: date(2016, 9, 19),
        other_day: None,
        tags: &[],
        lang: "en",
        neighbours: Neighbours::of(neighbours.iter()),
        headings: &headings,
    };
    let before = before.map(|text| one(text).item(annals_model::EventId::from_key("x")));
    reason(&signs(&one(bullet), before.as_ref(), &around))
}

#[test]
fn news_is_news_however_grim() {
    for sound in [
        "A gunman murders five people and rapes a hostage in [[Paris]]. [https://x.org/2016/09/19/a (AP)]",
        "The court convicts a priest of sexual abuse of children in [[Boston]]. [https://x.org/1 (AP)]",
        "Former [[U.S. Vice President]] [[Dick Cheney]] undergoes surgery. [https://x.org/1 (AP)]",
        "Members of [[Pussy Riot]] are released from prison in [[Moscow]]. [https://x.org/1 (AP)]",
        "[[NATO]], the [[EU]], the [[UN]] and the [[OSCE]] condemn the attack. [https://x.org/1 (AP)]",
        "The [[High Court]] of [[India]] decriminalises gay sex. [https://x.org/1 (AP)]",
        "A magnitude 7.8 earthquake kills 8,857 people in [[Nepal]] and injures 22,304. [https://x.org/1 (AP)]",
        "The president of the [[Philippines]] calls the envoy a \"son of a whore\". [https://x.org/1 (AP)]",
        "[[World War I]] ends. [https://x.org/1 (AP)]",
        "[[Mali]]: Gunmen attack a base of the [[United Nations]], killing three soldiers.",
    ] {
        assert_eq!(of(sound, None), None, "{sound}");
    }
    for (before, after) in [
        (
            "A bomb kills 12 people in [[Kabul]].",
            "A bomb kills 80 people in [[Kabul]], and injures 231.",
        ),
        (
            "A bomb kills 12 people in [[Kabul]].",
            "A suicide bombing kills at least 80 people during a protest in [[Kabul]].",
        ),
        (
            "A ferry sinks off [[Lampedusa]]; 3 are dead.",
            "A ferry sinks off [[Lampedusa]]; 366 are dead. [https://x.org/1 (AP)]",
        ),
    ] {
        assert_eq!(of(after, Some(before)), None, "{after}");
    }
}

#[test]
fn damage_is_seen() {
    for bad in [
        "poop",
        "JOHNNY SMITH IS THE BEST PLAYER IN SCHOOL",
        "hi mom im on wikipedia",
        "aaaaaaaaaaaaaaaaaaaaa",
        "asdfasdf jkl sdfsdf",
        "my teacher Mrs Brown is so stupid",
        "The [[Syrian Army]] sucks balls. [https://x.org/1 (AP)]",
        "Buy now cheap watches at our shop, best price",
        "Эта страница была изменена нами сегодня вечером",
        "El presidente de la república no está muy contento con los ministros del país.",
        "A truce begins!!!! [https://x.org/1 (AP)]",
        "A bridge opens over the [[Danube]] in [[Vienna]]. [https://x.org/2009/03/02/bridge (AP)]",
        "A bridge '''Bold text''' opens over the [[Danube]]. [https://x.org/1 (AP)]",
    ] {
        assert!(of(bad, None).is_some(), "{bad}");
    }
    let before = "An air strike hits an aid convoy in [[Urum al-Kubra]], killing at least 12 people. [https://www.bbc.com/a (BBC)]";
    for after in [
        "An air strike hits an aid convoy in [[Urum al-Kubra]], killing at least 12 poop people lol. [https://www.bbc.com/a (BBC)]",
        "An air strike hits an aid convoy in [[Urum al-Kubra]], killing at least 1200000 people. [https://www.bbc.com/a (BBC)]",
        "haha [https://www.bbc.com/a (BBC)]",
        "An air strike",
    ] {
        assert!(of(after, Some(before)).is_some(), "{after}");
    }
}

#[test]
fn years_of_addresses_are_read() {
    let of = |url| shape::year_of(url);
    assert_eq!(of("https://www.theguardian.com/world/2021/nov/27/niger"), Some(2021));
    assert_eq!(
        of("https://web.archive.org/web/20180101000000/http://a.org/2005/01/05/x"),
        Some(2005)
    );
    assert_eq!(of("https://a.org/news/20161005/x"), Some(2016));
    assert_eq!(of("https://a.org/news/2016-10-05-x.html"), Some(2016));
    for none in
        ["https://a.org/", "https://a.org/world/2016", "https://a.org/i/20169999", "2016/10/5"]
    {
        assert_eq!(of(none), None, "{none}");
    }
}
