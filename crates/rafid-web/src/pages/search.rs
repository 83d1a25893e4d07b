//! `/search`: hits with snippets, grouped by story, beside what the whole result consists of. Everything that is chosen stands in the
//! address.

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use rafid_core::{Sort, StoryId};
use serde::Deserialize;

use super::chart::Chart;
use super::{PageError, Shell, respond, samples, shell::segment};
use crate::api::v1::moment;
use crate::locale::Locale;
use crate::portal::{Filters, Portal, SearchParams, SearchResults};

const PER_PAGE: usize = 20;

#[derive(Template)]
#[template(path = "pages/search.html")]
pub(super) struct SearchPage {
    pub shell: Shell,
    pub results: SearchResults,
    pub asked: Asked,
    /// When the result is spread over time.
    pub chart: Option<Chart>,
    /// What the result is narrowed to: how it is called, and the search without it.
    pub chosen: Vec<(String, String)>,
}

/// A search's address.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub(crate) struct Asked {
    pub q: Option<String>,
    sort: Option<String>,
    group: Option<String>,
    source: Option<String>,
    country: Option<String>,
    keyword: Option<String>,
    since: Option<String>,
    until: Option<String>,
    /// A story's number.
    story: Option<String>,
    cursor: Option<String>,
}

impl Asked {
    /// Without what is empty, unknown or the default.
    fn tidy(mut self) -> Self {
        for text in [&mut self.source, &mut self.country, &mut self.keyword, &mut self.cursor] {
            text.take_if(|text| text.trim().is_empty());
        }
        for time in [&mut self.since, &mut self.until] {
            time.take_if(|time| moment(time).is_none());
        }
        self.story.take_if(|story| story.parse::<i64>().is_err());
        self.sort.take_if(|sort| !matches!(sort.as_str(), "new" | "relevance"));
        self.group.take_if(|group| group != "off");
        self
    }

    fn is_sorted(&self, sort: &str) -> bool {
        self.sort.as_deref().unwrap_or("blend") == sort
    }

    fn has_story(&self) -> bool {
        self.story.is_some()
    }

    fn is_grouped(&self) -> bool {
        self.group.is_none() && self.story.is_none()
    }

    pub fn filters(&self) -> Filters {
        let time = |time: &Option<String>| time.as_deref().and_then(moment);
        Filters {
            source: self.source.clone(),
            country: self.country.clone(),
            keyword: self.keyword.clone(),
            since: time(&self.since),
            until: time(&self.until),
            story: self.story.as_ref().and_then(|story| story.parse().ok().map(StoryId)),
        }
    }

    fn params(&self) -> SearchParams {
        let sort = match self.sort.as_deref() {
            Some("new") => Sort::New,
            Some("relevance") => Sort::Relevance,
            _ => Sort::Blend,
        };
        SearchParams {
            sort,
            group: self.is_grouped(),
            facets: true,
            cursor: self.cursor.clone(),
            limit: PER_PAGE,
            filters: self.filters(),
            ..SearchParams::new(self.q.clone().unwrap_or_default())
        }
    }

    /// What stands behind `?`, for the page and its feed.
    pub fn query(&self) -> String {
        let fields = [
            ("q", &self.q),
            ("sort", &self.sort),
            ("group", &self.group),
            ("source", &self.source),
            ("country", &self.country),
            ("keyword", &self.keyword),
            ("since", &self.since),
            ("until", &self.until),
            ("story", &self.story),
            ("cursor", &self.cursor),
        ];
        let given = fields.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", segment(value.as_ref()?))));
        format!("?{}", given.collect::<Vec<_>>().join("&"))
    }

    /// The same search as its feed asks it: without order, grouping and place.
    pub fn of_feed(&self) -> Self {
        Self { sort: None, group: None, cursor: None, ..self.clone() }.tidy()
    }

    /// The first page of a search that differs.
    fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut changed = Self { cursor: None, ..self.clone() };
        change(&mut changed);
        changed.tidy()
    }
}

impl SearchPage {
    fn new(mut shell: Shell, results: SearchResults, asked: Asked) -> Self {
        let asked = Asked { q: Some(results.q.clone()), ..asked.tidy() };
        shell.q = results.q.clone();
        let is_asked = !results.q.is_empty() || asked.filters() != Filters::default();
        shell.title = if results.q.is_empty() { shell.t.search.to_owned() } else { shell.say(shell.t.results_for, &results.q) };
        shell.noindex = true;
        if is_asked {
            shell.path = format!("/search{}", asked.query());
            shell.feed = Some(("/search/".to_owned(), asked.of_feed().query()));
        }
        let mut page = Self { chart: None, chosen: Vec::new(), shell, results, asked };
        page.chosen = page.chosen();
        page.chart = page.results.facets.as_ref().filter(|facets| facets.times.bars.len() > 1).map(|facets| {
            let link = |bar: &rafid_core::Bar| {
                page.link(page.asked.with(|asked| {
                    asked.since = Some(day(bar.from));
                    asked.until = Some(day(bar.to));
                }))
            };
            Chart::new(&facets.times, &page.shell, link)
        });
        page
    }

