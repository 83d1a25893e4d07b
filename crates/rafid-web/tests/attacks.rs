//! Attacks on the portal from outside, by the names that the project's list gives them.

mod site;

use rafid_core::{DisplayPolicy, WebUrl};
use site::Site;
use site::shelf::Shelf;

/// There is no proxy for pictures: a reader's browser asks the publisher, and the portal asks nobody.
#[tokio::test]
async fn ssrf_015_no_page_makes_the_portal_fetch() {
    let mut shelf = Shelf::default();
    let source = shelf.outlet("a.example", "منفذ", DisplayPolicy::Full);
    let article = shelf.put(source, "خبر", "نص", 3, 1);
    article.summary.image = WebUrl::new("http://169.254.169.254/latest/meta-data/");
    let site = Site::start(shelf).await;
    let page = site.get("/a/1").await.body;
    assert!(!page.contains("/proxy") && !page.contains("/image?"), "{page}");
    for path in
        ["/proxy", "/proxy?url=http://169.254.169.254/", "/image?url=http://127.0.0.1/", "/media/aHR0cDovLzEyNy4wLjAuMS8="]
    {
        assert_eq!(site.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn ssrf_016_other_sites_change_nothing() {
    let site = Site::start(Shelf::default()).await;
    for path in
        ["/", "/search", "/a/1", "/source/a.example", "/api/v1/search", "/api/v1/status", "/api/v1/articles/1", "/healthz"]
    {
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let request = format!(
                "{method} {path} HTTP/1.1\r\nHost: 10.0.0.7\r\nOrigin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\n\
                 Content-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"
            );
            let answer = site.send(&request).await;
            assert!(matches!(answer.status, 403..=405), "{method} {path}: {}", answer.status);
            assert_eq!(answer.header("access-control-allow-credentials"), None, "{method} {path}");
        }
    }
}
