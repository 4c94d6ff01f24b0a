//! Words that lists of news do not use: abuse, chat, advertising, what an editor's
//! buttons leave behind. None is a word for something that happens.

use super::{Sign, clear, padded, weak};

/// Next to never in news, and mostly in damage: the portal's 71,813 events hold four.
const CLEAR: &[&str] = &[
    "lol",
    "lmao",
    "lmfao",
    "rofl",
    "haha",
    "hahaha",
    "hahahaha",
    "hehe",
    "hehehe",
    "poop",
    "poopy",
    "poopoo",
    "poo poo",
    "fucker",
    "fuckers",
    "motherfucker",
    "motherfuckers",
    "fucked",
    "shitty",
    "shithead",
    "asshole",
    "assholes",
    "dumbass",
    "cunt",
    "cunts",
    "faggot",
    "faggots",
    "nigga",
    "niggas",
    "butthole",
    "buttface",
    "fart",
    "farts",
    "farted",
    "omg",
    "xd",
    "xdd",
    "noob",
    "noobs",
    "retards",
    "dickhead",
    "wanker",
    "bollocks",
    "penises",
    "boobies",
    "yeet",
    "skibidi",
    "suck my",
    "sucks my",
    "sucks balls",
    "sucks dick",
    "your mom",
    "your mum",
    "ur mom",
    "ur mum",
    "yo mama",
    "yo momma",
    "deez nuts",
    "big dick",
    "hi mom",
    "hey guys",
    "hello world",
    "i love you",
    "i hate you",
    "i am bored",
    "click here",
    "buy now",
    "order now",
    "my channel",
    "my website",
    "visit our website",
    "follow me on",
    "subscribe to my",
    "best price",
    "free shipping",
    "cheap viagra",
    "bold text",
    "italic text",
    "headline text",
    "link title",
    "insert non formatted text here",
    "insert text here",
    "lorem ipsum",
];

/// Rare in news, and there in quotations and titles.
const WEAK: &[&str] = &[
    "fuck",
    "fucking",
    "fucks",
    "shit",
    "bitch",
    "bitches",
    "ass",
    "bullshit",
    "crap",
    "whore",
    "slut",
    "dick",
    "cock",
    "pussy",
    "penis",
    "vagina",
    "boobs",
    "tits",
    "cum",
    "nigger",
    "retard",
    "retarded",
    "moron",
    "idiot",
    "idiots",
    "stupid",
    "dumb",
    "loser",
    "losers",
    "ugly",
    "sucks",
    "suck",
    "wtf",
    "is gay",
    "so gay",
    "are gay",
    "was here",
    "awesome",
    "cool",
    "dude",
    "bro",
    "hey",
    "yo",
    "hi",
    "hello",
    "ur",
    "u r",
    "plz",
    "pls",
    "thx",
    "gonna",
    "wanna",
    "test edit",
    "just testing",
    "jackass",
    "sexy",
    "porn",
    "butt",
    "balls",
];

/// Chinese: stretches of characters, because words have no spaces.
const CLEAR_ZH: &[&str] = &[
    "傻逼",
    "煞笔",
    "沙雕",
    "操你",
    "草你妈",
    "肏",
    "你妈逼",
    "尼玛",
    "他妈的",
    "卧槽",
    "妈的",
    "去你妈",
    "狗日的",
    "王八蛋",
    "脑残",
    "死全家",
    "哈哈哈",
    "呵呵呵",
    "嘿嘿嘿",
    "啦啦啦",
    "到此一游",
    "加微信",
    "加qq",
    "代开发票",
    "点击这里",
    "点此进入",
    "免费领取",
    "包小姐",
    "线上娱乐城",
    "我爱你",
    "我是你爸",
    "你是猪",
    "傻屄",
    "幹你娘",
    "干你娘",
    "智障",
    "粗體文字",
    "粗体文字",
    "斜体文字",
];

