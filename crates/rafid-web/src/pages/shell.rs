//! What every page has around its content, and the words and addresses that templates ask for.

use std::borrow::{Borrow, Cow};
use std::sync::Arc;

use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rafid_analysis::related::{Reason, ReasonKind};
use rafid_arabic::dates::format::Style;
use rafid_arabic::plural::{Digits, Forms};
use rafid_core::{ArticleId, CopyKind, StoryId};

use super::json_ld::JsonLd;
use super::slug::slug;
use crate::assets;
use crate::locale::{Clock, Locale, Texts};
use crate::portal::story::CopiedFrom;
use crate::portal::{Copy, Lineage, Portal, StoryCard};
use crate::settings::WebSettings;
use crate::view::{Card, Outlet};

/// Everything but letters, digits and `-._~` (RFC 3986, unreserved).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// An addition of a smaller share of the text goes without saying: shares are estimates.
const WORTH_SAYING: f32 = 0.05;

/// `text` as one segment of a path or one value of a query.
pub(crate) fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// The frame of a page.
#[derive(Debug, Clone)]
pub(crate) struct Shell {
    pub locale: Locale,
    pub t: &'static Texts,
    pub clock: Clock,
    pub settings: Arc<WebSettings>,
    /// The page's address without its language.
    pub path: String,
    /// Empty on the front page.
    pub title: String,
    pub description: String,
    /// The address that search engines should know instead of this one.
    pub canonical: Option<String>,
    pub image: Option<String>,
    /// When what the page shows was published; only articles have it.
    pub published: Option<Timestamp>,
    /// Below which `feed.rss` and `feed.atom` are: `/source/x/`, with a query behind `?` if need be.
    pub feed: Option<(String, String)>,
    pub json_ld: Option<JsonLd>,
    /// What stands in the search box.
    pub q: String,
    /// How many articles there were when the page was made, for the bar that says what is new.
    pub live_articles: Option<u64>,
    pub noindex: bool,
}

impl Shell {
    pub fn new(portal: &Portal, locale: Locale, path: &str) -> Self {
        Self::with(portal.settings.clone(), locale, path, Timestamp::now())
    }

    pub fn with(settings: Arc<WebSettings>, locale: Locale, path: &str, now: Timestamp) -> Self {
        let (digits, months) = (settings.digits, settings.months);
        let clock = Clock { locale, style: Style { months, digits }, zone: settings.time_zone.clone(), now };
        let path = path.strip_prefix(locale.prefix()).unwrap_or(path);
        Self {
            locale,
            t: locale.texts(),
            clock,
            path: if path.starts_with('/') { path.to_owned() } else { format!("/{path}") },
            title: String::new(),
            description: locale.texts().tagline.to_owned(),
            canonical: None,
            image: None,
            published: None,
            feed: None,
            json_ld: None,
            q: String::new(),
            live_articles: None,
            noindex: false,
            settings,
        }
    }

    pub fn site_name(&self) -> &str {
        self.settings.site_name.as_deref().unwrap_or(self.t.site_name)
    }

    /// For `<title>`: without the characters that would turn the browser's tab around.
    pub fn head_title(&self) -> String {
        let title: String = self.title.chars().filter(|c| !is_direction_control(*c)).collect();
        if title.is_empty() {
            format!("{} — {}", self.site_name(), self.t.tagline)
        } else {
            format!("{title} — {}", self.site_name())
        }
    }

    // addresses

    pub fn href(&self, path: &str) -> String {
        match (self.locale.prefix(), path) {
            ("", path) => path.to_owned(),
            (prefix, "/") => prefix.to_owned(),
            (prefix, path) => format!("{prefix}{path}"),
        }
    }

    /// The whole address of a `path` of ours, for other programs; where the portal does not know its own address, `path` itself.
    pub fn absolute(&self, path: impl AsRef<str>) -> String {
        let base = self.settings.base_url.as_ref().map(|base| base.as_str().trim_end_matches('/')).unwrap_or_default();
        format!("{base}{}", path.as_ref())
    }

    /// This page in the other language.
    pub fn other_language(&self) -> String {
        Shell { locale: self.locale.other(), ..self.clone() }.href(&self.path)
    }

    pub fn article(&self, id: &ArticleId) -> String {
        self.href(&format!("/a/{id}"))
    }

    /// An article's address with its headline's words.
    pub fn read(&self, card: &Card) -> String {
        self.href(&format!("/a/{}", slug(card.id, &card.title)))
    }

