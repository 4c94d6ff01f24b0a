//! What kind of thing an entity is: by tables, by what its title says, by the
//! words around it.

use super::mention::Kind;
use crate::EntityKind;
use crate::gazetteer;
use crate::vocabulary::{is_generic, is_title};

/// Words in the brackets of a title, "Mercury (planet)", and what they tell.
/// The last word of the brackets that stands here decides.
const BRACKETS: &[(&str, Kind)] = &[
    ("actor", Kind::Person),
    ("actress", Kind::Person),
    ("artist", Kind::Person),
    ("author", Kind::Person),
    ("basketball", Kind::Person),
    ("boxer", Kind::Person),
    ("businessman", Kind::Person),
    ("cricketer", Kind::Person),
    ("cyclist", Kind::Person),
    ("director", Kind::Person),
    ("footballer", Kind::Person),
    ("general", Kind::Person),
    ("journalist", Kind::Person),
    ("judge", Kind::Person),
    ("musician", Kind::Person),
    ("politician", Kind::Person),
    ("singer", Kind::Person),
    ("soccer", Kind::Person),
    ("tennis", Kind::Person),
    ("writer", Kind::Person),
    ("agency", Kind::Organisation),
    ("airline", Kind::Organisation),
    ("band", Kind::Organisation),
    ("company", Kind::Organisation),
    ("group", Kind::Organisation),
    ("movement", Kind::Organisation),
    ("organisation", Kind::Organisation),
    ("organization", Kind::Organisation),
    ("party", Kind::Organisation),
    ("city", Kind::Place),
    ("country", Kind::Place),
    ("district", Kind::Place),
    ("island", Kind::Place),
    ("province", Kind::Place),
    ("region", Kind::Place),
    ("state", Kind::Place),
    ("town", Kind::Place),
    ("village", Kind::Place),
    ("album", Kind::Work),
    ("book", Kind::Work),
    ("film", Kind::Work),
    ("game", Kind::Work),
    ("magazine", Kind::Work),
    ("newspaper", Kind::Work),
    ("novel", Kind::Work),
    ("play", Kind::Work),
    ("series", Kind::Work),
    ("show", Kind::Work),
    ("song", Kind::Work),
    ("2001–present", Kind::Event),
    ("政治家", Kind::Person),
    ("演員", Kind::Person),
    ("演员", Kind::Person),
    ("歌手", Kind::Person),
    ("足球運動員", Kind::Person),
    ("电影", Kind::Work),
    ("電影", Kind::Work),
    ("专辑", Kind::Work),
    ("專輯", Kind::Work),
];

