//! When an article was published and changed, with the reasons.
//!
//! Every place that speaks of a date becomes a clue: what software left in the
//! head (`head.rs`), the address (`address.rs`), what readers see (`markup.rs`).
//! `place.rs` judges where it stands, `order.rs` which figure is the day, and
//! `choose.rs` weighs them. [`written`] reads the dates themselves and knows no page.

mod address;
mod choose;
mod clue;
mod habits;
mod head;
mod markup;
mod names;
mod nearby;
mod order;
mod place;
mod text;
pub mod written;

pub use habits::Habits;
pub use order::had_several_readings;
pub use text::in_text;

use crate::{page::Page, tree::Tag};
use annals_model::{Article, Span, Timestamp};
use markup::Walk;
use written::{Hints, Order};

/// What other pages of a site showed about its dates.
#[derive(Debug, Clone, Copy, Default)]
pub struct SiteHabits {
    /// The order in which it writes figures.
    pub order: Option<Order>,
}

/// Fills [`Article::published`] and [`Article::modified`].
pub fn fill(page: &Page<'_>, article: &mut Article) {
    fill_knowing(page, &SiteHabits::default(), article);
}

/// The same, knowing what other pages of the site showed.
pub fn fill_knowing(page: &Page<'_>, habits: &SiteHabits, article: &mut Article) {
    let html = page.tree.elements(Tag::Html).next();
    let declared = html.and_then(|h| page.tree.attr(h, "lang")).filter(|l| !l.is_empty());
    let language = declared.or(article.language.as_deref()).map(str::to_owned);
    let custom = order::custom(page, language.as_deref());
    let hints = Hints {
        site_order: habits.order,
        order: custom.as_ref().map(|c| c.0),
        language: language.as_deref(),
        not_after: page.captured_at.and_then(last_day),
        year: None,
    };
    let mut walk = Walk::default();
    head::gather(page, &hints, &mut walk.clues);
    address::gather(page, &hints, &mut walk.clues);
    markup::gather(page, &hints, &mut walk);
    place::judge(page, article.title.as_deref(), &mut walk);
    let reasons = order::settle(&mut walk.clues, &hints, custom.as_ref());
    article.published = choose::published(&walk.clues, &reasons);
    article.modified = choose::modified(&walk.clues, &article.published);
}

/// The last day that a capture can speak of: its own, and the next for
/// places that are ahead of UTC.
fn last_day(captured: Timestamp) -> Option<annals_model::Date> {
    let reading = jiff::tz::Offset::UTC.to_datetime(captured).date();
    reading.checked_add(Span::new().days(1)).ok()
}

#[cfg(test)]
mod tests;
