//! Element names as a small enum, so that the rules of the tree compare bytes instead of strings.

/// Packs a name of at most 16 bytes into an integer; the comparison of names is then one of numbers.
const fn key(name: &[u8]) -> u128 {
    let mut packed = 0u128;
    let mut n = 0;
    while n < name.len() {
        packed = packed << 8 | name[n].to_ascii_lowercase() as u128;
        n += 1;
    }
    packed
}

macro_rules! tags {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// The name of an element. `Text`, `Document` and `Other` are not elements of HTML: a run of text, the root,
        /// and any element that no rule of ours speaks of (its name is kept in the node).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Tag { Document, Text, Other, $($variant),* }

        #[allow(non_upper_case_globals)]
        mod keys { $(pub(super) const $variant: u128 = super::key($name.as_bytes());)* }

        impl Tag {
            /// How many tags there are: the length of a table indexed by tag.
            pub const COUNT: usize = [Tag::Document, Tag::Text, Tag::Other, $(Tag::$variant),*].len();

            /// The tag of a name in any case; `Other` for names without a rule.
            pub fn from_name(name: &[u8]) -> Tag {
                if name.len() > 16 { return Tag::Other; }
                match key(name) { $(keys::$variant => Tag::$variant,)* _ => Tag::Other }
            }
        }
    };
}

tags! {
    A = "a", Abbr = "abbr", Address = "address", Area = "area", Article = "article", Aside = "aside", Audio = "audio",
    B = "b", Base = "base", Blockquote = "blockquote", Body = "body", Br = "br", Button = "button", Canvas = "canvas",
    Caption = "caption", Center = "center", Cite = "cite", Code = "code", Col = "col", Colgroup = "colgroup", Dd = "dd",
    Del = "del", Details = "details", Dialog = "dialog", Dir = "dir", Div = "div", Dl = "dl", Dt = "dt", Em = "em",
    Embed = "embed", Fieldset = "fieldset", Figcaption = "figcaption", Figure = "figure", Font = "font", Footer = "footer",
    Form = "form", H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4", H5 = "h5", H6 = "h6", Head = "head", Header = "header",
    Hgroup = "hgroup", Hr = "hr", Html = "html", I = "i", Iframe = "iframe", Img = "img", Input = "input", Label = "label",
    Legend = "legend", Li = "li", Link = "link", Main = "main", Math = "math", Menu = "menu", Meta = "meta", Nav = "nav",
    Noembed = "noembed", Noframes = "noframes", Noscript = "noscript", Object = "object", Ol = "ol", Option = "option",
    P = "p", Param = "param", Picture = "picture", Plaintext = "plaintext", Pre = "pre", S = "s", Script = "script",
    Section = "section", Select = "select", Small = "small", Source = "source", Span = "span", Strong = "strong",
    Style = "style", Sub = "sub", Summary = "summary", Sup = "sup", Svg = "svg", Table = "table", Tbody = "tbody", Td = "td",
    Template = "template", Textarea = "textarea", Tfoot = "tfoot", Th = "th", Thead = "thead", Time = "time",
    Title = "title", Tr = "tr", Track = "track", U = "u", Ul = "ul", Video = "video", Wbr = "wbr", Xmp = "xmp",
    AmpImg = "amp-img", AmpAd = "amp-ad",
}

impl Tag {
    /// Elements that never have content.
    pub fn is_void(self) -> bool {
        use Tag::*;
        matches!(self, Area | Base | Br | Col | Embed | Hr | Img | Input | Link | Meta | Param | Source | Track | Wbr)
    }

    /// Elements whose content is text up to their own end tag.
    pub fn is_raw_text(self) -> bool {
        use Tag::*;
        matches!(self, Script | Style | Textarea | Title | Iframe | Xmp | Noembed | Noframes | Plaintext)
    }

    /// Elements that may stand in `head`.
    pub fn is_head_content(self) -> bool {
        use Tag::*;
        matches!(self, Base | Link | Meta | Title | Script | Style | Noscript | Template)
    }

    /// Inline elements whose crossed end tags the standard mends with its adoption agency.
    pub fn is_formatting(self) -> bool {
        use Tag::*;
        matches!(self, A | B | Code | Em | Font | I | S | Small | Strong | U)
    }

    /// What stands on a line of its own: the elements that end a paragraph when they begin.
    pub fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Center
                | Details
                | Dialog
                | Dir
                | Div
                | Dl
                | Dd
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Header
                | Hgroup
                | Hr
                | Li
                | Main
                | Menu
                | Nav
                | Ol
                | P
                | Plaintext
                | Pre
                | Section
                | Summary
                | Table
                | Ul
                | Xmp
        )
    }

    /// The standard's "special" elements, which end the search for an inline element's start tag.
    pub fn is_special(self) -> bool {
        use Tag::*;
        self.is_block()
            || self.is_table_part()
            || matches!(self, Body | Html | Head | Button | Object | Select | Template | Iframe | Noscript | Document)
    }

    /// Rows, cells and groups of a table.
    pub fn is_table_part(self) -> bool {
        use Tag::*;
        matches!(self, Caption | Colgroup | Tbody | Td | Tfoot | Th | Thead | Tr)
    }

    /// What an end tag may not reach across.
    pub fn bounds_scope(self) -> bool {
        use Tag::*;
        matches!(self, Caption | Html | Table | Td | Th | Object | Template | Document)
    }

    pub fn is_heading(self) -> bool {
        use Tag::*;
        matches!(self, H1 | H2 | H3 | H4 | H5 | H6)
    }

    /// Elements whose text no reader sees as prose.
    pub fn is_invisible(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Script
                | Style
                | Textarea
                | Title
                | Iframe
                | Xmp
                | Noembed
                | Noframes
                | Template
                | Head
                | Select
                | Option
                | Canvas
                | Svg
                | Math
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_case() {
        assert_eq!(Tag::from_name(b"DiV"), Tag::Div);
        assert_eq!(Tag::from_name(b"blockquote"), Tag::Blockquote);
        assert_eq!(Tag::from_name(b"amp-img"), Tag::AmpImg);
        for name in [&b"bdi"[..], b"a-name-longer-than-sixteen", b""] {
            assert_eq!(Tag::from_name(name), Tag::Other);
        }
    }
}
