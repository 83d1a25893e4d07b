//! Which addresses are tried: few, the best first.

use rafid_extract::charset;
use rafid_extract::source::discover::{Evidence, Kind, in_page, usual_paths};
use url::Url;

use crate::fetch::Resource;

pub(super) struct Candidate {
    pub url: String,
    /// The site itself says that this is a feed.
    pub declared: bool,
}

const MOST_FOUND: usize = 8;
const MOST_GUESSED: usize = 8;

pub(super) fn of_page(page: &Resource) -> Vec<Candidate> {
    let decoded = charset::decode(&page.body, page.content_type.as_deref(), charset::Kind::Html);
    take(in_page(&decoded.text, page.url.as_str()), MOST_FOUND)
}

pub(super) fn guessed(url: &Url) -> Vec<Candidate> {
    take(usual_paths(url.as_str()), MOST_GUESSED)
}

fn take(found: Vec<rafid_extract::source::discover::Candidate>, most: usize) -> Vec<Candidate> {
    found
        .into_iter()
        .filter(|candidate| candidate.kind == Kind::Feed)
        .take(most)
        .map(|candidate| Candidate { declared: candidate.evidence == Evidence::Declared, url: candidate.url })
        .collect()
}