    /// A story's address with its headline's words.
    pub fn follow(&self, story: &StoryCard) -> String {
        self.href(&format!("/s/{}", slug(story.id, &story.lead.title)))
    }

    pub fn changes(&self, id: &ArticleId) -> String {
        self.href(&format!("/a/{id}/changes"))
    }

    pub fn story(&self, id: &StoryId) -> String {
        self.href(&format!("/s/{id}"))
    }

    pub fn outlet(&self, outlet: &Outlet) -> String {
        self.href(&format!("/source/{}", segment(&outlet.key)))
    }

    pub fn keyword(&self, key: &str) -> String {
        self.href(&format!("/keyword/{}", segment(key)))
    }

    /// The next page of a list.
    pub fn older(&self, cursor: &str) -> String {
        self.href(&format!("{}?cursor={}", self.path, segment(cursor)))
    }

    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    pub fn feed_address(&self, kind: &str) -> Option<String> {
        self.feed.as_ref().map(|(path, query)| format!("{path}feed.{kind}{query}"))
    }

    // times

    pub fn short(&self, at: impl Borrow<Timestamp>) -> String {
        self.clock.short(*at.borrow())
    }

    pub fn full(&self, at: impl Borrow<Timestamp>) -> String {
        self.clock.full(*at.borrow())
    }

    pub fn exact(&self, at: impl Borrow<Timestamp>) -> String {
        self.clock.exact(*at.borrow())
    }

    pub fn machine(&self, at: impl Borrow<Timestamp>) -> String {
        self.clock.machine(*at.borrow())
    }

    // words

    pub fn headline<'a>(&self, card: &'a Card) -> &'a str {
        if card.title.is_empty() { self.t.untitled } else { &card.title }
    }

    /// A country by its code.
    pub fn country(&self, code: impl AsRef<str>) -> String {
        let code = code.as_ref();
        match (rafid_core::country_names(code), self.locale) {
            (Some((arabic, _)), Locale::Ar) => arabic.to_owned(),
            (Some((_, english)), Locale::En) => english.to_owned(),
            (None, _) => code.to_owned(),
        }
    }

    /// By reference, as templates pass it.
    pub fn number_len(&self, n: &usize) -> String {
        self.locale.number(*n as u64, self.settings.digits)
    }

    pub fn say(&self, form: &str, value: impl AsRef<str>) -> String {
        form.replace("{}", value.as_ref())
    }

    pub fn count(&self, n: u64, forms: &Forms<'_>) -> String {
        self.locale.count(n, forms, self.settings.digits)
    }

    pub fn count_len(&self, n: impl Borrow<usize>, forms: &Forms<'_>) -> String {
        self.count(*n.borrow() as u64, forms)
    }

    pub fn count_articles(&self, story: &StoryCard) -> String {
        self.count(u64::from(story.articles), &self.t.articles_n)
    }

    pub fn count_trend(&self, trend: &rafid_analysis::trends::Trend) -> String {
        self.count(u64::from(trend.articles), &self.t.articles_n)
    }

    pub fn live_digits(&self) -> &'static str {
        if self.settings.digits == Digits::ArabicIndic { "arab" } else { "latn" }
    }

    pub fn reason(&self, reason: &Reason) -> Cow<'static, str> {
        match reason.kind {
            ReasonKind::SameStory => self.t.reason_same_story.into(),
            ReasonKind::Earlier => self.t.reason_earlier.into(),
            ReasonKind::FollowUp => self.t.reason_follow_up.into(),
            ReasonKind::SharedNames => self.say(self.t.reason_shared, reason.names.join(self.t.comma)).into(),
            ReasonKind::SameSubject => self.t.reason_same_subject.into(),
        }
    }

    pub fn reasons(&self, reasons: &[Reason]) -> String {
        reasons.iter().map(|reason| self.reason(reason)).collect::<Vec<_>>().join(" · ")
    }

    pub fn copy(&self, copy: &Copy) -> &'static str {
        match copy.kind {
            CopyKind::Copy => self.t.copy,
            CopyKind::EditedCopy => self.t.edited_copy,
        }
    }

    /// Whose text an article of `outlet` carries; its own outlet's earlier one is no copy but another version.
    pub fn copied_from(&self, from: &CopiedFrom, outlet: &Outlet) -> String {
        let form = match from.kind {
            _ if from.outlet.id == outlet.id => return self.t.story_version.to_owned(),
            CopyKind::Copy => self.t.story_copied,
            CopyKind::EditedCopy => self.t.story_edited,
        };
        let from_whom = self.say(form, isolated(&from.outlet.name));
        if from.kept > 0.0 { [from_whom, self.kept(from.kept)].join(self.t.comma) } else { from_whom }
    }

    /// How much of a text was kept: «احتُفظ بـ٩٢٪ من النص».
    pub fn kept(&self, share: impl Borrow<f32>) -> String {
        self.say(self.t.kept, self.percent(*share.borrow()))
    }

    /// Where an article's text comes from and what became of it; its own outlet's earlier one is no copy but another version.
    pub fn lineage(&self, lineage: &Lineage, outlet: &Outlet) -> String {
        let first = &lineage.first.outlet;
        let mut parts = match &lineage.agency {
            _ if first.id == outlet.id => vec![self.t.story_version.to_owned()],
            Some(agency) => {
                vec![self.say(self.t.credited_to, isolated(agency)), self.say(self.t.seen_first_at, isolated(&first.name))]
            }
            None => vec![self.say(self.t.credited_to, isolated(&first.name))],
        };
        parts.push(self.kept(lineage.kept));
        if lineage.added >= WORTH_SAYING {
            parts.push(self.say(self.t.added, self.percent(lineage.added)));
        }
        parts.join(self.t.comma)
    }

    fn percent(&self, share: f32) -> String {
        let number = self.locale.number((share.clamp(0.0, 1.0) * 100.0).round() as u64, self.settings.digits);
        let sign = if number.is_ascii() { '%' } else { '٪' };
        format!("{number}{sign}")
    }

    /// Names of the first outlets of a story, each once.
    pub fn outlet_names<'a>(&self, story: &'a StoryCard) -> Vec<&'a Arc<Outlet>> {
        story.outlets.iter().take(4).collect()
    }

    pub fn other_outlets(&self, story: &StoryCard) -> Option<String> {
        let others = story.outlets.len().saturating_sub(4);
        (others > 0).then(|| self.count_len(others, &self.t.other_outlets_n))
    }

    /// The direction of a publisher's text, for its `dir`.
    pub fn dir(&self, text: impl AsRef<str>) -> &'static str {
        direction(text.as_ref()).unwrap_or(self.locale.dir())
    }
}

