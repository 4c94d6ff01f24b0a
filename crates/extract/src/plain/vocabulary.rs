//! Words and thresholds by which lines of plain text show what they are.
//!
//! A text scraped without its markup has lost the boxes that its page had; what
//! is left to tell them by are the set phrases of news sites. Phrases are
//! compared in small letters; each list says whether the whole line must be the
//! phrase or only begin with it.

/// Words from which on a line is sentences however it ends. Of news headlines
/// fewer than one in a thousand is longer than 30 words.
pub(super) const PROSE_WORDS: usize = 32;
/// Words from which on a line that ends as a sentence is one. Labels that end
/// with a stop ("Read more.") are shorter.
pub(super) const SENTENCE_WORDS: usize = 7;
/// Fewest and most words of a headline.
pub(super) const HEADLINE_WORDS: std::ops::RangeInclusive<usize> = 3..=30;
/// Most words of a heading between paragraphs.
pub(super) const HEADING_WORDS: usize = 10;
/// Most words of a title in a list of links.
pub(super) const LINK_WORDS: usize = 25;
/// Fewest lines that make a list of links; two dated lines happen in a text.
pub(super) const LINKS: usize = 3;
/// Most words of a caption: agencies' captions have 20 to 60.
pub(super) const CAPTION_WORDS: usize = 90;
/// Longest line, in bytes, that can be something else than text: a caption is
/// the longest of them.
pub(super) const LONGEST_LABEL: usize = 1_200;
/// Most dated links of which the dates are kept as evidence.
pub(super) const REJECTED: usize = 12;
/// Most words of a line about address, telephone or rights.
pub(super) const FOOTER_WORDS: usize = 40;

/// Lines that stand where an advertisement stood. The whole line.
#[rustfmt::skip]
pub(super) const ADVERTISEMENTS: &[&str] = &[
    "advertisement", "advertisements", "advertising", "advert", "ad", "ads", "sponsored",
    "sponsored content", "sponsored links", "promoted content", "paid content", "ad feedback",
    "advertisement - scroll to continue", "scroll to continue", "story continues below advertisement",
    "story continues below this ad", "article continues below", "article continues below advertisement",
    "continue reading below advertisement", "skip advertisement", "report this ad", "close ad",
    "loading…", "loading...", "loading",
    "anzeige", "werbung", "publicité", "publicite", "annonce", "annonser", "annons", "publicidad",
    "anuncio", "anuncios", "publicidade", "continua após a publicidade", "pubblicità", "advertentie",
    "reclame", "mainos", "mainoksia", "reklama", "reklam", "reklame", "hirdetés", "publicitate",
    "реклама", "διαφήμιση", "פרסומת", "إعلان", "اعلان", "إعلانات", "تبلیغات", "विज्ञापन", "广告",
    "廣告", "広告", "pr", "광고", "โฆษณา", "quảng cáo", "iklan",
];

/// Buttons and menus of sites. The whole line.
#[rustfmt::skip]
pub(super) const BUTTONS: &[&str] = &[
    "share", "share this", "share this article", "share this story", "share this post", "share on facebook",
    "share on twitter", "share on x", "share on linkedin", "share on whatsapp", "share via email", "tweet", "tweet this",
    "pin", "pin it", "email", "e-mail", "email this", "email this article", "print", "print this",
    "print this article", "facebook", "twitter", "linkedin", "whatsapp", "telegram", "reddit",
    "pinterest", "instagram", "youtube", "copy link", "link copied", "save", "save article", "bookmark", "like",
    "follow", "follow us", "subscribe", "sign up", "sign in", "log in", "login", "register", "menu",
    "search", "home", "close", "skip to content", "skip to main content", "back to top", "listen",
    "listen to this article", "play", "pause", "watch", "video", "photo", "photos", "gallery", "view gallery", "more",
    "show more", "load more", "read more", "read full article", "continue reading", "next", "previous", "reply",
    "comment", "font size", "text size", "aa", "a a a", "enlarge", "enlarge this image", "toggle caption", "hide caption",
    "teilen", "drucken", "merken", "kommentieren", "startseite", "partager", "imprimer", "accueil",
    "compartir", "imprimir", "inicio", "compartilhar", "condividi", "stampa", "delen", "del", "dela",
    "jaa", "udostępnij", "поделиться", "печать", "分享", "シェア", "ツイート", "印刷", "공유", "مشاركة", "طباعة",
];