    fn chosen(&self) -> Vec<(String, String)> {
        let mut chosen = Vec::new();
        let facets = self.results.facets.as_ref();
        let mut add = |name: String, change: fn(&mut Asked)| chosen.push((name, self.link(self.asked.with(change))));
        if let Some(key) = &self.asked.source {
            let known = facets.and_then(|facets| facets.outlets.iter().find(|(outlet, _)| outlet.key == *key));
            add(known.map_or_else(|| key.clone(), |(outlet, _)| outlet.name.clone()), |asked| asked.source = None);
        }
        if let Some(code) = &self.asked.country {
            add(self.shell.country(code), |asked| asked.country = None);
        }
        if let Some(keyword) = &self.asked.keyword {
            let known = facets.and_then(|facets| facets.keywords.iter().find(|known| known.key == *keyword));
            add(known.map_or_else(|| keyword.clone(), |known| known.phrase.clone()), |asked| asked.keyword = None);
        }
        if self.asked.since.is_some() || self.asked.until.is_some() {
            let Filters { since, until, .. } = self.asked.filters();
            add(self.shell.clock.stretch(since, until), |asked| (asked.since, asked.until) = (None, None));
        }
        if self.asked.story.is_some() {
            add(self.shell.t.one_story.to_owned(), |asked| asked.story = None);
        }
        chosen
    }

    // addresses, for the template

    fn link(&self, asked: Asked) -> String {
        self.shell.href(&format!("/search{}", asked.query()))
    }

    fn sorted(&self, sort: &str) -> String {
        self.link(self.asked.with(|asked| asked.sort = Some(sort.to_owned())))
    }

    fn grouped(&self, group: &str) -> String {
        self.link(self.asked.with(|asked| asked.group = Some(group.to_owned())))
    }

    fn of_source(&self, key: &str) -> String {
        self.link(self.asked.with(|asked| asked.source = Some(key.to_owned())))
    }

    fn of_country(&self, code: &str) -> String {
        self.link(self.asked.with(|asked| asked.country = Some(code.to_owned())))
    }

    fn of_keyword(&self, key: &str) -> String {
        self.link(self.asked.with(|asked| asked.keyword = Some(key.to_owned())))
    }

    fn of_story(&self, story: &StoryId) -> String {
        self.link(self.asked.with(|asked| asked.story = Some(story.to_string())))
    }

    fn asking(&self, q: &str) -> String {
        self.link(self.asked.with(|asked| asked.q = Some(q.to_owned())))
    }

    fn next(&self, cursor: &str) -> String {
        self.link(self.asked.with(|asked| asked.cursor = Some(cursor.to_owned())))
    }

    pub fn sample(shell: Shell) -> Self {
        let asked = Asked { country: Some("IQ".to_owned()), ..Asked::default() };
        Self::new(shell, samples::search(), asked)
    }

    pub fn sample_without_results(shell: Shell) -> Self {
        let results = SearchResults { groups: vec![], total: 0, facets: None, ..samples::search() };
        Self::new(shell, results, Asked { sort: Some("new".to_owned()), group: Some("off".to_owned()), ..Asked::default() })
    }
}

/// A moment as addresses have it: a day where it is the first of one.
fn day(at: jiff::Timestamp) -> String {
    let text = at.to_string();
    text.strip_suffix("T00:00:00Z").map(str::to_owned).unwrap_or(text)
}

pub(super) async fn search(
    State(portal): State<Portal>,
    Extension(locale): Extension<Locale>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let shell = Shell::new(&portal, locale, "/search");
    let now = shell.clock.now;
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default().tidy();
    let params = asked.params();
    match portal.run(move |portal| portal.search(&params, now)).await {
        Ok(results) => Ok(respond::html(&headers, &SearchPage::new(shell, results, asked))),
        Err(error) => Err(PageError::portal(&error, shell)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_what_was_chosen_and_nothing_else() {
        let asked = Asked {
            q: Some("نهر & جسر".into()),
            sort: Some("blend".into()),
            group: Some("on".into()),
            country: Some("IQ".into()),
            since: Some("2018-05-01".into()),
            until: Some("nonsense".into()),
            ..Asked::default()
        };
        let asked = asked.tidy();
        assert_eq!(asked.query(), format!("?q={}&country=IQ&since=2018-05-01", segment("نهر & جسر")));
        let next = asked.with(|asked| asked.cursor = Some("20-1".into()));
        assert!(next.query().ends_with("&cursor=20-1"));
        assert_eq!(next.with(|asked| asked.country = None).query(), format!("?q={}&since=2018-05-01", segment("نهر & جسر")));
    }

    #[test]
    fn days_are_short_and_other_moments_whole() {
        assert_eq!(day("2018-05-01T00:00:00Z".parse().unwrap()), "2018-05-01");
        assert_eq!(day("2018-05-01T03:00:00Z".parse().unwrap()), "2018-05-01T03:00:00Z");
    }
}