/// Last words of titles and names, small.
const ENDINGS: &[(&str, Kind)] = &[
    ("administration", Kind::Organisation),
    ("agency", Kind::Organisation),
    ("airlines", Kind::Organisation),
    ("airways", Kind::Organisation),
    ("alliance", Kind::Organisation),
    ("army", Kind::Organisation),
    ("assembly", Kind::Organisation),
    ("association", Kind::Organisation),
    ("bank", Kind::Organisation),
    ("brigade", Kind::Organisation),
    ("brigades", Kind::Organisation),
    ("bureau", Kind::Organisation),
    ("church", Kind::Organisation),
    ("club", Kind::Organisation),
    ("coalition", Kind::Organisation),
    ("commission", Kind::Organisation),
    ("committee", Kind::Organisation),
    ("company", Kind::Organisation),
    ("congress", Kind::Organisation),
    ("corporation", Kind::Organisation),
    ("council", Kind::Organisation),
    ("court", Kind::Organisation),
    ("department", Kind::Organisation),
    ("fc", Kind::Organisation),
    ("federation", Kind::Organisation),
    ("force", Kind::Organisation),
    ("forces", Kind::Organisation),
    ("front", Kind::Organisation),
    ("fund", Kind::Organisation),
    ("government", Kind::Organisation),
    ("group", Kind::Organisation),
    ("guard", Kind::Organisation),
    ("guards", Kind::Organisation),
    ("inc", Kind::Organisation),
    ("institute", Kind::Organisation),
    ("knesset", Kind::Organisation),
    ("league", Kind::Organisation),
    ("ministry", Kind::Organisation),
    ("movement", Kind::Organisation),
    ("navy", Kind::Organisation),
    ("office", Kind::Organisation),
    ("organisation", Kind::Organisation),
    ("organization", Kind::Organisation),
    ("parliament", Kind::Organisation),
    ("party", Kind::Organisation),
    ("police", Kind::Organisation),
    ("reserve", Kind::Organisation),
    ("senate", Kind::Organisation),
    ("service", Kind::Organisation),
    ("society", Kind::Organisation),
    ("team", Kind::Organisation),
    ("union", Kind::Organisation),
    ("university", Kind::Organisation),
    ("airport", Kind::Place),
    ("bay", Kind::Place),
    ("bridge", Kind::Place),
    ("city", Kind::Place),
    ("coast", Kind::Place),
    ("county", Kind::Place),
    ("district", Kind::Place),
    ("governorate", Kind::Place),
    ("gulf", Kind::Place),
    ("hospital", Kind::Place),
    ("island", Kind::Place),
    ("islands", Kind::Place),
    ("mosque", Kind::Place),
    ("mountains", Kind::Place),
    ("ocean", Kind::Place),
    ("oblast", Kind::Place),
    ("palace", Kind::Place),
    ("peninsula", Kind::Place),
    ("prefecture", Kind::Place),
    ("prison", Kind::Place),
    ("province", Kind::Place),
    ("region", Kind::Place),
    ("republic", Kind::Place),
    ("river", Kind::Place),
    ("sea", Kind::Place),
    ("square", Kind::Place),
    ("stadium", Kind::Place),
    ("strait", Kind::Place),
    ("strip", Kind::Place),
    ("valley", Kind::Place),
    ("airstrike", Kind::Event),
    ("airstrikes", Kind::Event),
    ("attack", Kind::Event),
    ("attacks", Kind::Event),
    ("bombing", Kind::Event),
    ("bombings", Kind::Event),
    ("championship", Kind::Event),
    ("championships", Kind::Event),
    ("conflict", Kind::Event),
    ("coup", Kind::Event),
    ("crash", Kind::Event),
    ("crisis", Kind::Event),
    ("cup", Kind::Event),
    ("earthquake", Kind::Event),
    ("election", Kind::Event),
    ("elections", Kind::Event),
    ("epidemic", Kind::Event),
    ("floods", Kind::Event),
    ("games", Kind::Event),
    ("insurgency", Kind::Event),
    ("intervention", Kind::Event),
    ("massacre", Kind::Event),
    ("offensive", Kind::Event),
    ("olympics", Kind::Event),
    ("outbreak", Kind::Event),
    ("pandemic", Kind::Event),
    ("protests", Kind::Event),
    ("referendum", Kind::Event),
    ("revolution", Kind::Event),
    ("riots", Kind::Event),
    ("shooting", Kind::Event),
    ("siege", Kind::Event),
    ("summit", Kind::Event),
    ("tsunami", Kind::Event),
    ("uprising", Kind::Event),
    ("war", Kind::Event),
    ("act", Kind::Work),
    ("agreement", Kind::Work),
    ("constitution", Kind::Work),
    ("convention", Kind::Work),
    ("journal", Kind::Work),
    ("prize", Kind::Work),
    ("protocol", Kind::Work),
    ("times", Kind::Work),
    ("treaty", Kind::Work),
    ("airbase", Kind::Place),
    ("base", Kind::Place),
    ("cathedral", Kind::Place),
    ("hall", Kind::Place),
    ("house", Kind::Organisation),
    ("international", Kind::Organisation),
    ("law", Kind::Work),
    ("library", Kind::Place),
    ("media", Kind::Organisation),
    ("news", Kind::Organisation),
    ("park", Kind::Place),
    ("pictures", Kind::Organisation),
    ("press", Kind::Organisation),
    ("school", Kind::Organisation),
    ("state", Kind::Place),
    ("street", Kind::Place),
    ("museum", Kind::Place),
    ("tower", Kind::Place),
    ("troops", Kind::Organisation),
    ("militia", Kind::Organisation),
    ("rebels", Kind::Organisation),
    ("states", Kind::Place),
    ("nations", Kind::Organisation),
    ("west", Kind::Place),
    ("east", Kind::Place),
    ("awards", Kind::Event),
    ("award", Kind::Work),
    ("open", Kind::Event),
    ("marathon", Kind::Event),
    ("festival", Kind::Event),
    ("storm", Kind::Event),
    ("hurricane", Kind::Event),
];

