//! One address for one article: what only says where a click came from is taken off, the rest is left alone.

use rafid_core::WebUrl;
use url::Url;

/// The address under which an article is known. `None` unless it is http or https.
///
/// Scheme and host in lower case, letters beyond ASCII percent-encoded (WHATWG URL), no default port, no user name, no
/// fragment, no tracking parameters (`data/tracking_parameters.txt`); what remains of the query keeps its order and spelling.
pub fn canonical_url(address: &str) -> Option<WebUrl> {
    canonical(Url::parse(address.trim()).ok()?)
}

pub(crate) fn canonical(mut url: Url) -> Option<WebUrl> {
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.set_fragment(None);
    let (_, _) = (url.set_username(""), url.set_password(None));
    if let Some(query) = url.query() {
        let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_tracking(pair)).collect();
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(kept.as_str()));
    }
    WebUrl::new(url.as_str())
}

/// The key of an outlet: its home's host without `www.`, unique, and what people call a site.
pub fn outlet_key(home: &WebUrl) -> String {
    let host = Url::parse(home.as_str()).ok().and_then(|url| url.host_str().map(str::to_owned));
    let host = host.unwrap_or_else(|| home.to_string());
    host.strip_prefix("www.").unwrap_or(&host).to_owned()
}

fn is_tracking(pair: &str) -> bool {
    const LIST: &str = include_str!("../data/tracking_parameters.txt");
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    LIST.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).any(|entry| {
        match entry.strip_suffix('*') {
            Some(prefix) => name.starts_with(prefix),
            None => name == entry,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_for_one_article() {
        for (given, expected) in [
            ("HTTP://Akhbar.EXAMPLE:80/a?utm_source=x&id=7&UTM_Medium=y#top", "http://akhbar.example/a?id=7"),
            ("https://akhbar.example:443/a?fbclid=1", "https://akhbar.example/a"),
            ("https://akhbar.example:8443/a?b&&c=%D8", "https://akhbar.example:8443/a?b&c=%D8"),
            ("https://akhbar.example/خبر?p=١", "https://akhbar.example/%D8%AE%D8%A8%D8%B1?p=%D9%A1"),
            ("https://u:p@akhbar.example/a/", "https://akhbar.example/a/"),
            ("https://akhbar.example/a?utmost=1&source=rss2", "https://akhbar.example/a?utmost=1&source=rss2"),
        ] {
            let once = canonical_url(given).unwrap();
            assert_eq!(once.as_str(), expected);
            assert_eq!(canonical_url(once.as_str()), Some(once), "a second time changes nothing");
        }
        for bad in ["javascript:1", "/a", "", "ftp://a.example/"] {
            assert_eq!(canonical_url(bad), None, "{bad}");
        }
    }
}
