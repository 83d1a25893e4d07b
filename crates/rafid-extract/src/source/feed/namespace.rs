//! Namespaces by what they mean to a feed reader.

/// The vocabularies that carry something we keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ns {
    /// None, any RSS, or an unknown default namespace: the feed's own words.
    Core,
    Atom,
    Rdf,
    DublinCore,
    Content,
    Media,
    Itunes,
    Syndication,
    Feedburner,
    Xhtml,
    Other,
}

/// By address, in ASCII lower case and compared by prefix: versions, `http` or `https`, and a missing final slash differ in the wild.
const KNOWN: &[(&str, Ns)] = &[
    ("www.w3.org/2005/atom", Ns::Atom),
    ("purl.org/atom/", Ns::Atom),
    ("purl.org/pie/", Ns::Atom),
    ("purl.org/echo/", Ns::Atom),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", Ns::Rdf),
    ("purl.org/dc/", Ns::DublinCore),
    ("purl.org/rss/1.0/modules/content", Ns::Content),
    ("purl.org/rss/1.0/modules/syndication", Ns::Syndication),
    ("purl.org/rss/1.0/modules/", Ns::Other),
    ("search.yahoo.com/mrss", Ns::Media),
    ("www.itunes.com/dtds/podcast-1.0.dtd", Ns::Itunes),
    ("www.itunes.com/", Ns::Itunes),
    ("example.com/dtds/podcast-1.0.dtd", Ns::Itunes),
    ("rssnamespace.org/feedburner/", Ns::Feedburner),
    ("www.w3.org/1999/xhtml", Ns::Xhtml),
    ("purl.org/rss/1.0", Ns::Core),
    ("purl.org/net/rss", Ns::Core),
    ("my.netscape.com/", Ns::Core),
    ("channel.netscape.com/", Ns::Core),
    ("backend.userland.com/", Ns::Core),
    ("blogs.law.harvard.edu/", Ns::Core),
    ("cyber.law.harvard.edu/", Ns::Core),
];

/// The vocabulary that `address` stands for; an unknown one is ours only as the default (without a prefix).
pub fn of_address(address: &str, is_default: bool) -> Ns {
    let lower = address.trim().to_ascii_lowercase();
    let bare = lower.strip_prefix("http://").or_else(|| lower.strip_prefix("https://")).unwrap_or(&lower);
    match KNOWN.iter().find(|(known, _)| bare.starts_with(known)) {
        Some(&(_, ns)) => ns,
        None if is_default || bare.is_empty() => Ns::Core,
        None => Ns::Other,
    }
}

/// The vocabulary that a prefix stands for where nothing declares it.
pub fn of_undeclared(prefix: &str) -> Ns {
    match prefix {
        "" | "rss" => Ns::Core,
        "atom" | "atom10" | "a10" => Ns::Atom,
        "rdf" => Ns::Rdf,
        "dc" | "dcterms" => Ns::DublinCore,
        "content" => Ns::Content,
        "media" => Ns::Media,
        "itunes" => Ns::Itunes,
        "sy" => Ns::Syndication,
        "feedburner" => Ns::Feedburner,
        "xhtml" => Ns::Xhtml,
        _ => Ns::Other,
    }
}