/// What leads to another article. The line begins with it and a colon, or is it.
#[rustfmt::skip]
pub(super) const ELSEWHERE: &[&str] = &[
    "related", "related story", "related stories", "related article", "related articles", "related news",
    "related coverage", "related content", "related posts", "related topics", "related links", "read more", "read also", "read next",
    "read this", "also read", "see also", "see more", "more on this", "more on this story", "more news",
    "more stories", "more from", "recommended", "recommended for you", "you may also like",
    "you might also like", "don't miss", "trending", "trending now", "most read", "most popular",
    "most viewed", "top stories", "latest news", "latest stories", "recent posts", "popular posts",
    "up next", "editor's picks", "editors' picks", "in case you missed it", "watch more", "watch also", "in other news",
    "also on our site", "from our partners", "around the web", "background", "what to read next",
    "mehr zum thema", "lesen sie auch", "lesen sie mehr", "auch interessant", "weitere artikel",
    "meistgelesen", "das könnte sie auch interessieren", "lire aussi", "à lire aussi", "voir aussi",
    "sur le même sujet", "les plus lus", "lea también", "lee también", "te puede interesar",
    "le puede interesar", "noticias relacionadas", "lo más leído", "leia também", "leia mais",
    "veja também", "notícias relacionadas", "mais lidas", "leggi anche", "articoli correlati",
    "potrebbe interessarti", "lees ook", "lees meer", "meer over", "läs också", "läs mer", "læs også",
    "les også", "lue myös", "czytaj też", "czytaj także", "zobacz też", "čtěte také", "olvassa el",
    "citește și", "читайте также", "по теме", "материалы по теме", "читайте також", "ilgili haberler",
    "διαβάστε επίσης", "اقرأ أيضا", "اقرأ أيضاً", "مواضيع ذات صلة", "קראו גם", "相关新闻", "相关阅读", "延伸阅读",
    "相關新聞", "延伸閱讀", "関連記事", "あわせて読みたい", "관련기사", "관련 기사",
];

/// After a heading of this kind readers speak, and no longer the article. The
/// whole line, apart from a number.
#[rustfmt::skip]
pub(super) const COMMENTS: &[&str] = &[
    "comments", "comment", "comments are closed", "no comments", "no comments yet", "leave a comment",
    "leave a reply", "post a comment", "add a comment", "write a comment", "join the conversation",
    "join the discussion", "have your say", "view comments", "show comments", "reader comments",
    "comments on this story", "what do you think", "responses", "replies",
    "kommentare", "kommentar schreiben", "schreiben sie einen kommentar", "schreibe einen kommentar",
    "commentaires", "laisser un commentaire", "comentarios", "deja un comentario", "deja una respuesta",
    "comentários", "deixe um comentário", "commenti", "lascia un commento", "reacties", "kommentarer",
    "kommentit", "komentarze", "komentáře", "комментарии", "оставить комментарий", "коментарі",
    "yorumlar", "σχόλια", "التعليقات", "תגובות", "评论", "評論", "留言", "コメント", "댓글",
];

/// What opens the lines of rights. The line begins with it.
pub(super) const RIGHTS: &[&str] = &[
    "©",
    "(c) ",
    "copyright",
    "all rights reserved",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "todos los derechos reservados",
    "todos os direitos reservados",
    "tutti i diritti riservati",
    "все права защищены",
    "版权所有",
    "無断転載",
    "this material may not be published",
    "reproduction without permission",
    "terms of use",
    "terms of service",
    "privacy policy",
];

