//! Lines of an index of web archives: CDXJ, a key, a moment and JSON.
//!
//! Source: Webrecorder's CDXJ 0.1, with numbers written as texts, which is how its
//! own indexer writes them and what pywb reads.

use annals_model::Timestamp;

/// What an index says of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CdxjLine {
    /// The key, see [`super::surt()`].
    pub key: String,
    /// When the page was fetched.
    pub at: Timestamp,
    /// The address.
    pub url: String,
    /// The media type without parameters; `warc/revisit` of a record without body.
    pub mime: String,
    /// The status of the HTTP response.
    pub status: Option<u16>,
    /// `sha1:…`, of the payload.
    pub digest: String,
    /// Bytes of the record in the file.
    pub length: u64,
    /// Bytes before it in the file.
    pub offset: u64,
    /// The file's name.
    pub filename: String,
}

impl CdxjLine {
    /// The key and the moment of fourteen digits: what lines are sorted by.
    pub fn sorted_by(&self) -> String {
        format!("{} {}", self.key, self.at.strftime("%Y%m%d%H%M%S"))
    }
}

impl std::fmt::Display for CdxjLine {
    /// The line without its end.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = |value: &str| serde_json::Value::from(value).to_string();
        write!(f, "{} {{\"url\": {}", self.sorted_by(), text(&self.url))?;
        write!(f, ", \"mime\": {}", text(&self.mime))?;
        if let Some(status) = self.status {
            write!(f, ", \"status\": \"{status}\"")?;
        }
        if !self.digest.is_empty() {
            write!(f, ", \"digest\": {}", text(&self.digest))?;
        }
        write!(f, ", \"length\": \"{}\", \"offset\": \"{}\"", self.length, self.offset)?;
        write!(f, ", \"filename\": {}}}", text(&self.filename))
    }
}

/// The media type as indexes have it: without parameters, small; `unk` for none.
pub fn mime(content_type: Option<&str>) -> String {
    let media = content_type.unwrap_or_default().split(';').next().unwrap_or_default();
    let media = media.trim().to_ascii_lowercase();
    let sound = !media.is_empty() && media.bytes().all(|b| b.is_ascii_graphic());
    if sound { media } else { "unk".to_owned() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "test code")]
mod tests {
    use super::{super::surt::surt, *};

    #[test]
    fn a_line_is_a_key_a_moment_and_json() {
        let url = "https://example.org/a?q=\"b\"";
        let line = CdxjLine {
            key: surt(url),
            at: "2016-09-13T08:00:00.5Z".parse().unwrap(),
            url: url.into(),
            mime: mime(Some("Text/HTML; charset=utf-8")),
            status: Some(200),
            digest: "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5".into(),
            length: 123,
            offset: 456,
            filename: "000001.warc.gz".into(),
        };
        let text = line.to_string();
        let (key, json) = text.split_once(" {").unwrap();
        assert_eq!(key, "org,example)/a?q=\"b\" 20160913080000");
        let json: serde_json::Value = serde_json::from_str(&format!("{{{json}")).unwrap();
        assert_eq!((json["url"].as_str(), json["mime"].as_str()), (Some(url), Some("text/html")));
        assert_eq!((json["status"].as_str(), json["offset"].as_str()), (Some("200"), Some("456")));
        assert_eq!(mime(None), "unk");
        assert_eq!(mime(Some("a\nb")), "unk");
    }
}
