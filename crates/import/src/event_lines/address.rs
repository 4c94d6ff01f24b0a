//! Bare addresses in a line's text: a source that somebody pasted behind the
//! sentence, or a page that the sentence names.

/// What stood in a text.
pub(super) struct Apart {
    /// The text without addresses.
    pub(super) text: String,
    /// The addresses, in order.
    pub(super) addresses: Vec<String>,
}

/// Characters that end an address in running text.
const ENDS: &[char] = &['<', '>', '"', '[', ']', '{', '}', '|', '\\', '^', '`'];

/// Takes the addresses out of a tidy text. One that stands behind a sentence goes;
/// one that the sentence needs ("see https://…") leaves its host's name. `None`
/// where there is none. The tags of a reference around an address go with it.
pub(super) fn apart(text: &str) -> Option<Apart> {
    if !text.contains("http://") && !text.contains("https://") {
        return None;
    }
    let text = text.replace("<ref>", " ").replace("</ref>", " ");
    let mut kept = String::with_capacity(text.len());
    let mut addresses = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("http") {
        let behind = &rest[at..];
        let Some(host) = behind.strip_prefix("http://").or_else(|| behind.strip_prefix("https://"))
        else {
            kept.push_str(&rest[..at + 4]);
            rest = &rest[at + 4..];
            continue;
        };
        kept.push_str(&rest[..at]);
        let end =
            behind.find(|c: char| c.is_whitespace() || ENDS.contains(&c)).unwrap_or(behind.len());
        // A full stop or comma behind an address belongs to the sentence.
        let address = behind[..end].trim_end_matches(['.', ',', ';', ':', '!']);
        let host = host.split(['/', '?', '#']).next().unwrap_or_default();
        if host.contains('.') {
            addresses.push(address.to_owned());
        }
        let before = kept.trim_end();
        if !before.is_empty() && !before.ends_with(['.', '!', '?', '"', '”', ')', '。']) {
            kept.push_str(host.strip_prefix("www.").unwrap_or(host));
            rest = &behind[address.len()..];
        } else {
            kept.truncate(before.len());
            kept.push(' ');
            rest = behind[end..].trim_start();
        }
    }
    kept.push_str(rest);
    Some(Apart { text: annals_model::tidy(&kept), addresses })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &str, addresses: &[&str]) {
        let found = apart(text).unwrap();
        assert_eq!(
            (found.text.as_str(), found.addresses.as_slice()),
            (want, addresses.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>().as_slice(),)
        );
    }

    #[test]
    fn a_pasted_source_goes_and_a_named_page_leaves_its_host() {
        let page = "https://www.un.org/press/en/2015/sc12171.doc.htm";
        check(&format!("The Council adopts it.{page}"), "The Council adopts it.", &[page]);
        check(&format!("It adopts it.<ref>{page}</ref>"), "It adopts it.", &[page]);
        check(
            "The text is on https://undocs.org/S/RES/2254(2015).",
            "The text is on undocs.org.",
            &["https://undocs.org/S/RES/2254(2015)"],
        );
        assert!(apart("An http server is no address.").is_none());
    }
}
