//! The pictures and embedded players of a body, with what stands under them.

use super::{marks::Marks, segment::Segment};
use crate::{
    page::Page,
    tree::{NodeId, Tag, Tree},
};
use annals_model::{Block, Picture, tidy};

/// Most pictures of one body.
const MOST: usize = 300;
/// Most pictures that are looked at for it: pages repeat one, or have icons.
const LOOKED_AT: usize = 2_000;
/// Longest caption, in characters.
const CAPTION: usize = 1_000;
/// Smaller pictures, in pixels, are icons and trackers.
const SMALLEST: u32 = 60;
/// How many elements up a picture's caption is looked for.
const REACH: usize = 6;

/// Attributes in which pages put an address that a script shows later; best first.
const LATER: &[&str] =
    &["data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset", "srcset"];

/// Hosts whose frames are part of an article: players, posts, maps, documents.
const PLAYERS: &[&str] = &[
    "youtube.com",
    "youtube-nocookie.com",
    "youtu.be",
    "vimeo.com",
    "dailymotion.com",
    "twitter.com",
    "x.com",
    "instagram.com",
    "facebook.com",
    "tiktok.com",
    "soundcloud.com",
    "spotify.com",
    "datawrapper.de",
    "dwcdn.net",
    "flourish.studio",
    "infogram.com",
    "documentcloud.org",
    "google.com",
    "openstreetmap.org",
    "jwplayer.com",
    "brightcove.net",
    "kaltura.com",
    "bbc.co.uk",
    "archive.org",
    "reddit.com",
    "scribd.com",
    "apple.com",
];

/// Pictures and players between the headline and the end of the body, with the node of each.
pub(super) fn find(
    page: &Page<'_>,
    root: NodeId,
    kept: &[&Segment],
    marks: &[Marks],
) -> Vec<(NodeId, Block)> {
    let tree = page.tree;
    let Some(last) = kept.last() else { return Vec::new() };
    let mut out: Vec<(NodeId, Block)> = Vec::new();
    let mut seen = Vec::new();
    let mut id = root;
    let mut looked_at = 0;
    // What follows the last text within its own element still belongs to it.
    let end = tree.end(tree.parent(last.block)).min(tree.end(root)).max(last.last);
    while id < end && out.len() < MOST {
        let junk = marks[id as usize].has(Marks::JUNK.with(Marks::HIDDEN));
        match tree.tag(id) {
            Some(_) if junk => {
                id = tree.end(id);
                continue;
            }
            Some(Tag::Img) if looked_at < LOOKED_AT => {
                looked_at += 1;
                if let Some(picture) = picture(page, root, id, kept)
                    && !seen.contains(&picture.url)
                {
                    seen.push(picture.url.clone());
                    out.push((id, Block::Picture(picture)));
                }
            }
            Some(Tag::Iframe) => {
                if let Some(embed) = player(page, id) {
                    out.push((id, embed));
                }
            }
            _ => {}
        }
        id += 1;
    }
    out
}

fn picture(page: &Page<'_>, root: NodeId, img: NodeId, kept: &[&Segment]) -> Option<Picture> {
    let tree = page.tree;
    let size = |name| tree.attr(img, name).and_then(|v| v.trim_end_matches("px").parse().ok());
    let small = |v: Option<u32>| v.is_some_and(|v| v < SMALLEST);
    if small(size("width")) || small(size("height")) {
        return None;
    }
    let url = address(page, img)?;
    let alt = tree.attr(img, "alt").map(tidy).filter(|a| !a.is_empty());
    let mut picture = Picture { url, alt, ..Picture::default() };
    // The frame: the nearest figure, or the greatest element around that has no text of the body.
    let mut frame = img;
    for up in tree.ancestors(img).take(REACH) {
        if up <= root || kept.iter().any(|s| tree.is_within(s.first, up)) || images(tree, up) > 1 {
            break;
        }
        frame = up;
        if tree.tag(up) == Some(Tag::Figure) {
            break;
        }
    }
    if frame != img {
        (picture.caption, picture.credit) = caption(tree, frame, &picture);
    }
    Some(picture)
}

/// The pictures in an element, up to two.
fn images(tree: &Tree<'_>, id: NodeId) -> usize {
    tree.below(id).filter(|n| tree.tag(*n) == Some(Tag::Img)).take(2).count()
}

/// The words in a picture's frame, and who is credited.
fn caption(tree: &Tree<'_>, frame: NodeId, picture: &Picture) -> (Option<String>, Option<String>) {
    let credit = tree
        .below(frame)
        .find(|id| {
            tree.tag(*id).is_some_and(|t| t != Tag::Img)
                && tree.attrs(*id).iter().any(|a| {
                    (a.name.eq_ignore_ascii_case("class")
                        || a.name.eq_ignore_ascii_case("itemprop"))
                        && CREDIT.iter().any(|w| a.value.to_ascii_lowercase().contains(w))
                })
        })
        .map(|id| tidy(&tree.inner_text(id)))
        .filter(|t| !t.is_empty());
    let mut text = tidy(&tree.inner_text(frame));
    if let Some(credit) = &credit
        && let Some(at) = text.rfind(credit.as_str())
    {
        text.replace_range(at..at + credit.len(), "");
        text = tidy(&text);
    }
    let fits =
        !text.is_empty() && text.chars().count() <= CAPTION && Some(&text) != picture.alt.as_ref();
    let credit = credit.map(|c| without_label(&c)).filter(|c| c.chars().count() <= 200);
    (fits.then_some(text), credit)
}

/// Words in names of elements that hold a credit.
const CREDIT: &[&str] = &["credit", "copyright", "photographer", "attribution", "imgsource"];

/// "Photo: Jane Doe/AP" without the label.
fn without_label(credit: &str) -> String {
    const LABELS: &[&str] = &[
        "photograph:",
        "photo:",
        "picture:",
        "image:",
        "credit:",
        "foto:",
        "photo credit:",
        "source:",
    ];
    let lower = credit.to_lowercase();
    let cut = LABELS.iter().find(|l| lower.starts_with(**l)).map_or(0, |l| l.len());
    credit.get(cut..).unwrap_or(credit).trim().to_owned()
}

/// Where a picture lies: what is shown, or what a script will show.
fn address(page: &Page<'_>, img: NodeId) -> Option<String> {
    let tree = page.tree;
    let whole = |value: &str| {
        // Of a set of sizes, the last is the largest as a rule.
        let value = match value.contains(", ") || value.contains(' ') {
            true => value.rsplit(", ").next()?.split_ascii_whitespace().next()?,
            false => value,
        };
        if value.starts_with("data:") { None } else { page.resolve(value) }
    };
    let src = tree.attr(img, "src").filter(|s| !s.trim_start().starts_with("data:"));
    let later = LATER.iter().find_map(|name| whole(tree.attr(img, name)?));
    later.or_else(|| page.resolve(src?))
}

fn player(page: &Page<'_>, frame: NodeId) -> Option<Block> {
    let tree = page.tree;
    let address = tree.attr(frame, "src").or_else(|| tree.attr(frame, "data-src"))?;
    let url = page.resolve(address)?;
    let parsed = url::Url::parse(&url).ok()?;
    let host = parsed.host_str()?;
    let known = PLAYERS
        .iter()
        .any(|p| host == *p || host.strip_suffix(p).is_some_and(|rest| rest.ends_with('.')));
    // A search box or a tag manager of a known host is no player.
    let shows = !parsed.path().contains("ns.html") && parsed.path().len() > 1;
    let title = tree.attr(frame, "title").map(tidy).filter(|t| !t.is_empty());
    (known && shows).then_some(Block::Embed { url, title })
}
