//! What is the same and what is not, on names and facts that anybody can check.

use super::*;
use Verdict::{Different, Equal, Same};

#[test]
fn titles() {
    #[track_caller]
    fn check(truth: &str, site: Option<&str>, found: &str, expect: Verdict) {
        assert_eq!(title(Some(truth), &[site], Some(found)), expect, "{truth:?} {found:?}");
    }
    let long = "Voyager 1 leaves the heliosphere";
    check(long, None, long, Equal);
    check("Voyager  1 leaves\nthe heliosphere", None, long, Equal);
    check("VOYAGER 1 “leaves” the heliosphere!", None, long, Same);
    check("Voyager 1 leaves the heliosphere | Space | Sky Log", None, long, Same);
    check("Voyager 1 leaves the heliosphere [Sky Log]", None, long, Same);
    check("Sky Log :: Voyager 1 leaves the heliosphere", None, long, Same);
    check(
        "Go home - The Very Long Herald of Space",
        Some("The Very Long Herald of Space"),
        "Go home",
        Same,
    );
    // Without knowing the name, the longer part is the headline.
    check("Go home - The Very Long Herald of Space", None, "Go home", Different);
    check(long, None, "Voyager 1 leaves", Different);
    // The name of the site does not belong to the headline.
    check(long, None, "Voyager 1 leaves the heliosphere | Sky Log", Different);
    check(long, None, "", Different);
    check("旅行者1号离开日球层_天空志", None, "旅行者1号离开日球层", Same);
}

#[test]
fn bylines() {
    #[track_caller]
    fn check(truth: &str, found: &[&str], expect: Verdict) {
        let found: Vec<String> = found.iter().map(|name| (*name).to_owned()).collect();
        let others = [Some("Radium Review"), None];
        assert_eq!(byline(Some(truth), &found, &others), expect, "{truth:?} {found:?}");
    }
    check("Marie Curie", &["Marie Curie"], Equal);
    check("By MARIE CURIE", &["Marie Curie"], Same);
    check("Par Marie Curie et Pierre Curie", &["Marie Curie", "Pierre Curie"], Same);
    check("By Marie Curie and Pierre Curie", &["Marie Curie"], Different);
    check("Marie Curie", &["Marie Curie", "Pierre Curie"], Different);
    check("By Marie Curie\n  March 11, 1911 3:46 PM", &["Marie Curie"], Same);
    check("by Marie Curie11 Mar 1911604", &["Marie Curie"], Same);
    check("Marie Curie, Radium Review", &["Marie Curie"], Same);
    check("Curie, Marie", &["Marie Curie"], Same);
    check("Marie Curie (https://example.org/curie)", &["Marie Curie"], Same);
    check("Marie Curies", &["Marie Curie"], Different);
    check("Marie Curie", &[], Different);
    // A byline without a name asks for none.
    check("Updated March 11, 1911", &[], Same);
    check("Updated March 11, 1911", &["Marie Curie"], Different);
}

#[test]
fn instants_and_days() {
    #[track_caller]
    fn check(truth: &str, found: &str, expect: Verdict) {
        assert_eq!(published(Some(truth), Some(found)), expect, "{truth:?} {found:?}");
    }
    check("1969-07-20T22:56:15-0400", "1969-07-21T02:56:15Z", Equal);
    check("1969-07-20T22:56:15.250-04:00", "1969-07-20T22:56-04:00", Equal);
    check("1969-07-20 22:56:15.000000", "1969-07-20T22:56:15Z", Same);
    check("1969-07-20", "1969-07-20", Equal);
    check("1969-07-20T22:56", "1969-07-20", Same);
    check("1969-07-20T22:56:15Z", "1969-07-21", Different);
    check("1969-07-20", "1969-07", Different);
    check("July 20", "July 20 1969", Different);
}

#[test]
fn sites_and_languages() {
    #[track_caller]
    fn check(truth: &str, found: &str, expect: Verdict) {
        assert_eq!(site_name(Some(truth), Some(found)), expect, "{truth:?} {found:?}");
    }
    check("Le Temps", "Le Temps", Equal);
    check("LeTemps.ch", "Le Temps", Same);
    check("the Times", "The Times", Same);
    check("http://www.example.org", "Example", Same);
    check("Sky Log – notes on space", "Sky Log", Same);
    check("Sky Log", "Sky", Same);
    check("Skylark", "Sky", Different);
    assert_eq!(language(Some("en-us"), Some("en-US")), Same);
    assert_eq!(language(Some("en"), Some("fr")), Different);
    assert_eq!(language(Some("en"), None), Different);
}
