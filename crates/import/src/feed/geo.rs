//! Places: GeoRSS (simple and GML) and W3C's basic vocabulary.

use super::names::Space;
use super::tree::{Element, Id, Step, Tree};

/// A place on Earth, WGS 84.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What the points make up.
    pub form: PlaceForm,
    /// Longitude and latitude in degrees, and metres of height where given.
    pub points: Vec<(f64, f64, Option<f64>)>,
}

/// What points make up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceForm {
    /// One point
    Point,
    /// A line
    Line,
    /// An area with this edge
    Polygon,
    /// A rectangle between two corners
    Box,
}

/// The most points that are kept of a place.
const MOST: usize = 10_000;

/// Whether a coordinate system has latitude before longitude. GeoRSS, GML and
/// EPSG's geographic systems (4000 to 4999) do; `CRS84` and systems of eastings
/// and northings, whose names feeds put beside degrees, do not.
fn latitude_first(system: &str) -> bool {
    let digits: String = system.chars().rev().take_while(char::is_ascii_digit).collect();
    let code: Option<u32> = digits.chars().rev().collect::<String>().parse().ok();
    match code {
        Some(_) if system.to_ascii_lowercase().contains("crs84") => false,
        Some(code) => (4_000..5_000).contains(&code),
        None => true,
    }
}

/// Reads a `georss:point`, `gml:Point` … `None` where it holds no sound coordinates.
pub(super) fn read(tree: &Tree, id: Id) -> Option<Place> {
    let element = tree.element(id);
    let form = form(element);
    if let (Some(form), Space::GeoRss) = (form, element.space) {
        return place(form, &numbers(&tree.text(id)), 2, false);
    }
    // GML: `where` holds a form, which holds `pos` or `posList`.
    let (mut shape, mut dimension, mut swapped) = (form, 2, false);
    let mut inside = false;
    let mut text = String::new();
    let mut consider = |e: &Element, shape: &mut Option<PlaceForm>| {
        *shape = shape.or(self::form(e));
        if let Some(system) = e.attribute("srsname") {
            swapped |= !latitude_first(system);
        }
        if let Some(d) = e.attribute("srsdimension").and_then(|d| d.parse().ok()) {
            dimension = d;
        }
    };
    consider(element, &mut shape);
    for step in tree.walk(id) {
        match step {
            Step::Open(e) => {
                consider(e, &mut shape);
                inside = matches!(e.local.as_str(), "pos" | "poslist" | "coordinates");
            }
            Step::Text(t) if inside => {
                text.push(' ');
                text.push_str(t);
            }
            Step::Text(_) => {}
            Step::Close(_) => inside = false,
        }
    }
    place(shape?, &numbers(&text), dimension, swapped)
}

/// A point from `geo:lat` and `geo:long`.
pub(super) fn point(latitude: &str, longitude: &str) -> Option<Place> {
    place(PlaceForm::Point, &[latitude.parse().ok()?, longitude.parse().ok()?], 2, false)
}

fn form(element: &Element) -> Option<PlaceForm> {
    Some(match element.local.as_str() {
        "point" => PlaceForm::Point,
        "line" | "linestring" => PlaceForm::Line,
        "polygon" => PlaceForm::Polygon,
        "box" | "envelope" => PlaceForm::Box,
        _ => return None,
    })
}

fn numbers(text: &str) -> Vec<f64> {
    let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty());
    words.take(3 * MOST).map_while(|w| w.parse().ok()).collect()
}

fn place(form: PlaceForm, numbers: &[f64], dimension: usize, swapped: bool) -> Option<Place> {
    let dimension = if dimension == 3 { 3 } else { 2 };
    let sound = |(x, y, _): &(f64, f64, Option<f64>)| x.abs() <= 360.0 && y.abs() <= 90.0;
    let points: Vec<_> = numbers
        .chunks_exact(dimension)
        .map(|n| {
            if swapped { (n[0], n[1], n.get(2).copied()) } else { (n[1], n[0], n.get(2).copied()) }
        })
        .take(MOST)
        .collect();
    let least = match form {
        PlaceForm::Point => 1,
        PlaceForm::Line | PlaceForm::Box => 2,
        PlaceForm::Polygon => 4,
    };
    (points.len() >= least && points.iter().all(sound)).then_some(Place { form, points })
}