/// Requests to the reader. The line begins with it and is short.
#[rustfmt::skip]
pub(super) const TO_THE_READER: &[&str] = &[
    "sign up for", "sign up to", "subscribe to", "follow us on", "follow @", "like us on", "join us on",
    "join our", "download our", "download the", "get the latest", "get our", "click here", "tap here",
    "support our", "become a member", "send us your", "have a tip", "got a tip", "share your thoughts",
    "we use cookies", "this site uses cookies", "this website uses cookies", "by continuing to",
    "accept all cookies", "abonnieren sie", "melden sie sich", "folgen sie uns", "suivez-nous",
    "abonnez-vous", "inscrivez-vous", "síguenos", "suscríbete", "siga-nos", "assine", "seguici",
    "iscriviti", "volg ons", "подписывайтесь", "подпишитесь", "关注我们", "訂閱",
];

/// What opens a list of keywords, with a colon.
pub(super) const KEYWORDS: &[&str] = &[
    "tags",
    "tagged",
    "keywords",
    "key words",
    "topics",
    "filed under",
    "schlagwörter",
    "schlagworte",
    "themen",
    "mots-clés",
    "etiquetas",
    "palavras-chave",
    "parole chiave",
    "теги",
    "метки",
    "标签",
    "關鍵字",
];

/// What opens the line of who wrote it. English "by" needs a name after it.
pub(super) const BYLINES: &[&str] = &[
    "by ",
    "by: ",
    "written by ",
    "words by ",
    "reported by ",
    "author: ",
    "authors: ",
    "von ",
    "autor: ",
    "autorin: ",
    "par ",
    "por ",
    "autor/a: ",
    "di ",
    "a cura di ",
    "door ",
    "av ",
    "af ",
    "autor ",
    "автор: ",
    "автор ",
    "текст: ",
    "記者",
    "记者",
    "文／",
    "文/",
    "作者：",
    "作者:",
    "記者／",
];

/// What opens a line that dates the page, before a colon or a date.
#[rustfmt::skip]
pub(super) const DATED: &[&str] = &[
    "published", "published on", "published at", "first published", "posted", "posted on", "posted at", "date",
    "updated", "last updated", "updated on", "last modified", "modified", "created", "on",
    "veröffentlicht", "veröffentlicht am", "aktualisiert", "stand", "datum", "publié le", "publié",
    "mis à jour le", "le", "publicado", "publicado el", "actualizado", "fecha", "publicado em",
    "atualizado em", "pubblicato", "pubblicato il", "aggiornato", "gepubliceerd", "gepubliceerd op",
    "publicerad", "publisert", "julkaistu", "opublikowano", "опубликовано", "обновлено", "дата",
    "发布时间", "发布", "更新时间", "公開", "更新", "配信", "입력", "수정",
];

/// Lines of measure about the text. The line ends with it and is short: "3 min read".
pub(super) const READING_TIME: &[&str] = &[
    "min read",
    "minute read",
    "minutes read",
    "min lesezeit",
    "min de lecture",
    "min de lectura",
    "views",
    "shares",
];

/// What parts the end of a press release or an agency's report from what is
/// written under it. The whole line, as written.
pub(super) const END_MARKS: &[&str] = &[
    "###", "# # #", "##", "-30-", "- 30 -", "—30—", "-ends-", "- ends -", "ends", "-ende-",
    "(ends)", "-END-", "- END -", "ENDS",
];

/// Headings of a text about the company, the author or the site that stands at
/// the end of releases. The line begins with it and has few words.
pub(super) const ABOUT: &[&str] = &[
    "about us",
    "about the author",
    "about the company",
    "media contact",
    "media contacts",
    "press contact",
    "press contacts",
    "contact",
    "contacts",
    "contact information",
    "for more information",
    "for further information",
    "notes to editors",
    "note to editors",
    "über uns",
    "über den autor",
    "über die autorin",
    "pressekontakt",
    "à propos",
    "contact presse",
    "contacto de prensa",
    "acerca de",
    "sobre nosotros",
    "forward-looking statements",
];

