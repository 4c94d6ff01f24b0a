//! The words of bylines in many languages: what stands before a name, what
//! parts names, what is a role and what is no name at all. Data only; compared
//! in lower case.

/// What stands before a name at the beginning of a byline. Longer ones first.
pub(super) const BY: &[&str] = &[
    // English
    "words and pictures by", "reporting and writing by", "story and photos by", "article written by",
    "this article was written by", "a guest post by", "guest post by", "original article by",
    "article by", "reported by", "reporting by", "report by", "written by", "posted by",
    "published by", "submitted by", "contributed by", "created by", "authored by", "analysis by",
    "opinion by", "column by", "commentary by", "review by", "interview by", "story by", "text by",
    "words by", "post by", "news by", "added by", "prepared by", "compiled by", "produced by",
    "author:", "authors:", "author", "writer:", "reporter:", "byline:", "by:", "by",
    "contributor:", "from our correspondent", "exclusive by", "exclusive:",
    // German, Dutch, Nordic
    "ein artikel von", "ein kommentar von", "eine analyse von", "ein gastbeitrag von",
    "geschrieben von", "erstellt von", "veröffentlicht von", "aus dem englischen von", "autor:",
    "autorin:", "text:", "von:", "von", "geschreven door", "auteur:", "door:", "door",
    "skrevet av", "skriven av", "skrevet af", "tekst:", "av:", "av", "af:", "af",
    "kirjoittaja:", "teksti:",
    // French
    "publié par", "écrit par", "rédigé par", "propos recueillis par", "posté par", "proposé par",
    "par:", "par",
    // Spanish, Portuguese, Italian, Romanian, Catalan
    "escrito por", "publicado por", "redactado por", "postado por", "texto:", "texto de", "por:",
    "por", "per:", "scritto da", "pubblicato da", "articolo di", "a cura di", "di:", "di", "da:",
    "autore:", "scris de", "de:", "autora:",
    // Slavic and Baltic
    "napisał:", "napisała:", "autor tekstu:", "autor článku:", "автор:", "авторы:", "автор",
    "текст:", "текст", "от", "piše:", "piše", "пише:", "autorius:",
    // Greek, Turkish, Hungarian, Indonesian, Vietnamese
    "του", "της", "γράφει ο", "γράφει η", "yazan:", "yazar:", "haber:", "írta:", "szerző:",
    "oleh:", "oleh", "penulis:", "laporan", "tác giả:", "theo",
    // Arabic, Persian, Hebrew, Hindi
    "بقلم", "كتب", "كتبت", "نویسنده:", "מאת", "द्वारा", "लेखक:",
    // East Asian
    "文/", "文／", "文|", "文｜", "文：", "文:", "作者：", "作者:", "作者/", "作者", "記者：", "记者：",
    "记者:", "記者:", "记者", "記者", "本报记者", "本報記者", "撰文：", "撰文", "责任编辑：", "執筆：", "著者：",
    "기자:", "글쓴이:",
];

/// What parts two names. Single letters need a full name on each side.
pub(super) const AND: &[&str] = &[
    "and", "with", "&", "und", "mit", "et", "avec", "y", "con", "e", "com", "och", "med", "og",
    "en", "met", "ja", "i", "a", "и", "та", "oraz", "dan", "ve", "και", "și", "si", "és", "และ",
];

/// Words of [`AND`] that are also parts of names or prepositions.
pub(super) const WEAK_AND: &[&str] = &["y", "e", "i", "a", "en", "ja", "si", "con", "med", "met"];

/// From these words on a byline says something else: a place, a time, an invitation.
pub(super) const CUT: &[&str] = &[
    "updated", "published", "posted", "last", "first", "follow", "special", "for", "in", "at",
    "on", "from", "reports", "reporting", "writes", "edited", "editing", "photographs", "photos",
    "photography", "illustration", "illustrations", "video", "via", "reading", "comments",
    "comment", "share", "email", "e-mail", "view", "see", "read", "more", "is", "was", "has",
    "who", "translated", "additional", "date", "the", "created", "modified", "about", "subscribe",
    "contact", "twitter", "facebook", "says", "today", "yesterday", "filed",
    // the same elsewhere
    "aktualisiert", "veröffentlicht", "am", "aus", "für", "publié", "mis", "le", "à", "pour",
    "publicado", "publicada", "actualizado", "actualizada", "atualizado", "desde", "para", "em",
    "pubblicato", "aggiornato", "gepubliceerd", "op", "uit", "voor", "zaktualizowano",
    "опубликовано", "обновлено", "publisert", "publicerad", "oppdatert", "uppdaterad", "editor:",
];