/// `text` so that it cannot turn around what stands beside it (UAX #9: first strong isolate).
pub(crate) fn isolated(text: &str) -> String {
    let text: String = text.chars().filter(|c| !is_direction_control(*c)).collect();
    format!("\u{2068}{text}\u{2069}")
}

fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What most of the first letters of `text` are; a Latin name at its head does not make an Arabic headline left-to-right.
fn direction(text: &str) -> Option<&'static str> {
    let (mut rtl, mut ltr) = (0u32, 0u32);
    for c in text.chars().take(200) {
        match c {
            '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => rtl += 1,
            _ if c.is_alphabetic() => ltr += 1,
            _ => {}
        }
    }
    match () {
        () if rtl == 0 && ltr == 0 => None,
        // Latin words are longer on the page than they weigh in a headline.
        () if rtl * 2 >= ltr => Some("rtl"),
        () => Some("ltr"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(locale: Locale) -> Shell {
        Shell::with(Arc::default(), locale, "/", Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn addresses_are_encoded_and_keep_their_language() {
        assert_eq!(shell(Locale::Ar).keyword("كأس / \"<"), "/keyword/%D9%83%D8%A3%D8%B3%20%2F%20%22%3C");
        assert_eq!(shell(Locale::En).href("/"), "/en");
        assert_eq!(shell(Locale::En).article(&ArticleId(5)), "/en/a/5");
        assert_eq!(shell(Locale::En).other_language(), "/");
        assert_eq!(Shell::with(Arc::default(), Locale::En, "/en/a/5", Timestamp::UNIX_EPOCH).other_language(), "/a/5");
    }

    #[test]
    fn direction_is_that_of_most_letters() {
        assert_eq!(direction("CNN: وصول القافلة إلى المدينة"), Some("rtl"));
        assert_eq!(direction("The caravan of مدينة arrives today"), Some("ltr"));
        assert_eq!(direction("2026 — 12:30"), None);
    }

    #[test]
    fn a_title_cannot_turn_the_tab_around() {
        let shell = Shell { title: "أ\u{202E}ب".into(), ..shell(Locale::Ar) };
        assert_eq!(shell.head_title(), "أب — رافد");
        assert_eq!(isolated("x\u{2069}\u{202E}"), "\u{2068}x\u{2069}");
    }
}