/// Chinese, and there in quotations.
const WEAK_ZH: &[&str] =
    &["白痴", "笨蛋", "傻瓜", "滚蛋", "狗屎", "混蛋", "垃圾人", "哈哈", "呵呵", "婊子", "大家好"];

/// Marks of the wiki's own filters that say that an edit looks like damage.
const WARNINGS: &[&str] = &[
    "possible vandalism",
    "repeating characters",
    "nonsense",
    "shouting",
    "profanity",
    "mw-blank",
    "mw-replace",
    "blanking",
    "references removed",
];

/// Whether a mark of a revision is a warning.
pub(super) fn is_warning(tag: &str) -> bool {
    let tag = tag.to_lowercase();
    WARNINGS.iter().any(|warning| tag.contains(warning))
}

/// The signs of words in a text.
pub(super) fn signs(text: &str) -> Vec<Sign> {
    if text.is_empty() {
        return Vec::new();
    }
    let (own, quoted) = apart(text);
    let mut signs = Vec::new();
    let own = padded(&own);
    if let Some(word) = found(&own, CLEAR, CLEAR_ZH) {
        signs.push(clear(format!("it says `{word}`")));
    } else {
        let quoted = padded(&quoted);
        // Names: Dick Cheney, Pussy Riot, Porn in titles; they are written large.
        if let Some(word) = found(&own, WEAK, WEAK_ZH).filter(|word| !is_name(text, word)) {
            signs.push(weak(format!("it says `{word}`")));
        } else if let Some(word) = found(&quoted, CLEAR, CLEAR_ZH) {
            signs.push(weak(format!("it quotes `{word}`")));
        }
    }
    let (first, second) = persons(&own);
    if let Some(word) = first.or(second) {
        signs.push(weak(format!("it says `{word}` of itself or its readers")));
    }
    signs
}

/// The first listed word that a padded text holds.
fn found(text: &str, words: &[&'static str], zh: &[&'static str]) -> Option<&'static str> {
    let holds = |word: &&&str| {
        text.match_indices(**word)
            .any(|(at, _)| text[..at].ends_with(' ') && text[at + word.len()..].starts_with(' '))
    };
    let word = words.iter().find(holds).copied();
    word.or_else(|| {
        let has = text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
        if has { zh.iter().find(|word| text.contains(**word)).copied() } else { None }
    })
}

/// Whether a word is written large where it stands, inside a sentence.
fn is_name(text: &str, word: &str) -> bool {
    let mut large = word.chars();
    let large: String =
        large.next().into_iter().flat_map(char::to_uppercase).chain(large).collect();
    text.contains(&large)
        && !text.split_whitespace().any(|w| w.trim_matches(|c: char| !c.is_alphanumeric()) == word)
}

/// A writer's I and a reader's you, outside quotations.
fn persons(text: &str) -> (Option<&'static str>, Option<&'static str>) {
    // Kings, wars and parts are numbered with an I, which is no person.
    const FIRST: &[&str] = &[
        "i m", "im", "i am", "i love", "i hate", "i like", "i have", "i was", "i will", "i want",
        "i think", "i know", "i can", "my", "me", "myself",
    ];
    const SECOND: &[&str] = &["you", "your", "yourself"];
    (found(text, FIRST, &[]), found(text, SECOND, &[]))
}

/// What stands outside quotation marks, and what stands inside.
fn apart(text: &str) -> (String, String) {
    let (mut own, mut quoted) = (String::new(), String::new());
    let mut open = false;
    for c in text.chars() {
        match c {
            '"' => open = !open,
            '“' | '「' | '『' | '«' => open = true,
            '”' | '」' | '』' | '»' => open = false,
            c if open => quoted.push(c),
            c => own.push(c),
        }
        if matches!(c, '"' | '“' | '”' | '「' | '」') {
            own.push(' ');
            quoted.push(' ');
        }
    }
    (own, quoted)
}
