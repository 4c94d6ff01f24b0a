//! Every encoding, declared wrongly; broken UTF-16.

use super::read_page;
use encoding_rs::*;

/// All encodings of the standard.
#[rustfmt::skip]
const ALL: &[&Encoding] = &[
    BIG5, EUC_JP, EUC_KR, GB18030, GBK, IBM866, ISO_2022_JP, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5,
    ISO_8859_6, ISO_8859_7, ISO_8859_8, ISO_8859_8_I, ISO_8859_10, ISO_8859_13, ISO_8859_14, ISO_8859_15, ISO_8859_16,
    KOI8_R, KOI8_U, MACINTOSH, REPLACEMENT, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
    X_MAC_CYRILLIC, X_USER_DEFINED,
];

/// Sentences, one of which an encoding can write.
const SENTENCES: &[&str] = &[
    "Совет Безопасности собрался в пятницу, чтобы обсудить перемирие, и разошёлся без решения.",
    "Η Βουλή συνεδρίασε την Παρασκευή και ψήφισε τον νόμο με μεγάλη πλειοψηφία.",
    "المجلس يجتمع يوم الجمعة ويصوت على القرار بعد ساعات من النقاش.",
    "המועצה התכנסה ביום שישי והצביעה על ההחלטה אחרי דיון ארוך.",
    "議会は金曜日に開かれ、長い議論の後で法律を可決した。",
    "议会星期五开会，经过长时间辩论通过了法律。",
    "議會星期五開會，經過長時間辯論通過了法律。",
    "의회는 금요일에 열려 긴 토론 끝에 법을 통과시켰다.",
    "สภาประชุมเมื่อวันศุกร์และผ่านกฎหมายหลังจากอภิปรายเป็นเวลานาน",
    "Zażółć gęślą jaźń: sejm zebrał się w piątek i po długiej debacie przyjął ustawę.",
    "Le Parlement s’est réuni vendredi et, après un long débat, a adopté la loi à une large majorité.",
    "The parliament met on Friday and passed the law by a great majority.",
];

#[test]
fn every_encoding_declared_wrongly_is_read_somehow() {
    for (nth, encoding) in ALL.iter().enumerate() {
        let wrong = ALL[(nth + 7) % ALL.len()].name();
        for sentence in SENTENCES {
            let page = |meta: &str| {
                format!(
                    "<html><head>{meta}<title>x</title></head><p>{sentence}</p><p>{sentence}</p>"
                )
            };
            let bytes = |text: &str| match *encoding {
                e if e == UTF_16BE => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
                e if e == UTF_16LE => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                e => e.encode(text).0.into_owned(),
            };
            // By the page, by the protocol, by both and differently.
            let meta = format!("<meta charset=\"{wrong}\">");
            let header = format!("text/html; charset={wrong}");
            read_page(&bytes(&page(&meta)), None);
            read_page(&bytes(&page("")), Some(&header));
            let xml =
                format!("<?xml version='1.0' encoding='{}'?>{}", encoding.name(), page(&meta));
            read_page(&bytes(&xml), Some("text/html; charset=utf-7"));
        }
    }
}

#[test]
fn letters_survive_a_wrong_declaration_of_utf8() {
    for sentence in SENTENCES {
        let page = format!("<html><meta charset=\"shift_jis\"><p>{sentence}</p>");
        let article = read_page(page.as_bytes(), Some("text/html; charset=iso-8859-1"));
        assert_eq!(article.text(), annals_model::tidy(sentence));
    }
}

#[test]
fn broken_utf16_is_text_with_holes() {
    let page = "<html><p>The parliament met on Friday and passed the law.</p></html>";
    let whole: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for mark in [&b""[..], b"\xff\xfe", b"\xfe\xff"] {
        for cut in 0..9 {
            let mut bytes = [mark, &whole[..whole.len() - cut]].concat();
            read_page(&bytes, None);
            // A lone surrogate, and an odd byte in the middle.
            let middle = (bytes.len() / 2) & !1;
            bytes.splice(middle..middle, [0x00, 0xd8]);
            read_page(&bytes, Some("text/html; charset=utf-16"));
            bytes.insert(middle, 0x41);
            read_page(&bytes, None);
        }
    }
}
