//! The starter list: Arabic outlets by country, as data (`data/starter_outlets.tsv`). Nothing here contacts anybody.

use rafid_core::{DisplayPolicy, FeedKind, FollowDraft, SourceDraft, WebUrl};

use crate::outlet_key;

const LIST: &str = include_str!("../data/starter_outlets.tsv");

/// The countries of the Arab League, ISO 3166-1 alpha-2.
pub const ARAB_COUNTRIES: [&str; 22] = [
    "AE", "BH", "DJ", "DZ", "EG", "IQ", "JO", "KM", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SO", "SY", "TN",
    "YE",
];

/// What stands for broadcasters and papers with readers in all countries.
pub const INTERNATIONAL: &str = "INT";

/// An outlet of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarterOutlet {
    /// The host of its home page without `www.`.
    pub key: String,
    /// One of [`ARAB_COUNTRIES`], or [`INTERNATIONAL`].
    pub group: &'static str,
    /// Where it is based, ISO 3166-1 alpha-2.
    pub country: &'static str,
    pub name_ar: &'static str,
    pub name_en: &'static str,
    pub home: WebUrl,
    /// `None` where no feed is known for sure: the home page is read as a list of articles.
    pub feed: Option<WebUrl>,
}

/// The outlets in the order of the list.
pub fn outlets() -> Vec<StarterOutlet> {
    LIST.lines().filter(|line| !line.starts_with('#')).filter_map(outlet).collect()
}

fn outlet(line: &'static str) -> Option<StarterOutlet> {
    let mut fields = line.split('\t').map(str::trim);
    let (country, name_ar, name_en, home, feed) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let (group, country) = country.split_once(':').unwrap_or((country, country));
    let home = WebUrl::new(home)?;
    Some(StarterOutlet { key: outlet_key(&home), group, country, name_ar, name_en, home, feed: WebUrl::new(feed) })
}

impl StarterOutlet {
    /// Whether it is meant by one of these countries (in any case); all are meant by none.
    pub fn is_of(&self, countries: &[String]) -> bool {
        countries.is_empty() || countries.iter().any(|country| country.eq_ignore_ascii_case(self.group))
    }

    pub fn follow(&self, policy: DisplayPolicy) -> FollowDraft {
        let tags = if self.group == INTERNATIONAL { vec!["دولي".to_owned()] } else { Vec::new() };
        let (url, kind) = match &self.feed {
            Some(feed) => (feed.clone(), FeedKind::Feed),
            None => (self.home.clone(), FeedKind::Listing),
        };
        let source = SourceDraft {
            key: self.key.clone(),
            name: self.name_ar.to_owned(),
            home_url: Some(self.home.clone()),
            country: Some(self.country.to_owned()),
            policy,
            tags,
        };
        FollowDraft { source, url, kind }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_line_of_the_list_is_an_outlet() {
        let lines = LIST.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).count();
        let outlets = outlets();
        assert_eq!(outlets.len(), lines, "a line could not be read");
        assert!(outlets.len() >= 90, "{}", outlets.len());
        let mut keys = HashSet::new();
        for outlet in &outlets {
            assert!(keys.insert(outlet.key.clone()), "{} is there twice", outlet.key);
            let arabic = outlet.name_ar.chars().filter(|c| ('\u{621}'..='\u{64a}').contains(c)).count();
            assert!(arabic >= 2 && !outlet.name_ar.chars().any(|c| c.is_ascii_alphabetic()), "{}", outlet.name_ar);
            assert!(!outlet.name_en.is_empty() && outlet.name_en.is_ascii(), "{}", outlet.name_en);
            assert!(ARAB_COUNTRIES.contains(&outlet.group) || outlet.group == INTERNATIONAL, "{}", outlet.group);
            assert!(outlet.country.len() == 2 && outlet.country.bytes().all(|b| b.is_ascii_uppercase()), "{}", outlet.country);
            for address in std::iter::once(&outlet.home).chain(&outlet.feed) {
                let url = url::Url::parse(address.as_str()).unwrap();
                assert!(url.scheme() == "https" && url.host_str().is_some_and(|host| host.contains('.')), "{address}");
                assert_eq!(url.as_str(), address.as_str(), "not in its normal form");
            }
        }
    }

    #[test]
    fn every_arab_country_is_there_and_can_be_chosen() {
        let outlets = outlets();
        for country in ARAB_COUNTRIES.iter().chain([&INTERNATIONAL]) {
            let asked = [country.to_lowercase()];
            assert!(outlets.iter().any(|outlet| outlet.is_of(&asked)), "{country}");
        }
        assert!(outlets.iter().filter(|outlet| outlet.is_of(&["SD".to_owned()])).all(|outlet| outlet.country == "SD"));
    }

    #[test]
    fn without_a_known_feed_the_home_page_is_read() {
        for outlet in outlets() {
            let draft = outlet.follow(DisplayPolicy::Excerpt);
            let listing = draft.kind == FeedKind::Listing;
            assert_eq!(listing, outlet.feed.is_none(), "{}", outlet.key);
            assert_eq!(draft.url, outlet.feed.unwrap_or(outlet.home));
        }
    }
}
