//! What the files of a site are to readers: their media types, and who leads to whom.

use annals_publish::site;

/// The media type of a file, by its path in the site; files of no kind are for people
/// (`_redirects`).
pub(super) fn media_type(path: &str) -> &'static str {
    let plain = !path.rsplit('/').next().unwrap_or_default().contains('.');
    let other = if plain { "text/plain; charset=utf-8" } else { "application/octet-stream" };
    site::media_type(path).unwrap_or(other)
}

/// In which order files are put: what is led to goes before what leads to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Scripts, style sheets, pictures, schemas: pages need them.
    Asset,
    /// An event's page, and what leads only to one.
    Page,
    /// Days, months, years, stories, names: they lead to events.
    List,
    /// Where readers come in: the home pages, feeds, the sitemap, redirects.
    Door,
}

/// The rank of a file, by its path in the site, without its first slash.
pub(super) fn rank(path: &str) -> Rank {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, suffix) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_page = matches!(suffix, "html" | "json" | "xml" | "md");
    if matches!(suffix, "atom" | "rss") || folder.split('/').any(|f| f == "feeds") {
        return Rank::Door;
    }
    if name.starts_with("sitemap") || matches!(name, "_redirects" | "robots.txt") {
        return Rank::Door;
    }
    if !is_page || folder == "schema" {
        return Rank::Asset;
    }
    // `/index`, or another language's `/zh/index`.
    if stem == "index" && !folder.contains('/') && folder.len() <= 8 && folder != "news" {
        return Rank::Door;
    }
    let within = |root: &str| folder.split('/').take(2).any(|part| part == root);
    if stem != "index" && (within("news") || folder == "e") { Rank::Page } else { Rank::List }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_goes_behind_what_it_leads_to() {
        for (path, expected) in [
            ("annals.css", Rank::Asset),
            ("schema/annals.schema.json", Rank::Asset),
            ("news/2016/10/5/truce.html", Rank::Page),
            ("zh/news/2016/10/5/停火.md", Rank::Page),
            ("e/abcdefghijkl.html", Rank::Page),
            ("news/2016/10/5/index.xml", Rank::List),
            ("news/2016/index.html", Rank::List),
            ("stories/truce.html", Rank::List),
            ("context/index.html", Rank::Door),
            ("index.html", Rank::Door),
            ("zh/index.md", Rank::Door),
            ("feeds/all.json", Rank::Door),
            ("feeds/stories/truce.atom", Rank::Door),
            ("sitemap-2016.xml", Rank::Door),
            ("_redirects", Rank::Door),
        ] {
            assert_eq!(rank(path), expected, "{path}");
        }
        assert_eq!(media_type("feeds/all.json"), "application/feed+json");
        assert_eq!(media_type("_redirects"), "text/plain; charset=utf-8");
    }
}
