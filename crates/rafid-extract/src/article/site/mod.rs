//! Rules for single sites, as data (`rules.txt`): for pages that the general rules cannot read, and for articles that are
//! cut into several pages.
//!
//! An operator's own rules ([`SiteRules`]) come with the hints of a page and win over those built in.
//!
//! A rule that matches nothing on a page is reported as an issue, and the page is read as any other: sites change. To
//! add a rule, add its lines to `rules.txt` and a fixture page with its host to `tests/pages`.

use std::sync::LazyLock;

use url::Url;

use super::RuleUse;
use crate::html::{Document, NodeId};
use crate::source::listing::Selector;

/// What is taken from the pages of one site, and by which selector.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteRule {
    pub host: String,
    pub headline: Option<Selector>,
    pub byline: Option<Selector>,
    /// When it was published.
    pub date: Option<Selector>,
    pub body: Option<Selector>,
    pub remove: Option<Selector>,
    pub next: Option<Selector>,
}

impl SiteRule {
    /// Which parts of the rule find something in a page.
    pub fn used(&self, document: &Document<'_>) -> RuleUse {
        let parts = [
            ("headline", &self.headline),
            ("byline", &self.byline),
            ("date", &self.date),
            ("body", &self.body),
            ("remove", &self.remove),
            ("next", &self.next),
        ];
        let mut used = RuleUse { host: self.host.clone(), ..RuleUse::default() };
        for (name, selector) in parts.into_iter().filter(|(_, selector)| selector.is_some()) {
            let list = if first(document, selector.as_ref()).is_some() { &mut used.found } else { &mut used.missed };
            list.push(name);
        }
        used
    }
}

/// Rules of an operator, in the format of `rules.txt`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteRules(Vec<SiteRule>);

impl SiteRules {
    /// Reads rules.
    ///
    /// # Errors
    /// Every line that was not understood, with its number and why: rules of which a part is missing are worse than none.
    pub fn parse(text: &str) -> Result<Self, Vec<String>> {
        match parse(text) {
            (rules, wrong) if wrong.is_empty() => Ok(Self(rules)),
            (_, wrong) => Err(wrong),
        }
    }

    /// How many sites they are for.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

static RULES: LazyLock<Vec<SiteRule>> = LazyLock::new(|| parse(include_str!("rules.txt")).0);

/// The rule for the site of an address: that of the longest host that fits, among the operator's own first.
pub fn rule_for<'r>(url: Option<&Url>, own: Option<&'r SiteRules>) -> Option<&'r SiteRule> {
    let host = url?.host_str()?;
    let fits = |rule: &&SiteRule| host.strip_suffix(rule.host.as_str()).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'));
    let longest = |rules: &'r [SiteRule]| rules.iter().filter(fits).max_by_key(|rule| rule.host.len());
    own.and_then(|own| longest(&own.0)).or_else(|| longest(&RULES))
}

/// A host as it stands in addresses, nothing else.
fn is_host(text: &str) -> bool {
    url::Host::parse(text).is_ok_and(|host| host.to_string() == text)
}

/// Reads rules; the lines that were not understood, each with its number, beside those that were.
pub fn parse(text: &str) -> (Vec<SiteRule>, Vec<String>) {
    let mut rules: Vec<SiteRule> = Vec::new();
    let mut wrong = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if !line.starts_with(char::is_whitespace) {
            let host = content.to_ascii_lowercase();
            if !is_host(&host) {
                wrong.push(format!("line {}: \"{content}\" is no host such as paper.example", n + 1));
            } else if rules.iter().any(|rule| rule.host == host) {
                wrong.push(format!("line {}: there is a rule for {host} already", n + 1));
            }
            rules.push(SiteRule { host, ..SiteRule::default() });
            continue;
        }
        let (key, value) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
        let selector = match Selector::parse(value.trim()) {
            Ok(selector) => selector,
            Err(error) => {
                wrong.push(format!("line {}: {error}", n + 1));
                continue;
            }
        };
        let Some(rule) = rules.last_mut() else {
            wrong.push(format!("line {}: no host stands above \"{content}\"", n + 1));
            continue;
        };
        match key {
            "headline" => rule.headline = Some(selector),
            "byline" => rule.byline = Some(selector),
            "date" => rule.date = Some(selector),
            "body" => rule.body = Some(selector),
            "remove" => rule.remove = Some(selector),
            "next" => rule.next = Some(selector),
            _ => wrong.push(format!("line {}: \"{key}\" is none of headline, byline, date, body, remove, next", n + 1)),
        }
    }
    (rules, wrong)
}

/// The first match of a selector.
pub fn first(document: &Document<'_>, selector: Option<&Selector>) -> Option<NodeId> {
    let selector = selector?;
    (0..document.nodes.len()).find(|&id| selector.matches(document, id))
}

/// The text of the first match.
pub fn text(document: &Document<'_>, selector: Option<&Selector>) -> Option<String> {
    first(document, selector).map(|id| document.text(id)).filter(|text| !text.is_empty())
}

/// The outermost matches, in document order.
pub fn outermost(document: &Document<'_>, selector: Option<&Selector>) -> Vec<NodeId> {
    let mut found: Vec<NodeId> = Vec::new();
    let Some(selector) = selector else { return found };
    for id in 0..document.nodes.len() {
        if found.last().is_none_or(|&last| !document.is_inside(id, last)) && selector.matches(document, id) {
            found.push(id);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_rules_are_understood() {
        assert_eq!(parse(include_str!("rules.txt")).1, Vec::<String>::new());
    }

    #[test]
    fn hosts_with_and_without_subdomains() {
        for (address, fits) in [
            ("https://safahat.example/1", true),
            ("https://www.safahat.example/1", true),
            ("https://notsafahat.example/1", false),
        ] {
            assert_eq!(rule_for(Url::parse(address).ok().as_ref(), None).is_some(), fits, "{address}");
        }
    }

    #[test]
    fn the_operators_rules_win() {
        let own = SiteRules::parse("safahat.example\n  body p\nb.example\n  body div\n").unwrap();
        let rule = |address: &str| rule_for(Url::parse(address).ok().as_ref(), Some(&own)).cloned().unwrap_or_default();
        assert_eq!(rule("https://www.safahat.example/1").headline, None);
        assert!(rule("https://b.example/1").body.is_some());
        let wrong =
            SiteRules::parse("https://a.example/x\n  body p\nب.example\n  date time\nc.example\nc.example\n").unwrap_err();
        assert_eq!(wrong.len(), 3, "{wrong:?}");
    }

    #[test]
    fn wrong_lines_are_named_and_the_others_kept() {
        let (rules, wrong) = parse("  body p\na.example\n  body div.x\n  colour red\n  next a[\n");
        assert_eq!(rules.len(), 1);
        assert!(rules[0].body.is_some() && rules[0].next.is_none());
        assert_eq!(wrong.len(), 3, "{wrong:?}");
    }
}
