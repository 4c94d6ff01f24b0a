//! Figures in texts, as numbers: `1,200`, `1.2 thousand`, `two dozen`, `dozens`, `12万`,
//! `三十二人`, `数百`.
//!
//! What counts as a figure is what counts or measures something. Days, years, times,
//! ordinals and the figures within names (`F-16`, `G20`, `第三次`) do not; nor does a
//! bare `one` or `a`. Words around a figure (`at least`, `about`, `up to`) do not change
//! it: what is compared is the number that is said.

mod han;
mod latin;

/// A figure in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The number; the least that is meant by `dozens` and the like.
    pub low: f64,
    /// The number; the most that is meant.
    pub high: f64,
    /// The other number that the spelling may mean: `1.200` is one thousand two hundred
    /// in some languages.
    pub also: Option<f64>,
    /// What the last digit that is said stands for, where more may lie behind it:
    /// 100,000 of `1.2 million`; 0 of a number that is said in full.
    pub step: f64,
    /// Whether it is a share of a hundred.
    pub percent: bool,
    /// What is counted: the word behind it, small and without a plural's `s`.
    pub counted: Option<String>,
}

/// How a figure of a text fits one that is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureFit {
    /// The claim says `dozens` or the like, and this number is within what it means.
    Within,
    /// The claim is this number, rounded.
    Rounded,
    /// The same number.
    Same,
}

impl Figure {
    fn is_vague(&self) -> bool {
        self.high > self.low
    }

    /// How a figure of another text fits this claim; `None` if it does not.
    pub fn fits(&self, there: &Figure) -> Option<FigureFit> {
        if self.percent != there.percent {
            return None;
        }
        let same = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0);
        if same(self.low, there.low) && same(self.high, there.high) {
            return Some(FigureFit::Same);
        }
        if there.is_vague() {
            return None;
        }
        if self.is_vague() {
            let within = there.low >= self.low && there.low <= self.high;
            return within.then_some(FigureFit::Within);
        }
        let others = [Some(there.low), there.also].into_iter().flatten();
        let mine: Vec<f64> = [Some(self.low), self.also].into_iter().flatten().collect();
        let mut best = None;
        for other in others {
            if mine.iter().any(|own| same(*own, other)) {
                return Some(FigureFit::Same);
            }
            if self.step > 0.0 && (other - self.low).abs() <= self.step / 2.0 {
                best = Some(FigureFit::Rounded);
            }
        }
        best
    }
}

/// The figures of a text, in their order. Linear in its length.
pub fn figures(text: &str) -> Vec<Figure> {
    let chars: Vec<char> = text.chars().collect();
    let mut figures = latin::figures(&chars);
    figures.extend(han::figures(&chars));
    figures.sort_by_key(|figure| (figure.start, std::cmp::Reverse(figure.end)));
    // `12万` is one figure, not also 12.
    let mut end = 0;
    figures.retain(|figure| {
        let outside = figure.start >= end;
        end = end.max(figure.end);
        outside
    });
    figures
}

/// A number in digits that begins at `at`: `1,200`, `1.2`, `1 200` with narrow spaces.
struct Digits {
    value: f64,
    also: Option<f64>,
    /// What the last digit stands for.
    last: f64,
    end: usize,
    /// Digits only, as years are written.
    plain: bool,
}

