//! Names of months and days of the week, as pages write them.
//!
//! Forms are in lower case; those that stand after a number ("5 мая", "9 maja")
//! are listed beside the plain ones. Where two languages use one word for two
//! months, the rarer one is marked with its language and holds only there.

use annals_model::Weekday;
use std::{collections::HashMap, sync::LazyLock};

/// Months by language, from January; the forms of one month are parted by spaces,
/// and `_` stands for a space in a name of two words.
const MONTHS: &[(&str, [&str; 12])] = &[
    (
        "en",
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
    ),
    (
        "de",
        [
            "januar jänner jän",
            "februar feber",
            "märz mär mrz maerz",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober okt",
            "november",
            "dezember dez",
        ],
    ),
    (
        "fr",
        [
            "janvier janv",
            "février fevrier févr fevr fév",
            "mars",
            "avril avr",
            "mai",
            "juin",
            "juillet juil",
            "août aout aoû",
            "septembre",
            "octobre",
            "novembre",
            "décembre decembre déc",
        ],
    ),
    (
        "es",
        [
            "enero ene",
            "febrero",
            "marzo",
            "abril abr",
            "mayo",
            "junio",
            "julio",
            "agosto ago",
            "septiembre setiembre",
            "octubre",
            "noviembre",
            "diciembre dic",
        ],
    ),
    (
        "pt",
        [
            "janeiro",
            "fevereiro fev",
            "março marco",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro set",
            "outubro out",
            "novembro",
            "dezembro",
        ],
    ),
    (
        "it",
        [
            "gennaio gen",
            "febbraio",
            "marzo",
            "aprile",
            "maggio mag",
            "giugno giu",
            "luglio lug",
            "agosto",
            "settembre",
            "ottobre ott",
            "novembre",
            "dicembre",
        ],
    ),
    (
        "nl",
        [
            "januari",
            "februari",
            "maart mrt",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
    ),
    (
        "pl",
        [
            "stycznia styczeń styczen sty",
            "lutego luty lut",
            "marca marzec",
            "kwietnia kwiecień kwiecien kwi",
            "maja maj",
            "czerwca czerwiec cze",
            "lipca lipiec lip",
            "sierpnia sierpień sierpien sie",
            "września wrzesień wrzesnia wrzesien wrz",
            "października październik pazdziernika pazdziernik paź paz",
            "listopada listopad lis",
            "grudnia grudzień grudzien gru",
        ],
    ),
    (
        "ru",
        [
            "января январь янв",
            "февраля февраль фев февр",
            "марта март мар",
            "апреля апрель апр",
            "мая май",
            "июня июнь июн",
            "июля июль июл",
            "августа август авг",
            "сентября сентябрь сен сент",
            "октября октябрь окт",
            "ноября ноябрь ноя нояб",
            "декабря декабрь дек",
        ],
    ),
    (
        "uk",
        [
            "січня січень січ",
            "лютого лютий лют",
            "березня березень бер",
            "квітня квітень квіт",
            "травня травень трав",
            "червня червень черв",
            "липня липень лип",
            "серпня серпень серп",
            "вересня вересень вер",
            "жовтня жовтень жовт",
            "листопада листопад лист",
            "грудня грудень груд",
        ],
    ),
    (
        "be",
        [
            "студзеня",
            "лютага",
            "сакавіка",
            "красавіка",
            "траўня",
            "чэрвеня",
            "ліпеня",
            "жніўня",
            "верасня",
            "кастрычніка",
            "лістапада",
            "снежня",
        ],
    ),
    (
        "bg",
        [
            "януари",
            "февруари",
            "март",
            "април",
            "май",
            "юни",
            "юли",
            "август",
            "септември",
            "октомври",
            "ноември",
            "декември",
        ],
    ),
    (
        "sr",
        [
            "јануар јануара januara",
            "фебруар фебруара februara",
            "марта marta",
            "април априла aprila",
            "мај маја",
            "јун јуна juna",
            "јул јула jula",
            "август августа avgusta",
            "септембар септембра septembar septembra",
            "октобар октобра oktobar oktobra",
            "новембар новембра novembar novembra",
            "децембар децембра decembar decembra",
        ],
    ),
    (
        "hr",
        [
            "siječnja siječanj",
            "veljače veljača",
            "ožujka ožujak",
            "travnja travanj",
            "svibnja svibanj",
            "lipnja lipanj",
            "srpnja srpanj",
            "kolovoza kolovoz",
            "rujna rujan",
            "",
            "studenoga studenog studeni",
            "prosinca prosinac",
        ],
    ),
    (
        "sl",
        [
            "januarja",
            "februarja",
            "marca marec",
            "aprila",
            "maja",
            "junija junij",
            "julija julij",
            "avgusta avgust avg",
            "septembra",
            "oktobra",
            "novembra",
            "decembra",
        ],
    ),
    (
        "cs",
        [
            "ledna leden",
            "února únor unora unor",
            "března březen brezna brezen",
            "dubna duben",
            "května květen kvetna kveten",
            "června červen cervna cerven",
            "července červenec cervence cervenec",
            "srpna srpen",
            "září zari",
            "října říjen rijna rijen",
            "listopadu",
            "prosince prosinec",
        ],
    ),
    (
        "sk",
        [
            "januára január",
            "februára február",
            "marca marec",
            "apríla apríl",
            "mája máj",
            "júna jún",
            "júla júl",
            "augusta",
            "septembra",
            "októbra október",
            "novembra",
            "decembra",
        ],
    ),
    (
        "hu",
        [
            "január",
            "február febr",
            "március márc",
            "április ápr",
            "május máj",
            "június jún",
            "július júl",
            "augusztus",
            "szeptember szept",
            "október",
            "november",
            "december",
        ],
    ),
    (
        "tr",
        [
            "ocak oca",
            "şubat subat şub",
            "mart",
            "nisan nis",
            "mayıs mayis",
            "haziran haz",
            "temmuz tem",
            "ağustos agustos ağu",
            "eylül eylul eyl",
            "ekim eki",
            "kasım kasim kas",
            "aralık aralik ara",
        ],
    ),
    (
        "sv",
        [
            "januari",
            "februari",
            "mars",
            "april",
            "maj",
            "juni",
            "juli",
            "augusti",
            "september",
            "oktober",
            "november",
            "december",
        ],
    ),
    (
        "da",
        [
            "januar",
            "februar",
            "marts",
            "april",
            "maj",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "december",
        ],
    ),
    (
        "no",
        [
            "januar",
            "februar",
            "mars",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "desember des",
        ],
    ),
    (
        "is",
        [
            "janúar",
            "febrúar",
            "mars",
            "apríl",
            "maí",
            "júní",
            "júlí",
            "ágúst",
            "september",
            "október",
            "nóvember",
            "desember",
        ],
    ),
    (
        "fi",
        [
            "tammikuuta tammikuun tammikuu tammi",
            "helmikuuta helmikuun helmikuu helmi",
            "maaliskuuta maaliskuun maaliskuu maalis",
            "huhtikuuta huhtikuun huhtikuu huhti",
            "toukokuuta toukokuun toukokuu touko",
            "kesäkuuta kesäkuun kesäkuu kesä",
            "heinäkuuta heinäkuun heinäkuu heinä",
            "elokuuta elokuun elokuu elo",
            "syyskuuta syyskuun syyskuu syys",
            "lokakuuta lokakuun lokakuu loka",
            "marraskuuta marraskuun marraskuu marras",
            "joulukuuta joulukuun joulukuu joulu",
        ],
    ),
    (
        "et",
        [
            "jaanuar jaan",
            "veebruar veebr",
            "märts",
            "aprill",
            "mai",
            "juuni",
            "juuli",
            "august",
            "september",
            "oktoober",
            "november",
            "detsember dets",
        ],
    ),
    (
        "lv",
        [
            "janvāris janvārī",
            "februāris februārī",
            "marts martā",
            "aprīlis aprīlī",
            "maijs maijā",
            "jūnijs jūnijā",
            "jūlijs jūlijā",
            "augusts augustā",
            "septembris septembrī",
            "oktobris oktobrī",
            "novembris novembrī",
            "decembris decembrī",
        ],
    ),
    (
        "lt",
        [
            "sausio sausis",
            "vasario vasaris",
            "kovo kovas",
            "balandžio balandis",
            "gegužės gegužė",
            "birželio birželis",
            "liepos liepa",
            "rugpjūčio rugpjūtis",
            "rugsėjo rugsėjis",
            "spalio spalis",
            "lapkričio lapkritis",
            "gruodžio gruodis",
        ],
    ),
    (
        "ro",
        [
            "ianuarie ian",
            "februarie",
            "martie",
            "aprilie",
            "mai",
            "iunie iun",
            "iulie iul",
            "august",
            "septembrie",
            "octombrie",
            "noiembrie noi",
            "decembrie",
        ],
    ),
    (
        "ca",
        [
            "gener", "febrer", "març", "abril", "maig", "juny", "juliol", "agost", "setembre",
            "octubre", "novembre", "desembre",
        ],
    ),
    (
        "gl",
        [
            "xaneiro", "febreiro", "marzo", "abril", "maio", "xuño", "xullo", "agosto", "setembro",
            "outubro", "novembro", "decembro",
        ],
    ),
    (
        "el",
        [
            "ιανουαρίου ιανουάριος ιαν",
            "φεβρουαρίου φεβρουάριος φεβ",
            "μαρτίου μάρτιος μαρ",
            "απριλίου απρίλιος απρ",
            "μαΐου μαίου μάιος μαϊ μάι μαι",
            "ιουνίου ιούνιος ιουν",
            "ιουλίου ιούλιος ιουλ",
            "αυγούστου αύγουστος αυγ",
            "σεπτεμβρίου σεπτέμβριος σεπ",
            "οκτωβρίου οκτώβριος οκτ",
            "νοεμβρίου νοέμβριος νοε",
            "δεκεμβρίου δεκέμβριος δεκ",
        ],
    ),
    (
        "id",
        [
            "januari",
            "februari peb",
            "maret",
            "april",
            "mei",
            "juni",
            "juli",
            "agustus agu agt agst",
            "september",
            "oktober",
            "november nopember",
            "desember",
        ],
    ),
    (
        "ms",
        [
            "januari",
            "februari",
            "mac",
            "april",
            "mei",
            "jun",
            "julai",
            "ogos",
            "september",
            "oktober",
            "november",
            "disember dis",
        ],
    ),
    (
        "ar",
        [
            "يناير كانون_الثاني جانفي",
            "فبراير شباط فيفري",
            "مارس آذار اذار",
            "أبريل ابريل إبريل نيسان أفريل",
            "مايو أيار ايار ماي",
            "يونيو حزيران يونية جوان",
            "يوليو تموز يوليه جويلية",
            "أغسطس اغسطس آب أوت",
            "سبتمبر أيلول ايلول شتنبر",
            "أكتوبر اكتوبر تشرين_الأول تشرين_الاول",
            "نوفمبر تشرين_الثاني نونبر",
            "ديسمبر كانون_الأول كانون_الاول دجنبر",
        ],
    ),
    (
        "fa",
        [
            "ژانویه",
            "فوریه",
            "مارس",
            "آوریل",
            "می مه",
            "ژوئن",
            "ژوئیه جولای",
            "اوت آگوست",
            "سپتامبر",
            "اکتبر",
            "نوامبر",
            "دسامبر",
        ],
    ),
    (
        "he",
        [
            "ינואר בינואר",
            "פברואר בפברואר",
            "מרץ במרץ מרס במרס",
            "אפריל באפריל",
            "מאי במאי",
            "יוני ביוני",
            "יולי ביולי",
            "אוגוסט באוגוסט",
            "ספטמבר בספטמבר",
            "אוקטובר באוקטובר",
            "נובמבר בנובמבר",
            "דצמבר בדצמבר",
        ],
    ),
    (
        "hi",
        [
            "जनवरी",
            "फरवरी फ़रवरी",
            "मार्च",
            "अप्रैल",
            "मई",
            "जून",
            "जुलाई",
            "अगस्त",
            "सितंबर सितम्बर",
            "अक्टूबर अक्तूबर",
            "नवंबर नवम्बर",
            "दिसंबर दिसम्बर",
        ],
    ),
    (
        "th",
        [
            "มกราคม",
            "กุมภาพันธ์",
            "มีนาคม",
            "เมษายน",
            "พฤษภาคม",
            "มิถุนายน",
            "กรกฎาคม",
            "สิงหาคม",
            "กันยายน",
            "ตุลาคม",
            "พฤศจิกายน",
            "ธันวาคม",
        ],
    ),
];

/// Months of the Persian solar calendar.
const SOLAR: [&str; 12] = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];

