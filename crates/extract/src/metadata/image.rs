//! The picture that stands for the article, with what the page says of it.

use super::{
    gather::{Found, Mark, lines},
    ld,
    value::{clean, cut},
};
use crate::{
    page::Page,
    tree::{NodeId, Tag},
};
use annals_model::{Article, Block, Picture};
use serde_json::{Map, Value};

/// Parts of addresses of pictures that stand for a site or for nothing.
const NO_PICTURE: &[&str] = &[
    "logo",
    "placeholder",
    "spacer",
    "blank.",
    "pixel",
    "1x1",
    "favicon",
    "sprite",
    "default-image",
    "default_image",
    "defaultimage",
    "default-share",
    "default-og",
    "noimage",
    "no-image",
    "no_image",
    "transparent",
    "beacon",
    "/ads/",
    "doubleclick",
    "scorecardresearch",
    "share-default",
    "sharing-default",
    "apple-touch",
    "avatar",
    "gravatar",
    "icon-",
    "-icon",
    "/icons/",
    "fallback",
];

/// What stands before a credit within a caption.
const CREDITS: &[&str] = &[
    "photo:",
    "photo by",
    "photograph:",
    "photograph by",
    "photographs by",
    "picture:",
    "image:",
    "image credit:",
    "image by",
    "credit:",
    "photo credit:",
    "foto:",
    "fotos:",
    "bild:",
    "photo :",
    "crédit photo",
    "crédits :",
    "©",
    "(c)",
    "source:",
    "quelle:",
    "fuente:",
    "фото:",
    "图片来源",
    "写真：",
];

/// Most pictures of the page that are compared with the one chosen.
const MAX_ASKED: usize = 400;

/// Decides on the picture.
pub(super) fn decide(
    page: &Page<'_>,
    found: &Found<'_>,
    item: Option<&Map<String, Value>>,
    article: &Article,
) -> Option<Picture> {
    let keys = ["og:image:secure_url", "og:image", "og:image:url"];
    let og = keys.iter().flat_map(|key| found.meta_values(key));
    let json = item.into_iter().flat_map(|item| {
        let values = item.get("image").into_iter().flat_map(ld::list);
        values.filter_map(|value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Object(_) => {
                let mut one = Map::new();
                one.insert("image".into(), value.clone());
                ld::address(&one, "image")
            }
            _ => None,
        })
    });
    let keys = [
        "twitter:image",
        "twitter:image:src",
        "parsely-image-url",
        "sailthru:image:full",
        "itemprop:image",
        "thumbnail",
    ];
    let metas = keys.iter().flat_map(|key| found.meta_values(key));
    let links =
        found.links.iter().filter(|(rel, _)| rel == "image_src").map(|(_, h)| (*h).to_owned());
    let declared = og.chain(json).chain(metas).chain(links).take(40);
    let url = declared.filter_map(|address| page.resolve(&address)).find(|url| is_picture(url));
    let url = match url {
        Some(url) => url,
        None => {
            let first = article.blocks.iter().find_map(|block| match block {
                Block::Picture(picture) if is_picture(&picture.url) => Some(picture.clone()),
                _ => None,
            })?;
            return Some(first);
        }
    };
    let mut picture = Picture { url, ..Picture::default() };
    describe(found, article, &mut picture);
    if let Some(object) = item.and_then(|i| ld::list(i.get("image")?).next()?.as_object()) {
        let said = |keys: &[&str]| {
            keys.iter().find_map(|key| {
                ld::text(object, key).or_else(|| {
                    ld::names(page.structured, object, key).into_iter().next().map(|n| n.name)
                })
            })
        };
        picture.caption = picture.caption.or_else(|| said(&["caption"]));
        picture.credit = picture
            .credit
            .or_else(|| said(&["creditText", "creator", "author", "copyrightHolder"]));
        picture.licence = picture.licence.or_else(|| ld::address(object, "license"));
    }
    let alt = found.first_meta(&["og:image:alt", "twitter:image:alt"]);
    picture.alt = picture.alt.or(alt).filter(|alt| Some(alt) != article.title.as_ref());
    Some(picture)
}

fn is_picture(url: &str) -> bool {
    let lower = cut(url, 1_000).to_ascii_lowercase();
    // The host may well be called "pixel": only the path counts.
    let path = lower.splitn(4, '/').nth(3).unwrap_or("");
    !url.is_empty()
        && !path.is_empty()
        && !NO_PICTURE.iter().any(|part| path.contains(part))
        && !path.ends_with(".svg")
        && !path.ends_with(".ico")
}

/// What makes a picture the same in another size: its file's name without sizes
/// and ending; nothing where the name says too little.
fn file_key(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let name = path.trim_end_matches('/').rsplit('/').next()?;
    let stem = name.split('.').next()?.to_ascii_lowercase();
    let parts = stem.split(['-', '_']).filter(|part| {
        let measures = part.chars().all(|c| c.is_ascii_digit() || c == 'x');
        let is_size = measures && part.len() <= 9 && part.contains('x');
        let named = ["large", "small", "medium", "thumb", "scaled", "crop", "master", "wide"];
        !is_size && !named.contains(part)
    });
    let key: Vec<&str> = parts.collect();
    let key = key.join("-");
    (key.len() >= 6).then_some(key)
}

