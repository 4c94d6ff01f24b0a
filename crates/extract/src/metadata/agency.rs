//! News agencies: whose report it is where the publisher only carries it. They
//! are named in bylines, datelines, credit lines and copyright lines.

use super::{
    gather::Found,
    ld,
    value::{cut, fold},
};
use crate::page::Page;
use annals_model::Block;
use serde_json::{Map, Value};
use std::{collections::HashMap, sync::LazyLock};

/// Agencies by the name that readers know, and their other names, folded.
/// Where an agency has a site, the first name is that of the publisher table.
const AGENCIES: &[(&str, &[&str])] = &[
    (
        "Associated Press",
        &["ap", "the associated press", "a p", "ap news", "the ap", "associated press ap"],
    ),
    (
        "Reuters",
        &[
            "reuters staff",
            "reuters news agency",
            "thomson reuters",
            "reuters com",
            "路透社",
            "路透",
            "рейтер",
        ],
    ),
    (
        "AFP",
        &[
            "agence france presse",
            "afp news",
            "afp agence france presse",
            "agence france presse afp",
            "法新社",
        ],
    ),
    ("AAP", &["australian associated press", "aap newswire", "aap news"]),
    ("UPI", &["united press international"]),
    ("dpa", &["deutsche presse agentur", "dpa infocom", "dpa deutsche presse agentur"]),
    (
        "PA Media",
        &["press association", "pa", "pa news agency", "the press association", "pa news"],
    ),
    ("EFE", &["agencia efe", "efe news"]),
    ("Europa Press", &["europapress"]),
    ("ANSA", &["agenzia ansa", "redazione ansa"]),
    ("Adnkronos", &[]),
    ("AGI", &["agenzia giornalistica italia"]),
    ("TASS", &["itar tass", "тасс", "итар тасс", "塔斯社"]),
    ("RIA Novosti", &["риа новости", "ria novosti"]),
    ("Interfax", &["интерфакс", "interfax ukraine", "интерфакс украина"]),
    ("Ukrinform", &["укринформ", "укрінформ"]),
    ("Xinhua", &["xinhua news agency", "新华社", "新华网", "新華社", "新華網"]),
    ("China News Service", &["中新社", "中新网", "中国新闻网", "中國新聞網"]),
    ("Central News Agency", &["中央社", "cna taiwan"]),
    ("Kyodo News", &["kyodo", "共同通信", "共同社"]),
    ("Jiji Press", &["jiji", "時事通信", "时事社", "時事通信社"]),
    ("Yonhap News Agency", &["yonhap", "yonhap news", "연합뉴스", "韩联社"]),
    ("KCNA", &["korean central news agency", "朝中社"]),
    ("PTI", &["press trust of india", "pti feed"]),
    ("IANS", &["indo asian news service"]),
    ("ANI", &["asian news international", "ani news"]),
    ("APP", &["associated press of pakistan"]),
    ("BSS", &["bangladesh sangbad sangstha"]),
    ("Bernama", &[]),
    ("Antara", &["antara news"]),
    ("Vietnam News Agency", &["vna", "ttxvn", "vietnamplus"]),
    ("Philippine News Agency", &["pna"]),
    ("Anadolu Agency", &["anadolu ajansı", "anadolu ajansi", "anadolu", "agencia anadolu"]),
    ("DHA", &["demirören haber ajansı", "doğan haber ajansı"]),
    ("IRNA", &["islamic republic news agency", "ایرنا"]),
    ("Tasnim News Agency", &["tasnim"]),
    ("Fars News Agency", &["fars news", "fars"]),
    ("SANA", &["syrian arab news agency", "سانا"]),
    ("MENA", &["middle east news agency"]),
    ("WAM", &["emirates news agency", "وام"]),
    ("SPA", &["saudi press agency"]),
    ("KUNA", &["kuwait news agency"]),
    ("QNA", &["qatar news agency"]),
    ("Petra", &["jordan news agency", "petra news agency"]),
    ("WAFA", &["palestine news agency", "wafa news agency"]),
    ("Belga", &["agence belga", "belga news agency"]),
    ("ANP", &["algemeen nederlands persbureau"]),
    ("APA", &["austria presse agentur", "apa dpa"]),
    ("Keystone-SDA", &["sda", "ats", "keystone ats", "schweizerische depeschenagentur"]),
    ("Ritzau", &["ritzaus bureau"]),
    ("NTB", &["norsk telegrambyrå"]),
    ("TT", &["tt nyhetsbyrån", "tidningarnas telegrambyrå"]),
    ("STT", &["suomen tietotoimisto"]),
    ("PAP", &["polska agencja prasowa"]),
    ("MTI", &["magyar távirati iroda"]),
    ("ČTK", &["čtk", "česká tisková kancelář", "ctk"]),
    ("TASR", &[]),
    ("Agerpres", &[]),
    ("BTA", &["bulgarian news agency", "бта"]),
    ("Tanjug", &["танјуг"]),
    ("Hina", &[]),
    ("SRNA", &[]),
    ("ANA-MPA", &["αθηναϊκό πρακτορείο ειδήσεων", "απε μπε"]),
    ("Lusa", &["agência lusa", "agencia lusa"]),
    ("Agência Brasil", &["agencia brasil"]),
    ("Estadão Conteúdo", &["estadao conteudo", "agência estado"]),
    ("Télam", &["telam", "agencia télam"]),
    ("Notimex", &[]),
    ("Prensa Latina", &[]),
    ("The Canadian Press", &["canadian press", "la presse canadienne"]),
    ("Bloomberg", &["bloomberg news"]),
    ("Dow Jones Newswires", &["dow jones"]),
    ("Inter Press Service", &["ips", "ips news"]),
    ("Thomson Reuters Foundation", &["reuters foundation"]),
    ("allAfrica", &["allafrica com"]),
    ("PANA", &["panapress", "pan african news agency"]),
    ("NAN", &["news agency of nigeria"]),
    ("Relaxnews", &["afp relaxnews", "afp relax"]),
    ("Religion News Service", &["rns"]),
    ("Kaiser Health News", &["kff health news", "khn"]),
    ("States Newsroom", &[]),
    ("The Conversation", &[]),
    ("ProPublica", &[]),
    ("PR Newswire", &["prnewswire"]),
    ("Business Wire", &["businesswire"]),
    ("GlobeNewswire", &["globe newswire"]),
    ("CNET Japan", &[]),
];

