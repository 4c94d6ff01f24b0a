//! The words of Markdown pages in the languages that pages are written in, and
//! dates written out in them. A new language is one more table here.

use annals_model::{Date, MONTHS};

/// The words of one language.
#[derive(Debug)]
#[allow(missing_docs)] // the English table says what each is
pub struct Words {
    /// Primary language subtag.
    pub lang: &'static str,
    months: [&'static str; 12],
    weekdays: [&'static str; 7],
    dates: DateStyle,
    pub category: &'static str,
    pub story: &'static str,
    pub status: &'static str,
    pub reason: &'static str,
    pub see: &'static str,
    pub under: &'static str,
    pub sources: &'static str,
    pub via: &'static str,
    /// One report, several reports, behind a number.
    pub reports: [&'static str; 2],
    /// One origin, several origins, behind a number.
    pub origins: [&'static str; 2],
    pub copy: &'static str,
    pub publisher: &'static str,
    pub published: &'static str,
    pub sentences: &'static str,
    pub changed: &'static str,
    pub credits: &'static str,
    pub found: &'static str,
    pub uncounted: &'static str,
    pub title: &'static str,
    pub says: &'static str,
    pub reserved: &'static str,
    pub captured: &'static str,
    pub the_capture: &'static str,
    pub gone: &'static str,
    pub edited: &'static str,
    pub image: &'static str,
    pub picture: &'static str,
    pub shows: &'static str,
    pub credit: &'static str,
    pub additions: &'static str,
    pub changes: &'static str,
    pub wording: &'static str,
    pub none: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub unknown_time: &'static str,
    pub background: &'static str,
    pub tied_to: &'static str,
    pub shared_words: &'static str,
    pub relation: &'static str,
    pub key_days: &'static str,
    pub over_time: &'static str,
    pub cast: &'static str,
    pub related: &'static str,
    pub context: &'static str,
    pub why: &'static str,
    pub strength: &'static str,
    pub weights: &'static str,
    pub neighbours: &'static str,
    pub previous_day: &'static str,
    pub next_day: &'static str,
    pub previous_in_story: &'static str,
    pub next_in_story: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub up: &'static str,
    pub part_of: &'static str,
    pub feeds: &'static str,
    pub others: &'static str,
    pub today: &'static str,
    pub yesterday: &'static str,
    pub day_before: &'static str,
    pub categories: &'static str,
    pub stories: &'static str,
    pub entities: &'static str,
    /// One event, several events, behind a number.
    pub events: [&'static str; 2],
    /// Values that programs name and people read: the name, then the word.
    terms: &'static [(&'static str, &'static str)],
}

/// How a language writes a date.
#[derive(Debug, Clone, Copy)]
enum DateStyle {
    /// `5 October 2016`
    DayMonthYear,
    /// `2016年10月5日`
    YearMonthDay,
}

const ENGLISH: Words = Words {
    lang: "en",
    months: MONTHS,
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    dates: DateStyle::DayMonthYear,
    category: "Category",
    story: "Story",
    status: "Status",
    reason: "Reason",
    see: "See",
    under: "Told under",
    sources: "Sources",
    via: "via",
    reports: ["report", "reports"],
    origins: ["origin", "origins"],
    copy: "Copy",
    publisher: "Publisher",
    published: "Published",
    sentences: "Sentences in both",
    changed: "Changed words",
    credits: "Credits",
    found: "found by annals; no list cites it",
    uncounted: "not a report of this event itself",
    title: "Title",
    says: "Says",
    reserved: "its publisher reserves the text",
    captured: "Captured",
    the_capture: "The capture",
    gone: "No longer there since",
    edited: "Edited",
    image: "Image",
    picture: "The picture",
    shows: "Shows",
    credit: "Credit",
    additions: "Told under this",
    changes: "Changes",
    wording: "Wording",
    none: "none",
    before: "Before",
    after: "After",
    unknown_time: "time unknown",
    background: "How did we get here",
    tied_to: "Tied to",
    shared_words: "Words",
    relation: "Relation",
    key_days: "Key days",
    over_time: "Events over time",
    cast: "Who and what",
    related: "Related",
    context: "Context",
    why: "Why",
    strength: "Strength",
    weights: "weights",
    neighbours: "Before and after",
    previous_day: "Previous day",
    next_day: "Next day",
    previous_in_story: "Before it in the story",
    next_in_story: "After it in the story",
    previous: "Previous",
    next: "Next",
    up: "Up",
    part_of: "Part of",
    feeds: "Feeds",
    others: "Other events",
    today: "Today",
    yesterday: "Yesterday",
    day_before: "The day before",
    categories: "Categories",
    stories: "Stories",
    entities: "Context",
    events: ["event", "events"],
    terms: &[
        ("held", "held"),
        ("withdrawn", "withdrawn"),
        ("merged", "merged"),
        ("first", "first version"),
        ("typo", "correction of the letters"),
        ("wording", "other words"),
        ("material", "change of facts"),
        ("none", "no change"),
        ("day", "Day"),
        ("statement", "Statement"),
        ("category", "Category"),
        ("stories", "Stories"),
        ("summary", "Summary"),
        ("sources", "Sources"),
        ("image", "Image"),
        ("lang", "Language"),
        ("under", "Told under"),
        ("status", "Status"),
        ("earlier", "Earlier"),
        ("same-day", "The same day"),
        ("later", "Later"),
        ("entity", "name"),
        ("word", "word"),
        ("number", "number"),
        ("story", "story"),
        ("time", "time"),
        ("vetoes", "vetoes"),
        ("breaks", "breaks"),
        ("extends", "extends"),
        ("ends", "ends"),
        ("denies", "denies"),
        ("confirms", "confirms"),
        ("answers", "answers"),
        ("updates", "newer figures"),
        ("tries", "in court"),
        ("mourns", "mourning"),
        ("decides", "outcome"),
        ("relieves", "help"),
        ("remembers", "anniversary"),
        ("this", "this event"),
        ("other", "the other event"),
        ("event", "this event"),
        ("next", "the next step"),
        ("first", "first"),
        ("last", "latest"),
        ("burst", "events on the day:"),
        ("referred", "later events that refer to it:"),
        ("turn", "a turn"),
        ("new", "new"),
        ("week", "per week"),
        ("month", "per month"),
        ("year", "per year"),
        ("decade", "per decade"),
        ("century", "per century"),
        ("person", "People"),
        ("place", "Places"),
        ("organisation", "Organisations"),
        ("other", "Other names"),
        ("copy", "whole copy"),
        ("wire", "agency text"),
        ("excerpt", "excerpt"),
        ("merged", "made of several"),
        ("spun", "reworded"),
        ("title", "Title"),
        ("body", "Text"),
        ("published", "Day of publication"),
    ],
};

const CHINESE: Words = Words {
    lang: "zh",
    months: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    weekdays: ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"],
    dates: DateStyle::YearMonthDay,
    category: "分类",
    story: "主题",
    status: "状态",
    reason: "原因",
    see: "参见",
    under: "隶属于",
    sources: "信息来源",
    via: "转自",
    reports: ["篇报道", "篇报道"],
    origins: ["个源头", "个源头"],
    copy: "转载",
    publisher: "发布者",
    published: "发布日期",
    sentences: "相同句子",
    changed: "改动词语",
    credits: "署名来源",
    found: "由annals发现，列表未引用",
    uncounted: "本身并非本事件的报道",
    title: "标题",
    says: "摘录",
    reserved: "发布者保留其文本",
    captured: "存档于",
    the_capture: "存档",
    gone: "已失效，自",
    edited: "修改于",
    image: "图片",
    picture: "查看图片",
    shows: "内容",
    credit: "图片来源",
    additions: "补充",
    changes: "修订记录",
    wording: "原文",
    none: "无",
    before: "修改前",
    after: "修改后",
    unknown_time: "时间不详",
    background: "来龙去脉",
    tied_to: "关联于",
    shared_words: "共同词语",
    relation: "关系",
    key_days: "关键日期",
    over_time: "事件数量",
    cast: "人物与事物",
    related: "有关",
    context: "背景",
    why: "理由",
    strength: "关联度",
    weights: "权重版本",
    neighbours: "前后事件",
    previous_day: "前一日",
    next_day: "后一日",
    previous_in_story: "同一主题的上一事件",
    next_in_story: "同一主题的下一事件",
    previous: "上一页",
    next: "下一页",
    up: "上一级",
    part_of: "属于",
    feeds: "订阅",
    others: "其他事件",
    today: "今天",
    yesterday: "昨天",
    day_before: "前天",
    categories: "分类",
    stories: "主题",
    entities: "背景",
    events: ["个事件", "个事件"],
    terms: &[
        ("held", "待审核"),
        ("withdrawn", "已撤回"),
        ("merged", "已合并"),
        ("first", "首个版本"),
        ("typo", "文字更正"),
        ("wording", "措辞修改"),
        ("material", "事实修改"),
        ("none", "无变化"),
        ("day", "日期"),
        ("statement", "正文"),
        ("category", "分类"),
        ("stories", "主题"),
        ("summary", "摘要"),
        ("sources", "信息来源"),
        ("image", "图片"),
        ("lang", "语言"),
        ("under", "隶属于"),
        ("status", "状态"),
        ("earlier", "较早"),
        ("same-day", "同日"),
        ("later", "较晚"),
        ("entity", "名称"),
        ("word", "词语"),
        ("number", "数字"),
        ("story", "主题"),
        ("time", "时间"),
        ("vetoes", "否决"),
        ("breaks", "违反"),
        ("extends", "延长"),
        ("ends", "终止"),
        ("denies", "否认"),
        ("confirms", "证实"),
        ("answers", "回应"),
        ("updates", "更新数字"),
        ("tries", "司法程序"),
        ("mourns", "悼念"),
        ("decides", "结果"),
        ("relieves", "救援"),
        ("remembers", "纪念"),
        ("this", "本事件"),
        ("other", "另一事件"),
        ("event", "本事件"),
        ("next", "下一步"),
        ("first", "首次"),
        ("last", "最新"),
        ("burst", "当日事件："),
        ("referred", "后来回溯："),
        ("turn", "转变"),
        ("new", "新内容"),
        ("week", "每周"),
        ("month", "每月"),
        ("year", "每年"),
        ("decade", "每十年"),
        ("century", "每百年"),
        ("person", "人物"),
        ("place", "地点"),
        ("organisation", "组织"),
        ("other", "其他名称"),
        ("copy", "全文"),
        ("wire", "通讯社稿"),
        ("excerpt", "节选"),
        ("merged", "合并稿"),
        ("spun", "改写"),
        ("title", "标题"),
        ("body", "正文"),
        ("published", "发布日期"),
    ],
};

/// Every language that pages are written in; the first is for all others.
const LANGUAGES: [&Words; 2] = [&ENGLISH, &CHINESE];

/// The groups of terms: within one, no two terms share a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terms {
    /// Of [`crate::wire::Status`].
    States,
    /// Of [`crate::wire::Change`].
    Grades,
    /// Of [`crate::wire::FieldChange`].
    Fields,
    /// Of [`crate::wire::Related`].
    Relations,
    /// Of [`crate::wire::Reason`].
    Reasons,
    /// Of [`crate::wire::Typed`].
    Kinds,
    /// Which of two related events: [`crate::wire::Typed::by`].
    Sides,
    /// Of [`crate::wire::Step`].
    Toward,
    /// Of [`crate::wire::DayReason`].
    DayReasons,
    /// Of [`crate::wire::Timeline::step`].
    Spans,
    /// Of [`crate::wire::Cast`].
    Names,
    /// Of [`crate::wire::ReportCopy`].
    Copies,
    /// Of [`crate::wire::SourceEdit`].
    Parts,
}

impl Terms {
    /// Where the group stands in the tables.
    fn range(self) -> std::ops::Range<usize> {
        match self {
            Terms::States => 0..3,
            Terms::Grades => 3..8,
            Terms::Fields => 8..18,
            Terms::Relations => 18..21,
            Terms::Reasons => 21..26,
            Terms::Kinds => 26..39,
            Terms::Sides => 39..41,
            Terms::Toward => 41..43,
            Terms::DayReasons => 43..49,
            Terms::Spans => 49..54,
            Terms::Names => 54..58,
            Terms::Copies => 58..63,
            Terms::Parts => 63..66,
        }
    }
}

impl Words {
    /// The words for a language (BCP 47); English where there are none.
    pub fn of(lang: &str) -> &'static Words {
        let primary = lang.split('-').next().unwrap_or(lang);
        LANGUAGES.into_iter().find(|w| w.lang.eq_ignore_ascii_case(primary)).unwrap_or(&ENGLISH)
    }

    /// What people read for a program's name; `None` for a name that no table has.
    pub fn term(&self, group: Terms, name: &str) -> Option<&'static str> {
        self.terms[group.range()].iter().find(|(n, _)| *n == name).map(|(_, word)| *word)
    }

    /// The program's name behind a word.
    pub fn name(&self, group: Terms, word: &str) -> Option<&'static str> {
        self.terms[group.range()].iter().find(|(_, w)| *w == word).map(|(name, _)| *name)
    }

    /// Appends an ISO day, month or year written out: `2016-10-05` is `5 October 2016`.
    /// Returns whether it was one; otherwise nothing is appended.
    pub fn write_date(&self, iso: &str, out: &mut Vec<u8>) -> bool {
        let Some((year, month, day)) = iso_date(iso) else { return false };
        match (self.dates, month, day) {
            (DateStyle::DayMonthYear, None, _) => digits(out, year),
            (DateStyle::DayMonthYear, Some(month), day) => {
                if let Some(day) = day {
                    digits(out, day);
                    out.push(b' ');
                }
                out.extend_from_slice(self.months[usize::from(month) - 1].as_bytes());
                out.push(b' ');
                digits(out, year);
            }
            (DateStyle::YearMonthDay, month, day) => {
                digits(out, year);
                out.extend_from_slice("年".as_bytes());
                if let Some(month) = month {
                    out.extend_from_slice(self.months[usize::from(month) - 1].as_bytes());
                }
                if let Some(day) = day {
                    digits(out, day);
                    out.extend_from_slice("日".as_bytes());
                }
            }
        }
        true
    }

    /// As [`Words::write_date`], a day with its weekday: `Wednesday, 5 October 2016`.
    pub fn write_long_date(&self, iso: &str, out: &mut Vec<u8>) -> bool {
        let weekday = iso_date(iso).and_then(|(y, m, d)| {
            let date = Date::new(i16::try_from(y).ok()?, m? as i8, d? as i8).ok()?;
            Some(self.weekdays[date.weekday().to_monday_zero_offset() as usize])
        });
        match (self.dates, weekday) {
            (_, None) => self.write_date(iso, out),
            (DateStyle::DayMonthYear, Some(weekday)) => {
                out.extend_from_slice(weekday.as_bytes());
                out.extend_from_slice(b", ");
                self.write_date(iso, out)
            }
            (DateStyle::YearMonthDay, Some(weekday)) => {
                self.write_date(iso, out);
                out.push(b' ');
                out.extend_from_slice(weekday.as_bytes());
                true
            }
        }
    }

    /// The ISO form of a date that [`Words::write_date`] wrote.
    pub fn read_date(&self, written: &str) -> Option<String> {
        let month_of = |name: &str| self.months.iter().position(|m| *m == name).map(|m| m + 1);
        let iso = match self.dates {
            DateStyle::DayMonthYear => {
                let mut from_end = written.rsplitn(3, ' ');
                let year: u16 = from_end.next()?.parse().ok()?;
                match (from_end.next(), from_end.next()) {
                    (None, _) => format!("{year:04}"),
                    (Some(month), None) => format!("{year:04}-{:02}", month_of(month)?),
                    (Some(month), Some(day)) => {
                        let day: u8 = day.parse().ok()?;
                        format!("{year:04}-{:02}-{day:02}", month_of(month)?)
                    }
                }
            }
            DateStyle::YearMonthDay => {
                let (year, rest) = written.split_once('年')?;
                let year: u16 = year.parse().ok()?;
                match rest.strip_suffix('日') {
                    None if rest.is_empty() => format!("{year:04}"),
                    None => format!("{year:04}-{:02}", month_of(rest)?),
                    Some(rest) => {
                        let month = rest.find('月')? + '月'.len_utf8();
                        let day: u8 = rest[month..].parse().ok()?;
                        format!("{year:04}-{:02}-{day:02}", month_of(&rest[..month])?)
                    }
                }
            }
        };
        iso_date(&iso).map(|_| iso)
    }
}

/// Year, month and day of an ISO day, month or year that exists, in exactly the
/// form that the archive writes; the years 1 to 9999.
pub(crate) fn iso_date(iso: &str) -> Option<(u16, Option<u8>, Option<u8>)> {
    let bytes = iso.as_bytes();
    let number = |range: std::ops::Range<usize>| -> Option<u16> {
        bytes
            .get(range)?
            .iter()
            .try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u16::from(b - b'0')))
    };
    let year = number(0..4).filter(|y| *y > 0)?;
    match bytes.len() {
        4 => return Some((year, None, None)),
        7 | 10 if bytes[4] == b'-' => {}
        _ => return None,
    }
    let month = number(5..7).filter(|m| (1..=12).contains(m))? as u8;
    if bytes.len() == 7 {
        return Some((year, Some(month), None));
    }
    let day = number(8..10)? as u8;
    let exists = bytes[7] == b'-' && Date::new(year as i16, month as i8, day as i8).is_ok();
    exists.then_some((year, Some(month), Some(day)))
}

