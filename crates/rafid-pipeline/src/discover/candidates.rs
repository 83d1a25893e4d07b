//! Which addresses are tried: few, the best first, in groups of which the first that gives anything is enough.

use rafid_core::FeedKind;
use rafid_extract::charset;
use rafid_extract::source::discover::{self, Evidence, Kind, in_page, usual_paths};
use rafid_extract::source::robots;
use url::Url;

use crate::fetch::Resource;

pub(super) struct Candidate {
    pub url: Url,
    pub kind: FeedKind,
    /// The site itself says that this is a feed.
    pub declared: bool,
}

const MOST_OF_A_GROUP: usize = 8;

/// What a page names, then what is usual; feeds before sitemaps. `robots_txt` may be empty.
pub(super) fn groups(page: &Resource, robots_txt: &str) -> [Vec<Candidate>; 3] {
    let decoded = charset::decode(&page.body, page.content_type.as_deref(), charset::Kind::Html);
    let (found, usual) = (in_page(&decoded.text, page.url.as_str()), usual_paths(page.url.as_str()));
    let sitemaps = robots::sitemaps(robots_txt)
        .into_iter()
        .filter_map(|url| Some(Candidate { url: Url::parse(url).ok()?, kind: FeedKind::Sitemap, declared: true }));
    // Those for news first: the others list years.
    let mut sitemaps: Vec<_> = of_kind(&found, Kind::Sitemap).chain(sitemaps).chain(of_kind(&usual, Kind::Sitemap)).collect();
    sitemaps.sort_by_key(|candidate| !candidate.url.path().contains("news"));
    let groups = [of_kind(&found, Kind::Feed).collect(), of_kind(&usual, Kind::Feed).collect(), sitemaps];
    groups.map(|mut group: Vec<Candidate>| {
        group.truncate(MOST_OF_A_GROUP);
        group
    })
}

fn of_kind(found: &[discover::Candidate], kind: Kind) -> impl Iterator<Item = Candidate> {
    found.iter().filter(move |candidate| candidate.kind == kind).filter_map(|candidate| {
        let kind = if candidate.kind == Kind::Feed { FeedKind::Feed } else { FeedKind::Sitemap };
        Some(Candidate { url: Url::parse(&candidate.url).ok()?, kind, declared: candidate.evidence == Evidence::Declared })
    })
}

/// Whether the page links to one of these addresses as a feed.
pub(super) fn names(page: &Resource, feeds: &[&str]) -> bool {
    let decoded = charset::decode(&page.body, page.content_type.as_deref(), charset::Kind::Html);
    in_page(&decoded.text, page.url.as_str()).iter().any(|candidate| feeds.contains(&candidate.url.as_str()))
}
