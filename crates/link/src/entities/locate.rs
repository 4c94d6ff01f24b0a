//! Where a name stands in a text: for labels that came without their place.

use super::fold::fold;
use super::surfaces::edge;
use super::trie::LONGEST;

/// The places where `name` stands in `text` as whole words, as bytes from and
/// to, in order and without overlaps. Case, accents, width and the script of
/// Chinese do not matter. A name of more than 80 characters is nowhere.
pub fn locate(text: &str, name: &str) -> Vec<(usize, usize)> {
    let (text, name) = (fold(text), fold(name));
    let mut out = Vec::new();
    if name.is_empty() || name.len() > LONGEST {
        return out;
    }
    let mut at = 0;
    while at + name.len() <= text.len() {
        let end = at + name.len();
        let same = text[at..end].iter().zip(&name).all(|(a, b)| a.plain == b.plain);
        if same && edge(&text, at) && edge(&text, end) {
            out.push((text[at].start as usize, text[end - 1].end as usize));
            at = end;
        } else {
            at += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::locate;

    #[test]
    fn whole_words_in_any_script() {
        assert_eq!(locate("Chad and chad, Chadian", "Chad"), [(0, 4), (9, 13)]);
        assert_eq!(locate("聯合國大會", "联合国"), [(0, 9)]);
        assert!(locate("", "x").is_empty() && locate("x", "").is_empty());
    }
}