/// Appends a number without padding.
fn digits(out: &mut Vec<u8>, number: impl Into<u64>) {
    crate::decimal::write(out, number.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lang: &str, iso: &str, written: &str) {
        let words = Words::of(lang);
        let mut out = Vec::new();
        assert!(words.write_date(iso, &mut out));
        assert_eq!(String::from_utf8(out).unwrap(), written);
        assert_eq!(words.read_date(written).as_deref(), Some(iso));
    }

    #[test]
    fn dates_are_written_out_and_read_back() {
        check("en", "2016-10-05", "5 October 2016");
        check("en", "2016-10", "October 2016");
        check("en-GB", "0987", "987");
        check("zh-Hans", "2016-10-05", "2016年10月5日");
        check("zh", "2016-02", "2016年2月");
        check("zh", "2016", "2016年");
    }

    #[test]
    fn what_is_no_date_is_left_alone() {
        for bad in ["", "2016-02-30", "2016-1-5", "20161005", "2016/10/05", "0000", "2016-10-0５"]
        {
            assert!(!ENGLISH.write_date(bad, &mut Vec::new()), "{bad}");
        }
    }

    #[test]
    fn weekdays_are_right() {
        let mut out = Vec::new();
        ENGLISH.write_long_date("2016-10-05", &mut out);
        assert_eq!(out, b"Wednesday, 5 October 2016");
    }

    #[test]
    fn tables_name_the_same_terms_and_each_word_leads_back() {
        for words in LANGUAGES {
            for (at, (name, _)) in words.terms.iter().enumerate() {
                assert_eq!(*name, ENGLISH.terms[at].0);
            }
            use Terms::*;
            for group in [
                States, Grades, Fields, Relations, Reasons, Kinds, Sides, Toward, DayReasons,
                Spans, Names, Copies, Parts,
            ] {
                for (name, word) in &words.terms[group.range()] {
                    assert_eq!(words.name(group, word), Some(*name));
                }
            }
        }
    }
}
