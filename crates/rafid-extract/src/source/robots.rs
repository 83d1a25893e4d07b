//! What `robots.txt` says about sitemaps. Its rules of access are the collector's business.

/// The addresses of the `Sitemap:` lines (sitemaps.org, "Specifying the Sitemap location in your robots.txt file"), in
/// order, each once, at most 50.
pub fn sitemaps(robots_txt: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for line in robots_txt.trim_start_matches('\u{feff}').lines() {
        let Some((field, value)) = line.split_once(':') else { continue };
        let value = value.split_whitespace().next().unwrap_or_default();
        if field.trim().eq_ignore_ascii_case("sitemap")
            && value.starts_with("http")
            && found.len() < 50
            && !found.contains(&value)
        {
            found.push(value);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn sitemap_lines_in_any_case() {
        let text = "\u{feff}User-agent: *\nDisallow: /x\nSITEMAP : https://a.example/s.xml # news\nsitemap: /relative\nSitemap:https://a.example/s.xml\n";
        assert_eq!(super::sitemaps(text), ["https://a.example/s.xml"]);
    }
}
