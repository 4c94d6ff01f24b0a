//! Silent edits: what changed in a source from capture to capture.

use super::clean::{self, PASSAGE};
use annals_model::{ArticleChange, Grade, Telling, article_steps};
use annals_store::{SourceEdit, SourceField};

/// Edits of a source, fields' passages of an edit, that are kept at most: the last edits,
/// the gravest passages.
const EDITS: usize = 20;
const PASSAGES: usize = 4;
/// Characters under which a paragraph that came or went is furniture: a label, a credit.
const FURNITURE: usize = 40;

/// The edits that the captures of one page show, oldest first. `tellings` are the page's
/// own, without those of error pages; `reserved`: the passages are not shown.
pub(super) fn edits(tellings: &[Telling], reserved: bool) -> Vec<SourceEdit> {
    let mut edits: Vec<SourceEdit> = Vec::new();
    for step in article_steps(tellings).into_iter().skip(1) {
        let fields: Vec<SourceField> =
            step.changes.iter().filter_map(|change| field(change, reserved)).collect();
        let gravest = step.changes.iter().filter(|c| fields.iter().any(|f| f.field == c.field));
        let Some(grade) = gravest.map(shown_grade).max() else { continue };
        let at = step.known_at.unwrap_or(step.recorded_at).as_microsecond();
        edits.push(SourceEdit { at, grade: grade.name().to_owned(), fields });
    }
    let first = edits.len().saturating_sub(EDITS);
    edits.split_off(first)
}

/// The gravest of a change's edits that are no furniture.
fn shown_grade(change: &ArticleChange) -> Grade {
    let shown = change.edits.iter().filter(|e| !is_furniture(change.field, e));
    shown.map(|e| e.grade).max().unwrap_or(Grade::None)
}

fn field(change: &ArticleChange, reserved: bool) -> Option<SourceField> {
    if !matches!(change.field, "title" | "body" | "published") {
        return None;
    }
    let mut shown: Vec<_> =
        change.edits.iter().filter(|e| !is_furniture(change.field, e)).collect();
    let grade = shown.iter().map(|e| e.grade).max().filter(|g| *g > Grade::None)?;
    // The sort keeps the order of the text among equals.
    shown.sort_by_key(|e| std::cmp::Reverse(e.grade));
    shown.truncate(PASSAGES);
    let hidden = reserved && change.field == "body";
    let side = |of: fn(&annals_model::Edit) -> Option<&str>| -> Vec<String> {
        if hidden {
            return Vec::new();
        }
        shown.iter().filter_map(|e| clean::text(of(e)?, PASSAGE)).collect()
    };
    let before = side(|e| e.before.as_deref());
    let after = side(|e| e.after.as_deref());
    Some(SourceField {
        field: change.field.to_owned(),
        grade: grade.name().to_owned(),
        before,
        after,
    })
}

fn is_furniture(field: &str, edit: &annals_model::Edit) -> bool {
    let one_sided = match (&edit.before, &edit.after) {
        (Some(text), None) | (None, Some(text)) => Some(text),
        _ => None,
    };
    field == "body" && one_sided.is_some_and(|text| text.chars().nth(FURNITURE).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use annals_model::{Article, Block, By, Prose, Timestamp};

    fn telling(number: u32, title: &str, paragraphs: &[&str]) -> Telling {
        Telling {
            number,
            known_at: Timestamp::from_second(1_472_000_000 + i64::from(number) * 3_600).ok(),
            recorded_at: Timestamp::UNIX_EPOCH,
            by: By::importer("page", None),
            article: Article {
                title: Some(title.into()),
                blocks: paragraphs.iter().map(|p| Block::Paragraph(Prose::plain(*p))).collect(),
                section: Some(number.to_string()),
                ..Article::default()
            },
        }
    }

    #[test]
    fn a_toll_that_rises_is_told_with_its_time() {
        let told = [
            telling(1, "Quake kills 38", &["The earthquake in Amatrice killed 38 people."]),
            telling(2, "Quake kills 73", &["The earthquake in Amatrice killed 73 people."]),
        ];
        let found = edits(&told, false);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].grade.as_str(), found[0].at), ("material", 1_472_007_200_000_000));
        let fields: Vec<&str> = found[0].fields.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(fields, ["title", "body"]);
        assert_eq!(found[0].fields[1].after, ["The earthquake in Amatrice killed 73 people."]);
        // Where the text is reserved, that it changed is said and the title is shown.
        let quiet = edits(&told, true);
        assert!(quiet[0].fields[1].after.is_empty() && !quiet[0].fields[0].after.is_empty());
    }

    #[test]
    fn furniture_is_no_edit() {
        let told = [
            telling(1, "Truce begins", &["The ceasefire took effect at sunset."]),
            telling(2, "Truce begins", &["The ceasefire took effect at sunset.", "Share this"]),
        ];
        assert_eq!(edits(&told, false), []);
    }
}