fn digits(chars: &[char], at: usize) -> Option<Digits> {
    let run = |from: usize| chars[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let number = |from: usize, to: usize| -> f64 {
        chars[from..to]
            .iter()
            .filter(|c| c.is_ascii_digit())
            .fold(0.0, |n, c| n * 10.0 + f64::from(c.to_digit(10).unwrap_or(0)))
    };
    let first = run(at);
    if first == 0 || first > 18 {
        return None;
    }
    let mut end = at + first;
    let mut plain = true;
    let grouping =
        |c: char| matches!(c, ',' | '，' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’');
    while first <= 3
        && end - at <= 24
        && chars.get(end).is_some_and(|c| grouping(*c))
        && run(end + 1) == 3
    {
        plain = false;
        end += 4;
    }
    let mut value = number(at, end);
    let (mut also, mut last) = (None, 1.0);
    if chars.get(end) == Some(&'.') {
        let decimals = run(end + 1);
        // `3.5.2016` and `1.2.3` are no numbers; a dot at an end has no digits behind it.
        let further = chars.get(end + 1 + decimals) == Some(&'.')
            && chars.get(end + 2 + decimals).is_some_and(char::is_ascii_digit);
        if (1..=6).contains(&decimals) && !further {
            if plain && decimals == 3 && first <= 3 {
                also = Some(number(at, end + 1 + decimals));
            }
            last = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
            value += number(end + 1, end + 1 + decimals) * last;
            end += 1 + decimals;
            plain = false;
        } else if further {
            return None;
        }
    }
    Some(Digits { value, also, last, end, plain })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "test code")]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(String, f64, f64)> {
        let cut = |f: &Figure| text.chars().skip(f.start).take(f.end - f.start).collect();
        figures(text).iter().map(|f| (cut(f), f.low, f.high)).collect()
    }

    fn exact(text: &str) -> Vec<f64> {
        figures(text).iter().map(|f| f.low).collect()
    }

    #[test]
    fn numbers_in_every_spelling() {
        for (text, value) in [
            ("1,200 people", 1_200.0),
            ("1\u{202f}200 people", 1_200.0),
            ("1.2 thousand people", 1_200.0),
            ("twelve hundred people", 1_200.0),
            ("at least 12 people", 12.0),
            ("a dozen people", 12.0),
            ("two dozen people", 24.0),
            ("two hundred and fifty-six people", 256.0),
            ("three hundred thousand people", 300_000.0),
            ("half a million people", 500_000.0),
            ("two and a half million people", 2_500_000.0),
            ("$1.5bn", 1_500_000_000.0),
            ("US$300 million", 300_000_000.0),
            ("a hundred people", 100.0),
            ("ninety-nine people", 99.0),
            ("a 12-year-old", 12.0),
            ("12km", 12.0),
            ("2000 people", 2_000.0),
            ("12人", 12.0),
            ("三十二人", 32.0),
            ("12万人", 120_000.0),
            ("1.2亿元", 120_000_000.0),
            ("两千三百人", 2_300.0),
            ("十五人", 15.0),
            ("二百零五人", 205.0),
            ("三十多人", 30.0),
        ] {
            assert_eq!(exact(text), [value], "{text}");
        }
    }

    #[test]
    fn what_counts_nothing_is_no_figure() {
        for text in [
            "on 13 September 2016",
            "September 13, 2016",
            "in 2016",
            "at 08:00",
            "2016-09-13",
            "the 45th president",
            "an F-16",
            "the G20",
            "flight MH17",
            "one of them",
            "COVID-19",
            "九月十三日",
            "2016年9月13日",
            "第三次",
            "星期五",
            "周三",
            "四川省",
            "一个人",
            "3.5.2016",
            "at 8pm",
            "No. 10",
        ] {
            assert_eq!(values(text), [], "{text}");
        }
    }

    #[test]
    fn vague_ones_are_ranges() {
        assert_eq!(values("dozens of people"), [("dozens".into(), 24.0, 120.0)]);
        assert_eq!(values("Hundreds died"), [("Hundreds".into(), 200.0, 1_000.0)]);
        assert_eq!(
            values("tens of thousands fled"),
            [("tens of thousands".into(), 20_000.0, 100_000.0)]
        );
        assert_eq!(values("数百人"), [("数百".into(), 200.0, 1_000.0)]);
        assert_eq!(values("数十人"), [("数十".into(), 20.0, 100.0)]);
    }

    #[test]
    fn figures_fit_as_numbers() {
        let one = |text: &str| figures(text).pop().unwrap();
        for (claim, there, fit) in [
            ("two dozen people", "24 people", Some(FigureFit::Same)),
            ("two dozen people", "25 people", Some(FigureFit::Rounded)),
            ("two dozen people", "30 people", None),
            ("1.2 million people", "1,213,400 people", Some(FigureFit::Rounded)),
            ("1.2 million people", "1,270,000 people", None),
            ("1,200 people", "1.2 thousand people", Some(FigureFit::Same)),
            ("1,200 people", "1,213 people", None),
            ("1200 people", "1.200 Menschen", Some(FigureFit::Same)),
            ("at least 12 people", "more than 12 people", Some(FigureFit::Same)),
            ("at least 12 people", "15 people", None),
            ("dozens of people", "37 people", Some(FigureFit::Within)),
            ("dozens of people", "dozens of people", Some(FigureFit::Same)),
            ("37 people", "dozens of people", None),
            ("5 percent", "5 people", None),
            ("5%", "five per cent", Some(FigureFit::Same)),
            ("百分之五", "5%", Some(FigureFit::Same)),
            ("12万人", "120,000 people", Some(FigureFit::Same)),
        ] {
            assert_eq!(one(claim).fits(&one(there)), fit, "{claim} / {there}");
        }
    }

    #[test]
    fn what_is_counted_is_known() {
        let counted = |text: &str| figures(text).pop().unwrap().counted;
        assert_eq!(counted("killing at least 12 people in").as_deref(), Some("people"));
        assert_eq!(counted("and 40 other soldiers").as_deref(), Some("soldier"));
        assert_eq!(counted("rose by 12."), None);
    }

    #[test]
    fn long_texts_of_figures_take_no_time() {
        assert_eq!(figures(&"1,".repeat(200_000)).len(), 200_000);
        assert!(figures(&"1".repeat(200_000)).is_empty());
        // Sixteen words at most are one figure.
        assert!(figures(&"one hundred and ".repeat(20_000)).len() > 3_000);
        figures(&"十".repeat(200_000));
        figures(&"two hundred thousand ".repeat(20_000));
    }
}