/// Words that mean another month in one language than in the rest:
/// the Croatian `listopad` is October, the Czech and Polish one November.
const ELSEWHERE: &[(&str, &str, i8)] = &[("hr", "listopada", 10), ("hr", "listopad", 10)];

/// Days of the week by language, from Monday.
const WEEKDAYS: &[(&str, [&str; 7])] = &[
    (
        "en",
        [
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        ],
    ),
    (
        "de",
        [
            "montag mo",
            "dienstag di",
            "mittwoch mi",
            "donnerstag do",
            "freitag fr",
            "samstag sonnabend sa",
            "sonntag so",
        ],
    ),
    (
        "fr",
        [
            "lundi lun",
            "mardi",
            "mercredi mer",
            "jeudi jeu",
            "vendredi ven",
            "samedi sam",
            "dimanche dim",
        ],
    ),
    (
        "es",
        [
            "lunes",
            "martes",
            "miércoles miercoles mié",
            "jueves jue",
            "viernes vie",
            "sábado sabado sáb",
            "domingo dom",
        ],
    ),
    ("pt", ["segunda", "terça", "quarta", "quinta", "sexta", "sáb", "domingo"]),
    (
        "it",
        [
            "lunedì lunedi",
            "martedì martedi",
            "mercoledì mercoledi",
            "giovedì giovedi gio",
            "venerdì venerdi",
            "sabato",
            "domenica",
        ],
    ),
    ("nl", ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]),
    ("pl", ["poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"]),
    (
        "ru",
        [
            "понедельник пн",
            "вторник вт",
            "среда ср",
            "четверг чт",
            "пятница пт",
            "суббота сб",
            "воскресенье вс",
        ],
    ),
    ("uk", ["понеділок", "вівторок", "середа", "четвер", "пʼятниця п'ятниця", "субота", "неділя"]),
    ("cs", ["pondělí", "úterý", "středa", "čtvrtek", "pátek", "sobota", "neděle"]),
    ("tr", ["pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar"]),
    ("sv", ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]),
    ("da", ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]),
    (
        "fi",
        ["maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"],
    ),
    ("hu", ["hétfő", "kedd", "szerda", "csütörtök", "péntek", "szombat", "vasárnap"]),
    ("id", ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]),
    (
        "ar",
        ["الاثنين الإثنين", "الثلاثاء", "الأربعاء الاربعاء", "الخميس", "الجمعة", "السبت", "الأحد الاحد"],
    ),
    ("fa", ["دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه پنج‌شنبه", "جمعه", "شنبه", "یکشنبه یک‌شنبه"]),
    (
        "zh",
        [
            "星期一 周一 月 月曜日 月曜 월 월요일",
            "星期二 周二 火 火曜日 火曜 화 화요일",
            "星期三 周三 水 水曜日 水曜 수 수요일",
            "星期四 周四 木 木曜日 木曜 목 목요일",
            "星期五 周五 金 金曜日 金曜 금 금요일",
            "星期六 周六 土 土曜日 土曜 토 토요일",
            "星期日 星期天 周日 日 日曜日 日曜 일 일요일",
        ],
    ),
];

const DAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// A month of one of two calendars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Month {
    /// January is 1.
    Common(i8),
    /// Farvardin is 1.
    Solar(i8),
}

/// Longest name in bytes.
const LONGEST: usize = 40;

static MONTH_OF: LazyLock<HashMap<String, Month>> = LazyLock::new(|| {
    let mut map = HashMap::new();
    for (_, months) in MONTHS {
        for (number, names) in (1..).zip(months) {
            for name in names.split_ascii_whitespace() {
                map.entry(name.replace('_', " ")).or_insert(Month::Common(number));
            }
        }
    }
    for (number, name) in (1..).zip(SOLAR) {
        map.insert(name.to_owned(), Month::Solar(number));
    }
    map
});

static DAY_OF: LazyLock<HashMap<&str, Weekday>> = LazyLock::new(|| {
    let mut map = HashMap::new();
    for (_, days) in WEEKDAYS {
        for (day, names) in DAYS.iter().zip(days) {
            for name in names.split_ascii_whitespace() {
                map.entry(name).or_insert(*day);
            }
        }
    }
    map
});

/// The month that a word names, in a language where it is known.
pub(super) fn month(word: &str, language: Option<&str>) -> Option<Month> {
    // Names of one byte or letter do not exist; longer words than any name neither.
    if word.len() < 3 || word.len() > LONGEST {
        return None;
    }
    let word = lower(word);
    if let Some(language) = language {
        let primary = language.get(..2).unwrap_or(language);
        let other = ELSEWHERE.iter().find(|(l, w, _)| *l == primary && *w == word);
        if let Some((_, _, number)) = other {
            return Some(Month::Common(*number));
        }
    }
    MONTH_OF.get(word.as_str()).copied()
}

/// The day of the week that a word names.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    if word.len() < 2 || word.len() > LONGEST {
        return None;
    }
    DAY_OF.get(lower(word).as_str()).copied()
}

/// In lower case; the dotted capital I of Turkish loses the dot that
/// Unicode would leave behind, the Arabic kaf and yeh take their Persian form's place.
fn lower(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'İ' => out.push('i'),
            'ي' if word.contains(['گ', 'چ', 'پ', 'ژ', 'ی']) => out.push('ی'),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_in_its_own_form() {
        for (language, months) in MONTHS {
            for names in months {
                for name in names.split_ascii_whitespace() {
                    let name = name.replace('_', " ");
                    if name.len() >= 3 {
                        assert!(month(&name, None).is_some(), "{language}: {name}");
                        assert_eq!(lower(&name), name, "{language}");
                    }
                }
            }
        }
    }

    #[test]
    fn one_word_means_two_months() {
        assert_eq!(month("listopada", Some("pl")), Some(Month::Common(11)));
        assert_eq!(month("LISTOPADA", Some("hr-HR")), Some(Month::Common(10)));
    }
}
