//! Figures in Han characters, or in digits with them: `三十二人`, `12万`, `数百`.

use super::{Figure, digits};

/// What follows a single character that counts: without it, it is a part of a name.
const COUNTED: &str = "人名个個位枚架辆輛艘次起家国國座所岁歲公米吨噸天小分件具死伤傷多余餘架颗顆条條间間户戶种種场場票席成倍届元美欧歐英日港台亿億万萬千百枝支艇机機栋棟宗例周年";

/// Han characters of texts.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        || matches!(c, '〇' | '々')
}

fn digit(c: char) -> Option<f64> {
    Some(match c {
        '〇' | '零' => 0.0,
        '一' => 1.0,
        '二' | '两' | '兩' => 2.0,
        '三' => 3.0,
        '四' => 4.0,
        '五' => 5.0,
        '六' => 6.0,
        '七' => 7.0,
        '八' => 8.0,
        '九' => 9.0,
        _ => return None,
    })
}

/// Tens within a number, and what a whole number is multiplied by.
fn scale(c: char) -> Option<(f64, bool)> {
    Some(match c {
        '十' => (10.0, false),
        '百' => (100.0, false),
        '千' => (1_000.0, false),
        '万' | '萬' => (1e4, true),
        '亿' | '億' => (1e8, true),
        _ => return None,
    })
}

/// The figures of a text that have a Han character.
pub(super) fn figures(chars: &[char]) -> Vec<Figure> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (figure, end) = match chars[at] {
            c if c.is_ascii_digit() => with_digits(chars, at),
            '数' | '數' | '几' | '幾' | '上' => vague(chars, at),
            c if digit(c).is_some()
                || c == '十'
                || c == '百' && chars.get(at + 1) == Some(&'分') =>
            {
                in_han(chars, at)
            }
            _ => (None, at + 1),
        };
        out.extend(figure);
        at = end.max(at + 1);
    }
    out
}

fn figure(start: usize, end: usize, value: f64, step: f64) -> Figure {
    let (low, high) = (value, value);
    Figure { start, end, low, high, also: None, step, percent: false, counted: None }
}

/// `12万`, `1.2亿`; digits alone are another's.
fn with_digits(chars: &[char], at: usize) -> (Option<Figure>, usize) {
    let Some(read) = digits(chars, at) else {
        return (None, at + chars[at..].iter().take_while(|c| c.is_ascii_digit()).count());
    };
    let (mut value, mut step, mut end) = (read.value, read.last, read.end);
    while let Some((by, _)) = chars.get(end).and_then(|c| scale(*c)) {
        value *= by;
        step *= by;
        end += 1;
        if end - read.end > 2 {
            break;
        }
    }
    let named = at > 0 && (chars[at - 1].is_ascii_alphanumeric() || chars[at - 1] == '第');
    let more = (end > read.end && !named).then(|| figure(at, end, value, step));
    (more, end)
}

/// `数百`, `几十`, `上千`: many of them.
fn vague(chars: &[char], at: usize) -> (Option<Figure>, usize) {
    let (mut unit, mut end) = (1.0, at + 1);
    while let Some((by, _)) = chars.get(end).and_then(|c| scale(*c)).filter(|_| end - at < 4) {
        unit *= by;
        end += 1;
    }
    if end == at + 1 {
        return (None, end);
    }
    let least = if chars[at] == '上' { 1.0 } else { 2.0 };
    let mut many = figure(at, end, unit * least, 0.0);
    many.high = unit * 10.0;
    (Some(many), end)
}

/// A number in Han characters, if it counts something.
fn in_han(chars: &[char], at: usize) -> (Option<Figure>, usize) {
    let percent = chars[at..].starts_with(&['百', '分', '之']);
    let start = if percent { at + 3 } else { at };
    if percent && let Some(read) = chars.get(start).and_then(|_| digits(chars, start)) {
        let mut share =
            figure(at, read.end, read.value, if read.last < 1.0 { read.last } else { 0.0 });
        share.percent = true;
        return (Some(share), read.end);
    }
    let part = |c: &&char| digit(**c).is_some() || scale(**c).is_some();
    let end = start + chars[start..].iter().take_while(part).count();
    // No number has more characters; what has is a table or a trick.
    let run = &chars[start..end];
    let before = at.checked_sub(1).map(|n| chars[n]);
    let after = chars.get(end);
    let of_date = matches!(after, Some('月' | '日' | '号' | '號'))
        || matches!(before, Some('第' | '周' | '期' | '初' | '拜'))
        || run.len() > 3 && after == Some(&'年');
    let scales = run.iter().any(|c| scale(*c).is_some());
    let counts = percent
        || after.is_some_and(|c| COUNTED.contains(*c))
        || scales && run.len() > 1 && after.is_none_or(|c| !is_han(*c));
    let alone = run == ['一'];
    if run.is_empty() || run.len() > 24 || of_date || !counts || alone {
        return (None, end);
    }
    let Some((value, step)) = value(run) else { return (None, end) };
    let mut figure = figure(at, end, value, step);
    figure.percent = percent;
    (Some(figure), end)
}

/// The number that the characters say, and what its last one stands for.
fn value(run: &[char]) -> Option<(f64, f64)> {
    let (mut total, mut section, mut current) = (0.0_f64, 0.0_f64, None);
    let mut last = 0.0;
    let plain = run.iter().all(|c| digit(*c).is_some());
    if plain {
        // `二〇一六`: digit by digit.
        let value = run.iter().filter_map(|c| digit(*c)).fold(0.0, |n, d| n * 10.0 + d);
        return Some((value, 0.0));
    }
    for c in run {
        if let Some(n) = digit(*c) {
            current = Some(n);
            last = 0.0;
        } else {
            let (by, whole) = scale(*c)?;
            if whole {
                total = (total + section + current.take().unwrap_or(0.0)).max(1.0) * by;
                section = 0.0;
                last = by;
            } else {
                section += current.take().unwrap_or(1.0) * by;
                last = if by > 10.0 { by } else { 0.0 };
            }
        }
    }
    let value = total + section + current.unwrap_or(0.0);
    value.is_finite().then_some((value, last))
}
