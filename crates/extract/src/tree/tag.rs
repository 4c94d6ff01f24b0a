//! Names of elements, as small numbers, and what the parser knows of each.

macro_rules! tags {
    ($($name:ident = $text:literal: $class:ident),* $(,)?) => {
        /// An element's name. Names that HTML does not know are [`Tag::Other`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs)] // each is the element that it is called after
        pub enum Tag { $($name),*, Other }

        impl Tag {
            /// How many there are.
            pub(super) const COUNT: usize = Tag::Other as usize + 1;

            /// The tag with a name in lower case.
            pub(super) fn find(name: &[u8]) -> Tag {
                // Comparing lengths first decides nearly always.
                match name { $(n if n == $text.as_bytes() => Tag::$name,)* _ => Tag::Other }
            }

            /// Its name; empty for [`Tag::Other`].
            pub fn name(self) -> &'static str {
                match self { $(Tag::$name => $text,)* Tag::Other => "" }
            }

            /// How the parser treats it.
            pub(super) fn class(self) -> Class {
                match self { $(Tag::$name => Class::$class,)* Tag::Other => Class::Inline }
            }
        }
    };
}

/// How the parser treats an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Never has content.
    Void,
    /// Its content is text up to its end tag.
    Raw,
    /// The same, with character references.
    Escapable,
    /// Stands in lines of text; ends where the block around it ends.
    Inline,
    /// Ends a paragraph where it begins.
    Block,
    /// A block that hides what is open outside it from end tags inside it.
    Scope,
}

// In the order of how often they come in pages, because names are looked up in it.
tags! {
    Div = "div": Block, A = "a": Inline, Span = "span": Inline, Li = "li": Block, P = "p": Block,
    Img = "img": Void, Script = "script": Raw, I = "i": Inline, Ul = "ul": Block,
    Meta = "meta": Void, Link = "link": Void, Br = "br": Void, Path = "path": Inline,
    Svg = "svg": Inline, Input = "input": Void, Button = "button": Inline, H3 = "h3": Block,
    Td = "td": Scope, Tr = "tr": Block, Strong = "strong": Inline, B = "b": Inline,
    Em = "em": Inline, H2 = "h2": Block, Style = "style": Raw, Section = "section": Block,
    Article = "article": Block, Figure = "figure": Block, Option = "option": Inline,
    Source = "source": Void, Picture = "picture": Inline, Time = "time": Inline,
    Noscript = "noscript": Inline, H4 = "h4": Block, Label = "label": Inline, Form = "form": Block,
    Header = "header": Block, Footer = "footer": Block, Nav = "nav": Block, Aside = "aside": Block,
    Iframe = "iframe": Raw, H1 = "h1": Block, H5 = "h5": Block, H6 = "h6": Block,
    Figcaption = "figcaption": Block, Blockquote = "blockquote": Block, Table = "table": Scope,
    Tbody = "tbody": Block, Thead = "thead": Block, Tfoot = "tfoot": Block, Th = "th": Scope,
    Caption = "caption": Scope, Col = "col": Void, Colgroup = "colgroup": Block,
    Ol = "ol": Block, Dl = "dl": Block, Dt = "dt": Block, Dd = "dd": Block, Hr = "hr": Void,
    Main = "main": Block, Html = "html": Block, Head = "head": Block, Body = "body": Block,
    Title = "title": Escapable, Textarea = "textarea": Escapable, Select = "select": Inline,
    Optgroup = "optgroup": Inline, Pre = "pre": Block, Code = "code": Inline, U = "u": Inline,
    S = "s": Inline, Sup = "sup": Inline, Sub = "sub": Inline, Small = "small": Inline,
    Big = "big": Inline, Font = "font": Inline, Center = "center": Block, Cite = "cite": Inline,
    Q = "q": Inline, Abbr = "abbr": Inline, Del = "del": Inline, Ins = "ins": Inline,
    Mark = "mark": Inline, Kbd = "kbd": Inline, Tt = "tt": Inline, Strike = "strike": Inline,
    Address = "address": Block, Details = "details": Block, Summary = "summary": Block,
    Dialog = "dialog": Block, Fieldset = "fieldset": Block, Legend = "legend": Block,
    Menu = "menu": Block, Hgroup = "hgroup": Block, Search = "search": Block, Dir = "dir": Block,
    Video = "video": Inline, Audio = "audio": Inline, Track = "track": Void, Embed = "embed": Void,
    Object = "object": Scope, Param = "param": Void, Canvas = "canvas": Inline, Map = "map": Inline,
    Area = "area": Void, Base = "base": Void, Wbr = "wbr": Void, Template = "template": Scope,
    Math = "math": Inline, Xmp = "xmp": Raw, Noembed = "noembed": Raw, Noframes = "noframes": Raw,
    Frame = "frame": Void, Frameset = "frameset": Block, Plaintext = "plaintext": Raw,
    Listing = "listing": Block, Marquee = "marquee": Scope, Applet = "applet": Scope,
    Nobr = "nobr": Inline, Data = "data": Inline, Output = "output": Inline, Ruby = "ruby": Inline,
    Rt = "rt": Inline, Rp = "rp": Inline, Bdi = "bdi": Inline, Bdo = "bdo": Inline,
    Var = "var": Inline, Samp = "samp": Inline, Dfn = "dfn": Inline, Progress = "progress": Inline,
    Meter = "meter": Inline, Slot = "slot": Inline, Use = "use": Inline, G = "g": Inline,
}

impl Tag {
    /// Whether it stands in lines of text instead of beginning a new one.
    pub fn is_inline(self) -> bool {
        matches!(self.class(), Class::Inline) || matches!(self, Tag::Img | Tag::Wbr | Tag::Input)
    }

    /// The level of a heading, 1 to 6.
    pub fn heading(self) -> Option<u8> {
        match self {
            Tag::H1 => Some(1),
            Tag::H2 => Some(2),
            Tag::H3 => Some(3),
            Tag::H4 => Some(4),
            Tag::H5 => Some(5),
            Tag::H6 => Some(6),
            _ => None,
        }
    }
}
