//! Written dates, one line each.

use super::*;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found = find_all(text, &Hints::default());
    let values: Vec<String> = found
        .iter()
        .map(|f| f.readings.iter().map(Reading::edtf).collect::<Vec<_>>().join("|"))
        .collect();
    assert_eq!(values, expected, "{text}");
    for f in &found {
        assert!(text.get(f.range.clone()).is_some(), "{text}");
    }
}

#[test]
fn named_months() {
    for (text, value) in [
        ("Published 20 July 1969", "1969-07-20"),
        ("July 20, 1969", "1969-07-20"),
        ("Sunday, July 20th, 1969", "1969-07-20"),
        ("Nov. 9 1989", "1989-11-09"),
        ("the 9th of November, 1989", "1989-11-09"),
        ("9-Nov-89", "1989-11-09"),
        ("Donnerstag, 9. November 1989", "1989-11-09"),
        ("9 novembre 1989", "1989-11-09"),
        ("le 1er mai 2004", "2004-05-01"),
        ("9 de noviembre de 1989", "1989-11-09"),
        ("9 DE NOVEMBRO DE 1989", "1989-11-09"),
        ("1 maggio 2004", "2004-05-01"),
        ("1 mei 2004", "2004-05-01"),
        ("1 maja 2004 r.", "2004-05-01"),
        ("1 мая 2004 г.", "2004-05-01"),
        ("1 травня 2004 року", "2004-05-01"),
        ("1 Mayıs 2004", "2004-05-01"),
        ("1. května 2004", "2004-05-01"),
        ("2004. május 1.", "2004-05-01"),
        ("2004 m. gegužės 1 d.", "2004-05-01"),
        ("1. toukokuuta 2004", "2004-05-01"),
        ("1 Mei 2004", "2004-05-01"),
        ("1 مايو 2004", "2004-05-01"),
        ("١ أيار ٢٠٠٤", "2004-05-01"),
        ("20 كانون الثاني 2009", "2009-01-20"),
        ("۲۲ بهمن ۱۳۵۷", "1979-02-11"),
        ("1 Μαΐου 2004", "2004-05-01"),
        ("1 พฤษภาคม 2547", "2004-05-01"),
        ("2004年5月1日", "2004-05-01"),
        ("2004년 5월 1일", "2004-05-01"),
        ("2004. 5. 1.", "2004-05-01"),
        ("Tue Jan 20 12:00:00 EST 2009", "2009-01-20T12:00:00-05:00"),
        ("February 2012", "2012-02"),
        ("en octobre de 2012", "2012-10"),
    ] {
        check(text, &[value]);
    }
}

#[test]
fn figures() {
    for (text, value) in [
        ("2016-05-09", "2016-05-09"),
        ("2016/5/9", "2016-05-09"),
        ("20160509", "2016-05-09"),
        ("31.12.1999", "1999-12-31"),
        ("31. 12. 1999", "1999-12-31"),
        ("12/31/1999", "1999-12-31"),
        ("31/12/99", "1999-12-31"),
        ("9/9/1999", "1999-09-09"),
        ("3.10.1990", "1990-10-03|1990-03-10"),
        ("3/10/1990", "1990-03-10|1990-10-03"),
        // A Wednesday: only October.
        ("Wednesday 3/10/1990", "1990-10-03"),
        ("3/10/1990 (Wednesday)", "1990-10-03"),
    ] {
        check(text, &[value]);
    }
}

#[test]
fn times() {
    for (text, value) in [
        ("1969-07-20T20:17:40Z", "1969-07-20T20:17:40Z"),
        ("1969-07-20T15:17:40.123-05:00", "1969-07-20T15:17:40-05:00"),
        ("1969-07-20 20:17", "1969-07-20T20:17:00"),
        ("Sun, 20 Jul 1969 20:17:40 +0000", "1969-07-20T20:17:40Z"),
        ("July 20, 1969 at 4:17 p.m. EDT", "1969-07-20T16:17:00-04:00"),
        ("July 20, 1969 4:17pm", "1969-07-20T16:17:00"),
        ("20. Juli 1969, 21.17 Uhr", "1969-07-20T21:17:00"),
        ("20 juillet 1969 à 21h17", "1969-07-20T21:17:00"),
        ("20 lipca 1969, godz. 21:17", "1969-07-20T21:17:00"),
        ("1969年7月20日 下午4:17", "1969-07-20T16:17:00"),
        ("1969年7月20日(日) 21時17分", "1969-07-20T21:17:00"),
        ("20:17 GMT, 20 July 1969", "1969-07-20T20:17:00Z"),
        ("16:17, 20 July 1969", "1969-07-20T16:17:00"),
        ("20 July 1969 - 12 comments", "1969-07-20"),
        ("20 July 1969 | 3 min read", "1969-07-20"),
    ] {
        check(text, &[value]);
    }
}

#[test]
fn no_dates() {
    for text in [
        "version 1.2.3.2016",
        "192.168.10.20",
        "call 555-12-34",
        "page 9 of 2016",
        "ISBN 978-3-16-148410-0",
        "31 June 2004",
        "30/30/2004",
        "room 2016",
        "12:30:45",
        "9–12 May",
        "99999999999999999999",
        "$20 May",
    ] {
        check(text, &[]);
    }
}

#[test]
fn several() {
    check("from 1 May 2004 to 3 June 2005, then 4 July", &["2004-05-01", "2005-06-03"]);
}

#[test]
fn hints() {
    let site = Hints { site_order: Some(Order::DayFirst), ..Hints::default() };
    assert_eq!(find_all("3/10/1990", &site)[0].readings[0].edtf(), "1990-10-03");
    let early = Hints { not_after: "1990-05-01".parse().ok(), ..Hints::default() };
    assert_eq!(find_all("3/10/1990", &early)[0].readings.len(), 1);
    let year = Hints { year: Some(1989), ..Hints::default() };
    assert_eq!(find_all("BERLIN, Nov. 9 (AP) —", &year)[0].readings[0].edtf(), "1989-11-09");
}

#[test]
fn machines() {
    let read = |v: &str| read_machine(v, &Hints::default()).map(|f| f.readings[0].edtf());
    assert_eq!(read("1000000000").as_deref(), Some("2001-09-09T01:46:40Z"));
    assert_eq!(read("1000000000123").as_deref(), Some("2001-09-09T01:46:40Z"));
    assert_eq!(read("2004").as_deref(), Some("2004"));
    assert_eq!(read("2004-05").as_deref(), Some("2004-05"));
    assert_eq!(read("20040501T120000Z").as_deref(), Some("2004-05-01T12:00:00Z"));
    assert_eq!(read("yesterday"), None);
    assert_eq!(read(""), None);
}

proptest::proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,200}", digits in "[0-9./: ,年月日MayTZ+-]{0,60}") {
        for text in [&text, &digits] {
            let mut last = 0;
            for found in find_all(text, &Hints { year: Some(2016), ..Hints::default() }) {
                proptest::prop_assert!(found.range.start >= last);
                proptest::prop_assert!(text.get(found.range.clone()).is_some());
                last = found.range.end;
            }
            read_machine(text, &Hints::default());
        }
    }
}