/// Adds alt text, caption and credit from the picture in the page that is the same.
fn describe(found: &Found<'_>, article: &Article, picture: &mut Picture) {
    let key = file_key(&picture.url);
    let same = |other: &str| other == picture.url || key.is_some() && file_key(other) == key;
    let of_body = article.blocks.iter().find_map(|block| match block {
        Block::Picture(other) if same(&other.url) => Some(other.clone()),
        _ => None,
    });
    if let Some(other) = of_body {
        picture.alt = other.alt;
        picture.caption = other.caption;
        picture.credit = other.credit;
        picture.licence = other.licence;
    }
    if picture.caption.is_some() && picture.credit.is_some() && picture.alt.is_some() {
        return;
    }
    let tree = found.tree;
    let node = found.images.iter().take(MAX_ASKED).copied().find(|id| {
        ["src", "data-src", "data-original", "data-lazy-src"]
            .iter()
            .any(|name| tree.attr(*id, name).is_some_and(|src| src.len() < 1_000 && same(src)))
    });
    let Some(node) = node else { return };
    picture.alt = picture.alt.take().or_else(|| tree.attr(node, "alt").and_then(clean));
    if let Some(figure) = tree.ancestors(node).take(8).find(|id| tree.tag(*id) == Some(Tag::Figure))
    {
        from_figure(found, figure, picture);
    }
}

fn from_figure(found: &Found<'_>, figure: NodeId, picture: &mut Picture) {
    let tree = found.tree;
    if tree.end(figure) - figure > 200 {
        return;
    }
    let inside = |id: &NodeId| tree.is_within(*id, figure) && *id != figure;
    let credit =
        found.marked(Mark::Credit).filter(inside).find_map(|id| clean(&tree.inner_text(id)));
    let caption = tree.below(figure).find(|id| tree.tag(*id) == Some(Tag::Figcaption));
    let text = caption.and_then(|id| clean(&lines(tree, id, 1_500).join(" ")));
    let Some(mut text) = text else {
        picture.credit = picture.credit.take().or(credit);
        return;
    };
    if let Some(credit) = &credit
        && let Some(rest) = text.strip_suffix(credit.as_str())
    {
        text = rest.trim().to_owned();
    }
    let (caption, named) = split_credit(&text);
    picture.credit = picture.credit.take().or_else(|| credit.map(|c| bare_credit(&c))).or(named);
    picture.caption = picture.caption.take().or(caption);
}

/// A caption and the credit at its end: "The Hofburg in 1938. Photo: Jane Doe/AP".
fn split_credit(text: &str) -> (Option<String>, Option<String>) {
    let lower = text.to_lowercase();
    let same_length = lower.len() == text.len();
    let at = CREDITS.iter().filter_map(|mark| lower.rfind(mark)).max().filter(|_| same_length);
    let kept = |t: &str| (!t.trim().is_empty()).then(|| t.trim().to_owned());
    match at {
        Some(at) if text.len() - at <= 120 && text.is_char_boundary(at) => {
            let caption = text[..at].trim_end_matches([' ', '(', '[', '|', '/', '-', '–', '—']);
            (kept(caption), kept(&bare_credit(&text[at..])))
        }
        _ => (kept(text), None),
    }
}

/// A credit without "Photo:".
fn bare_credit(text: &str) -> String {
    let mut rest = text.trim().trim_matches(['(', ')', '[', ']']).trim();
    for _ in 0..2 {
        let lower = rest.to_lowercase();
        let mark = CREDITS.iter().filter(|m| lower.starts_with(*m)).max_by_key(|m| m.len());
        match mark.and_then(|mark| rest.get(mark.len()..)) {
            Some(after) => rest = after.trim_start_matches([':', ' ']),
            None => break,
        }
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_the_same_in_other_sizes() {
        let check = |a: &str, b: &str, wanted: bool| {
            assert_eq!(file_key(a).is_some() && file_key(a) == file_key(b), wanted, "{a} {b}");
        };
        check("https://e.example/a/kremlin-1991-1024x683.jpg", "/b/kremlin-1991.webp?w=3", true);
        check("https://e.example/kremlin.jpg", "https://e.example/senate.jpg", false);
        check("https://e.example/1.jpg", "https://e.example/1.jpg", false);
    }

    #[test]
    fn credits_are_parted_from_captions() {
        let check = |text: &str, caption: Option<&str>, credit: Option<&str>| {
            let (c, d) = split_credit(text);
            assert_eq!((c.as_deref(), d.as_deref()), (caption, credit), "{text}");
        };
        check(
            "The Hofburg in Vienna. (Photo: Jane Doe/AP)",
            Some("The Hofburg in Vienna."),
            Some("Jane Doe/AP"),
        );
        check("© Reuters", None, Some("Reuters"));
        check("Lake Geneva", Some("Lake Geneva"), None);
    }

    #[test]
    fn logos_are_no_pictures() {
        let check = |url: &str, wanted: bool| assert_eq!(is_picture(url), wanted, "{url}");
        check("https://pixel.example/photos/louvre.jpg", true);
        check("https://e.example/static/site-logo.png", false);
        check("https://e.example/1x1.gif", false);
        check("https://e.example/", false);
    }
}