/// First words of titles, small.
const BEGINNINGS: &[(&str, Kind)] = &[
    ("battle", Kind::Event),
    ("cyclone", Kind::Event),
    ("hurricane", Kind::Event),
    ("siege", Kind::Event),
    ("typhoon", Kind::Event),
    ("bank", Kind::Organisation),
    ("ministry", Kind::Organisation),
    ("university", Kind::Organisation),
    ("department", Kind::Organisation),
    ("lake", Kind::Place),
    ("mount", Kind::Place),
    ("gulf", Kind::Place),
    ("port", Kind::Place),
    ("treaty", Kind::Work),
];

/// Last characters of Chinese names, in simplified script, longer ones first.
const CHINESE_ENDINGS: &[(&str, Kind)] = &[
    ("运动会", Kind::Event),
    ("奥运会", Kind::Event),
    ("世界杯", Kind::Event),
    ("锦标赛", Kind::Event),
    ("战争", Kind::Event),
    ("内战", Kind::Event),
    ("地震", Kind::Event),
    ("选举", Kind::Event),
    ("大选", Kind::Event),
    ("危机", Kind::Event),
    ("事件", Kind::Event),
    ("袭击", Kind::Event),
    ("惨案", Kind::Event),
    ("空难", Kind::Event),
    ("台风", Kind::Event),
    ("革命", Kind::Event),
    ("起义", Kind::Event),
    ("公投", Kind::Event),
    ("大学", Kind::Organisation),
    ("公司", Kind::Organisation),
    ("集团", Kind::Organisation),
    ("银行", Kind::Organisation),
    ("委员会", Kind::Organisation),
    ("法院", Kind::Organisation),
    ("国会", Kind::Organisation),
    ("议会", Kind::Organisation),
    ("政府", Kind::Organisation),
    ("组织", Kind::Organisation),
    ("联盟", Kind::Organisation),
    ("协会", Kind::Organisation),
    ("航空", Kind::Organisation),
    ("警方", Kind::Organisation),
    ("俱乐部", Kind::Organisation),
    ("署", Kind::Organisation),
    ("局", Kind::Organisation),
    ("党", Kind::Organisation),
    ("军", Kind::Organisation),
    ("队", Kind::Organisation),
    ("院", Kind::Organisation),
    ("部", Kind::Organisation),
    ("机场", Kind::Place),
    ("群岛", Kind::Place),
    ("半岛", Kind::Place),
    ("地区", Kind::Place),
    ("广场", Kind::Place),
    ("省", Kind::Place),
    ("市", Kind::Place),
    ("县", Kind::Place),
    ("区", Kind::Place),
    ("州", Kind::Place),
    ("岛", Kind::Place),
    ("山", Kind::Place),
    ("河", Kind::Place),
    ("海", Kind::Place),
    ("国", Kind::Place),
    ("奖", Kind::Work),
    ("条约", Kind::Work),
    ("协定", Kind::Work),
    ("宪法", Kind::Work),
];

/// Words after which a name is a place. "Of" and "from" are left out: both go
/// with persons and organisations as well.
const BEFORE_PLACES: &[&str] = &["in", "near", "at", "outside", "across", "around"];

/// Chinese words after or before which a name is a person, simplified.
const CHINESE_OFFICES: &[&str] = &[
    "总统",
    "总理",
    "首相",
    "主席",
    "部长",
    "大臣",
    "总书记",
    "国王",
    "女王",
    "教皇",
    "教宗",
    "秘书长",
    "议员",
    "司令",
    "将军",
    "州长",
    "市长",
    "选手",
    "领导人",
    "领袖",
];

/// The words around a name, folded and small.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around<'a> {
    /// The text before it: its last word or characters decide.
    pub before: &'a str,
    /// The text after it.
    pub after: &'a str,
}

