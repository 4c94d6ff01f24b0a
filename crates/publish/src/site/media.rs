//! The media types of a site's files.

use crate::Format;

/// The media type of a file by its path in the site, with the encoding where it is text;
/// `None` where its name does not tell.
pub fn media_type(path: &str) -> Option<&'static str> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (_, suffix) = name.rsplit_once('.')?;
    Some(match suffix {
        "html" => "text/html; charset=utf-8",
        "json" if folder.split('/').any(|part| part == "feeds") => "application/feed+json",
        "json" => Format::Json.media_type(),
        "xml" | "xsd" => "application/xml; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "rss" => "application/rss+xml; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => return None,
    })
}