/// A credit within or around a caption: agencies and what photographs are called.
#[rustfmt::skip]
pub(super) const CREDITS: &[&str] = &[
    "ap photo", "(ap photo", "afp photo", "reuters photo", "photo by", "photo:", "photos:", "photo/", "photo courtesy", "courtesy photo",
    "photograph:", "photograph by", "picture:", "image:", "image credit", "photo credit", "picture credit", "file photo",
    "file picture", "file image", "file pic", "getty images", "/getty", "(getty", "via getty", "/reuters)", "/afp)", "/ap)", "/epa)",
    "/epa-efe", "via ap)", "(reuters)", "(file)", "[file:", "[file]", "shutterstock", "istock", "wikimedia commons", "handout via", "/handout",
    "foto:", "fotos:", "archivbild", "archivfoto", "symbolbild", "bild:", "quelle:", "/dpa", "picture alliance", "imago images",
    "photo d'archives", "crédit photo", "crédit :", "crédits", "© afp", "foto de archivo", "foto de arquivo", "foto d'archivio",
    "crédito:", "fotografía:", "fotografía de archivo", "фото:", "фото ", "архивное фото", "zdjęcie:", "fot.", "kuva:", "foto af",
    "图:", "图：", "图为", "資料圖", "资料图", "資料照", "圖：", "写真：", "写真=", "資料写真", "撮影", "사진=", "사진:", "صورة", "תמונה:", "צילום:",
];

/// Where somebody stands in a picture. In a report nobody is ", center,".
#[rustfmt::skip]
pub(super) const PLACES: &[&str] = &[
    ", center,", ", centre,", ", left,", ", right,", " (left)", " (right)", " (center)", " (centre)", " (l)", " (r)", " (c)",
    ", center, ", "from left", "from right", "from the left", "from the right", "at left", "at right", "foreground", "pictured",
    "is seen here", "are seen here", "seen here", "seen in this", "is seen in", "are seen in", "shown here", "in this photo", "in this image",
    "in this picture", "in this file", "second left", "second right", "second from", "third from", "far left", "far right", "front row",
    "back row", "looks on", ", l,", ", r,", ", c,", "l-r", "l to r", "(top)", "(bottom)", ", background,", "in the background",
    "(links)", "(rechts)", "(mitte)", ", links,", ", rechts,", "von links", "v.l.", "im bild", "(à gauche)", "(à droite)", "à gauche,", "à droite,",
    "de gauche à droite", "(izquierda)", "(derecha)", "a la izquierda", "de izquierda a derecha", "(à esq", "(à dir", "à esquerda", "à direita",
    "(a sinistra)", "(a destra)", "da sinistra", "(слева)", "(справа)", "слева направо", "(左)", "(右)", "（左）", "（右）", "左起", "右起", "左から", "(왼쪽)", "(오른쪽)",
];

/// What people do in pictures: in captions the present, in reports the past. Words
/// that are nouns as often (talks, work, March) are none of them.
#[rustfmt::skip]
pub(super) const POSES: &[&str] = &[
    "arrives", "arrive", "speaks", "speak", "poses", "pose", "walks", "shakes", "shake", "waves", "gestures", "stands",
    "stand", "attends", "attend", "holds", "addresses", "listens", "listen", "leaves", "looks", "smiles", "smile", "sits",
    "sit", "greets", "greet", "meets", "meet", "gather", "gathers", "delivers", "carries", "carry", "inspects", "watches",
    "rises", "billows", "testifies", "reacts", "celebrates", "celebrate", "marches", "rides", "prepares", "applaud", "applauds",
];

/// Words of speech. A line with one reports, and is no caption.
pub(super) const SPEECH: &[&str] = &[
    " said",
    " told ",
    " says ",
    " added",
    " according to ",
    " announced",
    " reported",
    " sagte ",
    " a déclaré",
    " dijo ",
    " disse ",
];

/// How the second half of compounds with names ends: "-backed", "-led", "-speaking".
pub(super) const SPUN_ENDINGS: &[&str] = &[
    "ed", "led", "held", "run", "born", "made", "built", "ing", "era", "wide", "style", "owned",
    "friendly", "funded",
];

/// Most paragraphs about the company, the author or the contact at a text's end.
pub(super) const ABOUT_PARAGRAPHS: usize = 5;

/// Most lines under a label such as "Related"; sites list three to ten.
pub(super) const LINKS_UNDER_LABEL: usize = 15;