/// The kind of an identity by its title alone; `Other` where it tells nothing.
pub(super) fn of_title(title: &str) -> Kind {
    if let Some(entry) = gazetteer::of_title(title) {
        match entry.kind {
            EntityKind::Place => return Kind::Place,
            EntityKind::Organisation => return Kind::Organisation,
            EntityKind::Unknown => {}
        }
    }
    if let Some(inside) = title.strip_suffix([')', '）']).and_then(|t| t.rsplit(['(', '（']).next())
    {
        let small = inside.to_lowercase();
        let told = |word: &str| BRACKETS.iter().find(|(w, _)| *w == word).map(|(_, kind)| *kind);
        if let Some(kind) = small.split([' ', ',']).rev().find_map(told) {
            return kind;
        }
    }
    let bare = title.split([' ']).take_while(|w| !w.starts_with('(')).collect::<Vec<_>>().join(" ");
    // "2016 United States presidential election", "presidential election, 2016".
    let bare = bare.split(',').next().unwrap_or_default().to_lowercase();
    let words: Vec<&str> = bare.split([' ', '-', '–']).filter(|w| !w.is_empty()).collect();
    let find = |list: &[(&str, Kind)], word: Option<&&str>| {
        word.and_then(|word| list.iter().find(|(w, _)| w == word)).map(|(_, kind)| *kind)
    };
    if words.len() > 1 {
        let kind = find(ENDINGS, words.last()).or_else(|| find(BEGINNINGS, words.first()));
        if let Some(kind) = kind {
            return kind;
        }
        // "Ministry of Foreign Affairs (Russia)", "University of Oslo", "2010 Haiti earthquake in …".
        let head = words.iter().position(|w| matches!(*w, "of" | "in" | "for" | "on" | "against"));
        if let Some(kind) =
            head.and_then(|at| at.checked_sub(1)).and_then(|at| find(ENDINGS, words.get(at)))
        {
            return kind;
        }
    }
    if title.chars().any(crate::tokens::is_unspaced) {
        let simplified: String = title.chars().map(super::fold::simplified).collect();
        if simplified.contains('·') {
            return Kind::Person;
        }
        let ending = CHINESE_ENDINGS.iter().find(|(e, _)| simplified.ends_with(e));
        if let Some((_, kind)) = ending {
            return *kind;
        }
    }
    Kind::Other
}

/// The kind of a name in its place.
pub(super) fn in_place(name: &str, known: Kind, around: Around<'_>) -> Kind {
    if known != Kind::Other {
        return known;
    }
    let by_name = of_title(name);
    if by_name != Kind::Other {
        return by_name;
    }
    let before = around.before.trim_end();
    let word = before.rsplit([' ', '"', '(']).next().unwrap_or_default();
    if !word.is_empty() && is_title(word.trim_end_matches('.')) {
        return Kind::Person;
    }
    let offices = |text: &str, ends: bool| {
        CHINESE_OFFICES.iter().any(|o| if ends { text.ends_with(o) } else { text.starts_with(o) })
    };
    if offices(before, true) || offices(around.after, false) {
        return Kind::Person;
    }
    if BEFORE_PLACES.contains(&word) {
        return Kind::Place;
    }
    // Two or three words with capitals and nothing that tells of a body or a
    // place are people nine times of ten in event lists.
    let words: Vec<&str> = name.split(' ').collect();
    let capitals = words.iter().all(|w| {
        let mut chars = w.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.any(char::is_lowercase)
    });
    let common = words.iter().any(|w| is_generic(&w.to_lowercase()));
    if (2..=3).contains(&words.len()) && capitals && !common {
        return Kind::Person;
    }
    Kind::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell() {
        for (title, kind) in [
            ("France", Kind::Place),
            ("Georgia (country)", Kind::Place),
            ("John Smith (Scottish politician)", Kind::Person),
            ("Bank of England", Kind::Organisation),
            ("University of Oslo", Kind::Organisation),
            ("Battle of Kursk", Kind::Event),
            ("French presidential election, 2012", Kind::Event),
            ("Casablanca (1942 film)", Kind::Work),
            ("Lake Victoria", Kind::Place),
            ("安格拉·默克尔", Kind::Person),
            ("廣東省", Kind::Place),
            ("汶川大地震", Kind::Event),
            ("Nothing", Kind::Other),
        ] {
            assert_eq!(of_title(title), kind, "{title}");
        }
    }

    #[test]
    fn neighbours_tell() {
        let around = |before, after| Around { before, after };
        assert_eq!(in_place("Kagame", Kind::Other, around("rwandan president ", "")), Kind::Person);
        assert_eq!(in_place("Kivu", Kind::Other, around("fighting in ", "")), Kind::Place);
        assert_eq!(in_place("卡加梅", Kind::Other, around("卢旺达总统", "")), Kind::Person);
    }
}
