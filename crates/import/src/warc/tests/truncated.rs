//! Wherever a file ends: the records before the cut come out, and nothing panics.

use super::*;
use crate::warc::Content;
use proptest::prelude::*;

fn four() -> Vec<Vec<u8>> {
    let chunks = b"7\r\n<p>Four\r\n0\r\n\r\n";
    vec![
        page("a", "<p>One."),
        page("b", "<p>Two."),
        page("c", &"<p>Three. ".repeat(50)),
        response("d", "Transfer-Encoding: chunked\nContent-Encoding: gzip", chunks),
    ]
}

/// Reads the file cut at every byte; `whole` tells how many records lie before a cut.
fn cut_everywhere(file: &[u8], ends: &[usize]) {
    let (expected, _) = all(file);
    for cut in 0..file.len() {
        let (captures, _) = all(&file[..cut]);
        let whole = ends.iter().filter(|end| **end <= cut).count();
        assert!(captures.len() == whole || captures.len() == whole + 1, "cut at {cut}");
        assert_eq!(captures[..whole], expected[..whole], "cut at {cut}");
        if let Some(last) = captures.get(whole) {
            assert_eq!(last.content, Content::Cut, "cut at {cut}");
            assert!(kinds(last).contains(&"record-truncated"), "cut at {cut}");
        }
    }
}

#[test]
fn a_plain_file_may_end_anywhere() {
    let (mut file, mut ends) = (Vec::new(), Vec::new());
    for record in four() {
        file.extend(&record);
        // Without the two line ends it is whole.
        ends.push(file.len() - 4);
    }
    cut_everywhere(&file, &ends);
}

#[test]
fn a_packed_file_may_end_anywhere() {
    let (mut file, mut whole) = (Vec::new(), Vec::new());
    for record in four() {
        file.extend(gzip(&record));
        whole.push(file.len());
    }
    let (expected, _) = all(&file);
    for cut in 0..file.len() {
        let (captures, summary) = all(&file[..cut]);
        let before = whole.iter().filter(|end| **end <= cut).count();
        assert!(captures.len() >= before && captures.len() <= before + 1, "cut at {cut}");
        assert_eq!(captures[..before], expected[..before], "cut at {cut}");
        // One byte does not tell that the file is packed.
        let at_member = cut <= 1 || whole.contains(&cut);
        assert_eq!(summary_kinds(&summary).contains(&"damaged-member"), !at_member, "cut at {cut}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn bytes_that_change_do_no_harm(
        packing in 0..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        end in any::<prop::sample::Index>(),
    ) {
        let mut file = match packing {
            0 => four().concat(),
            1 => four().iter().flat_map(|r| gzip(r)).collect(),
            _ => include_bytes!("dictionary.warc.zst").to_vec(),
        };
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        file.truncate(end.index(file.len() + 1));
        let (captures, summary) = all(&file);
        prop_assert_eq!(captures.len() as u64, summary.captures);
    }

    #[test]
    fn any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        crate::warc::looks_like(&bytes);
        all(&bytes);
        all(&[page("a", "x"), bytes.clone()].concat());
        let (captures, _) = all(&response("a", "Transfer-Encoding: chunked", &bytes));
        prop_assert!(!captures.is_empty());
    }
}