/// Short forms that are other words as well: believed only in capitals, or in a dateline.
const LONGEST_SHOUTED: usize = 4;

static BY_NAME: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut map = HashMap::new();
    for (name, others) in AGENCIES {
        map.insert(fold(name), *name);
        for other in *others {
            map.insert((*other).to_owned(), *name);
        }
    }
    map
});

/// The agency that a text names, if it names one and nothing else.
pub(super) fn named(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() || text.len() > 60 {
        return None;
    }
    let found = BY_NAME.get(fold(text).as_str()).copied()?;
    let letters = text.chars().filter(|c| c.is_alphabetic());
    // "pa", "ana", "apa" are words; "dpa" is written small.
    let short = letters.clone().count() <= LONGEST_SHOUTED && text.is_ascii();
    let shouted = letters.clone().all(char::is_uppercase) || found == text;
    let proper =
        letters.clone().count() == 4 && letters.clone().next().is_some_and(char::is_uppercase);
    (!short || shouted || proper).then_some(found)
}

/// The agency of the report: from datelines and last lines of the body, from the
/// JSON-LD and from source metas. Bylines are read elsewhere.
pub(super) fn find(
    page: &Page<'_>,
    found: &Found<'_>,
    item: Option<&Map<String, Value>>,
    blocks: &[Block],
) -> Option<&'static str> {
    let declared = item.and_then(|item| {
        ["sourceOrganization", "provider", "creditText", "copyrightHolder", "isBasedOn"]
            .iter()
            .flat_map(|key| ld::names(page.structured, item, key))
            .find_map(|n| named(&n.name))
    });
    let meta = || {
        let keys = [
            "source",
            "article:source",
            "news_source",
            "syndication-source",
            "dc:source",
            "copyright",
        ];
        keys.iter().flat_map(|key| found.meta_values(key)).find_map(|value| in_credit(&value))
    };
    declared.or_else(meta).or_else(|| in_body(blocks))
}

/// The agency that a body names: "PARIS (AFP) -" at the beginning, "(Reporting by
/// …; Reuters)", "Source: AAP" or "© 2016 AFP" at the end.
fn in_body(blocks: &[Block]) -> Option<&'static str> {
    let texts = |block: &Block| match block {
        Block::Paragraph(text) => Some(text.text.clone()),
        _ => None,
    };
    let first = blocks.iter().filter_map(texts).take(3).find_map(|t| in_dateline(&t));
    first.or_else(|| {
        blocks.iter().rev().filter_map(texts).take(3).find_map(|text| {
            let brief = text.len() <= 160;
            brief.then(|| in_credit(&text)).flatten()
        })
    })
}