/// Words of a role; a part with one of them is no name, unless a name stands before it.
pub(super) const ROLES: &[&str] = &[
    "reporter", "reporters", "correspondent", "correspondents", "correspondant",
    "correspondante", "corresponsal", "korrespondent", "editor", "editors", "writer", "writers",
    "columnist", "journalist", "journalists", "contributor", "contributors", "contributing",
    "chief", "bureau", "analyst", "professor", "fellow", "director", "producer", "photographer",
    "staff", "senior", "freelance", "intern", "blogger", "specialist", "lecturer", "redakteur",
    "redakteurin", "redaktor", "redacteur", "rédacteur", "rédactrice", "journaliste", "periodista",
    "giornalista", "jornalista", "redactor", "redactora", "author", "authors", "ceo", "founder",
    "president", "researcher", "commentator", "critic", "desk", "md", "phd", "ph.d", "ph.d.", "ma",
    "m.d.", "rn", "mph", "jr", "jr.", "sr.", "ii", "iii", "autor", "envoyé", "spécial",
    "enviado", "especial", "корреспондент", "журналист", "редактор", "обозреватель",
];

/// What stands for a name where there is none.
pub(super) const NOBODY: &[&str] = &[
    "admin", "administrator", "webmaster", "editor", "editors", "the editors", "editorial",
    "staff", "staff writer", "staff writers", "staff reporter", "staff reporters", "web staff",
    "news staff", "staff report", "staff reports", "staff and agencies", "agencies", "agency",
    "our correspondent", "our reporter", "correspondent", "a correspondent", "web desk",
    "news desk", "newsdesk", "online desk", "desk", "newsroom", "online", "guest", "guest author",
    "guest post", "guest contributor", "contributor", "contributors", "author", "authors",
    "the author", "author name", "about the author", "anonymous", "user", "username", "root",
    "test", "wpadmin", "wp admin", "super user", "superuser", "site admin", "moderator", "redaktion",
    "die redaktion", "redazione", "la redazione", "redacción", "la redacción", "redaccion",
    "redação", "da redação", "redaction", "rédaction", "la rédaction", "redactie", "de redactie",
    "redaktionen", "redakcja", "redakce", "redakcija", "редакция", "админ", "администратор",
    "编辑", "小编", "本站", "网络", "佚名", "admin user", "unknown", "unknown author", "n a", "none",
    "view all posts", "view profile", "read more", "more", "follow", "follow author", "share",
    "comments", "home", "news", "contact", "contact us", "press release", "advertisement", "email",
    "e mail", "twitter", "facebook", "instagram", "google", "posts", "view all articles", "profile",
    "bio", "written by", "posted by", "by", "publisher", "post author", "article author", "me",
    "content", "team", "the team", "live", "web", "digital", "print", "print edition", "archive",
    "more from author", "about author", "see all posts", "all posts", "all articles", "more articles",
    "loading", "advertising", "sponsored", "partner", "partner content", "letters", "opinion",
];

/// Words within names that begin with a small letter.
pub(super) const PARTICLES: &[&str] = &[
    "de", "la", "le", "du", "des", "del", "della", "di", "da", "das", "dos", "do", "van", "von",
    "der", "den", "ter", "ten", "zu", "zum", "vom", "y", "e", "i", "al", "el", "bin", "bint",
    "ibn", "ben", "af", "av", "of", "the", "for", "and", "to", "och", "d", "l", "abu", "ould",
    "san", "st", "st.", "aka", "in", "et", "st", "zur", "und", "on",
];

/// Words that make a byline of two or more words an organisation or a team.
pub(super) const TEAM: &[&str] = &[
    "news", "agency", "agencies", "press", "media", "team", "staff", "newsroom", "board",
    "service", "services", "network", "magazine", "times", "post", "journal", "radio", "tv",
    "university", "institute", "foundation", "association", "committee", "council", "ministry",
    "department", "office", "center", "centre", "group", "inc", "inc.", "ltd", "llc", "gmbh",
    "redaktion", "redazione", "agencia", "agencias", "agence", "agentur", "nachrichten", "noticias",
    "projects", "project", "reporters", "editors", "contributors", "society", "organization",
    "organisation", "nations", "union", "company", "corporation", "wire", "desk", "international",
    "reuters", "bureau", "digital", "online", "world", "today", "daily", "weekly",
];

/// Names of months and weekdays, as far as they are left over when a date is cut off.
pub(super) const CALENDAR: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
    "sept", "oct", "nov", "dec", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
    "januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember", "montag",
    "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "janvier", "février",
    "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "enero", "febrero",
    "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo",
    "gennaio", "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre",
    "dicembre", "janeiro", "fevereiro", "março", "maio", "junho", "julho", "setembro", "outubro",
    "dezembro", "am", "pm", "at", "on", "of", "the", "den", "le", "el", "il", "published", "posted",
    "updated", "by", "date", "in", "last", "modified", "-", "–", "—", "|", "•", "·", "//", "/",
];