/// "LONDON (Reuters) - …", "（新华社北京…", "NEW DELHI, Jan 3 (PTI):", "Kathmandu, AFP –".
pub(super) fn in_dateline(text: &str) -> Option<&'static str> {
    let start = cut(text, 160);
    let mut from = 0;
    while let Some(open) = start[from..].find(['(', '（', '【', '[']) {
        let at = from + open;
        let width = start[at..].chars().next().map_or(1, char::len_utf8);
        let inner = &start[at + width..];
        let close = inner.find([')', '）', '】', ']'])?;
        // Far into the sentence a bracket explains a word.
        if start[..at].split(' ').count() <= 8
            && let Some(name) = inner[..close].split(['/', ',', '-']).find_map(named)
        {
            return Some(name);
        }
        from = at + width + close;
    }
    let dash = start.find(" - ").or_else(|| start.find(" – ")).or_else(|| start.find(" — "))?;
    let line = &start[..dash];
    // A dateline is short and ends with the agency.
    (line.split(' ').count() <= 8)
        .then(|| line.rsplit([',', '/', ' ']).next().and_then(named))
        .flatten()
        .or_else(|| (line.split(' ').count() <= 4).then(|| named(line)).flatten())
}

/// "Source: AAP", "AAP via SBS", "Copyright 2016 The Associated Press. All rights
/// reserved.", "© AFP", "— Reuters", "(Reporting by …; editing by …; Reuters)".
pub(super) fn in_credit(text: &str) -> Option<&'static str> {
    if let Some(name) =
        named(text.trim_matches(['-', '–', '—', '(', ')', ' ', '.', '[', ']', '/', '*']))
    {
        return Some(name);
    }
    let lower = text.to_lowercase();
    let marks = [
        "source",
        "copyright",
        "©",
        "(c)",
        "via",
        "reporting by",
        "quelle",
        "fonte",
        "fuente",
        "来源",
        "來源",
        "источник",
        "with agencies",
        "writing by",
        "all rights reserved",
    ];
    if !marks.iter().any(|m| lower.contains(m)) {
        return None;
    }
    // Every run of up to four words may be the name.
    let cleaned = text.replace("All rights reserved", " ");
    let pieces = cleaned.split(['.', ',', ';', ':', '：', '|', '(', ')', '©', '/', '-', '–']);
    pieces.take(24).find_map(|piece| {
        let piece: Vec<&str> = piece.split_whitespace().collect();
        (0..piece.len().min(12)).find_map(|from| {
            (1..=4.min(piece.len() - from))
                .rev()
                .find_map(|length| named(&piece[from..from + length].join(" ")))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::publisher_of;

    #[test]
    fn agencies_are_known_by_their_names() {
        let check = |text: &str, wanted: Option<&str>| assert_eq!(named(text), wanted, "{text}");
        check("The Associated Press", Some("Associated Press"));
        check("AP", Some("Associated Press"));
        check("ap", None);
        check("dpa", Some("dpa"));
        check("Agence France-Presse", Some("AFP"));
        check("新华社", Some("Xinhua"));
        check("PA", Some("PA Media"));
        check("pa", None);
        check("Apple", None);
    }

    #[test]
    fn datelines_and_credits_name_the_agency() {
        let check =
            |text: &str, wanted: Option<&str>| assert_eq!(in_dateline(text), wanted, "{text}");
        check("GENEVA (Reuters) - The World Health Organization met in 1948.", Some("Reuters"));
        check("NEW DELHI, Jan 26 (PTI): India became a republic in 1950.", Some("PTI"));
        check("北京（新华社）——中国1971年恢复联合国席位。", Some("Xinhua"));
        check("Kathmandu, AFP – Nepal became a republic in 2008.", Some("AFP"));
        check("The treaty (signed in Rome) founded the community in 1957.", None);
        let check =
            |text: &str, wanted: Option<&str>| assert_eq!(in_credit(text), wanted, "{text}");
        check("AAP via SBS", Some("AAP"));
        check("Source: Reuters", Some("Reuters"));
        check(
            "Copyright 2016 The Associated Press. All rights reserved.",
            Some("Associated Press"),
        );
        check("— AFP", Some("AFP"));
        check("The embassy is open from nine.", None);
    }

    #[test]
    fn agencies_and_publishers_bear_the_same_names() {
        let check = |host: &str, text: &str| assert_eq!(publisher_of(host), named(text), "{host}");
        check("apnews.com", "AP");
        check("reuters.com", "Reuters");
        check("afp.com", "Agence France-Presse");
        check("tass.com", "ITAR-TASS");
        check("xinhuanet.com", "Xinhua News Agency");
        check("aa.com.tr", "Anadolu Agency");
        check("en.yna.co.kr", "Yonhap");
    }
}
