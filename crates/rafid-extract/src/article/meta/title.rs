//! The article's headline, among what the page offers.

use super::head::Head;
use super::jsonld::Described;
use crate::article::phrases::fold;
use crate::html::{Document, NodeId, Tag};

/// No headline is longer, characters; what is, is cut.
const LONGEST: usize = 600;
/// Parts of a tab's title that are looked for in the page.
const MOST_PARTS: usize = 8;

/// The headline, without the site's name.
pub fn read(
    document: &Document<'_>,
    head: &Head,
    described: &Described,
    site: Option<&str>,
    hint: Option<&str>,
) -> Option<String> {
    let tab = head.title.as_deref().map(|title| without_site(bounded(title), site));
    let open_graph = head
        .get(&["og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title"])
        .map(|title| without_site(bounded(title), site));
    let owned = |title: &str| bounded(title).to_owned();
    let stated: Vec<String> = [described.headline.as_deref().map(owned), open_graph.clone(), tab.clone(), hint.map(owned)]
        .into_iter()
        .flatten()
        .filter(|t| !fold(t).is_empty())
        .collect();
    let folded: Vec<String> = stated.iter().map(|title| fold(title)).collect();
    // A visible heading that the metadata confirm is what readers see, in the publisher's own letters.
    let headings: Vec<NodeId> = (0..document.nodes.len()).filter(|&id| document.tag(id) == Tag::H1).take(12).collect();
    let mut best: Option<(usize, String)> = None;
    for &id in &headings {
        let text = document.text(id);
        let own = fold(&text);
        if own.len() < 4 {
            continue;
        }
        let confirmed = folded.iter().filter(|title| **title == own).count() * 3
            + folded
                .iter()
                .filter(|title| {
                    **title != own && own.len() > 12 && (title.contains(&own) || own.contains(title.as_str())) && title.len() > 12
                })
                .count();
        if confirmed > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((confirmed, text));
        }
    }
    if let Some((_, text)) = best {
        return Some(text);
    }
    // Two statements that agree outweigh one heading.
    let agreed = stated
        .iter()
        .zip(&folded)
        .find(|(_, own)| folded.iter().filter(|other| other == own).count() >= 2)
        .map(|(title, _)| title.clone());
    let alone = || match headings[..] {
        [only] => {
            Some(document.text(only)).filter(|text| fold(text).len() > 12 && site.is_none_or(|site| fold(site) != fold(text)))
        }
        _ => None,
    };
    let shown = || tab.as_deref().and_then(|tab| shown_part(document, tab));
    agreed.or_else(alone).or_else(shown).or_else(|| stated.into_iter().next())
}

fn bounded(title: &str) -> &str {
    title.char_indices().nth(LONGEST).map_or(title, |(end, _)| &title[..end])
}

/// The part of a tab's title that the page shows as a text of its own: old sites put their name first and use no headings.
fn shown_part(document: &Document<'_>, tab: &str) -> Option<String> {
    let parts: Vec<&str> = [" | ", " - ", " – ", " — ", " :: ", " : ", " » "]
        .iter()
        .filter(|separator| tab.contains(**separator))
        .flat_map(|separator| tab.split(separator))
        .map(str::trim)
        .filter(|part| part.split_whitespace().count() >= 3)
        .take(MOST_PARTS)
        .collect();
    parts
        .into_iter()
        .filter(|part| {
            let own = fold(part);
            (0..document.nodes.len()).filter(|&id| document.tag(id) == Tag::Text).any(|id| {
                let raw = document.raw(id).trim();
                raw.len() >= part.len()
                    && raw.len() < part.len() + 80
                    && !document.ancestors(id).any(|up| matches!(document.tag(up), Tag::Title | Tag::A | Tag::Script))
                    && fold(&crate::html::decode(raw)) == own
            })
        })
        .max_by_key(|part| part.len())
        .map(str::to_owned)
}

/// A tab's title without the name of the site, which stands at its end or start.
fn without_site(title: &str, site: Option<&str>) -> String {
    let separators = [" | ", " - ", " – ", " — ", " :: ", " » ", " / ", " • ", " · ", " ‹ "];
    let site = site.map(fold).filter(|site| !site.is_empty());
    for separator in separators {
        let Some((front, back)) = title.rsplit_once(separator) else { continue };
        let folded = fold(back);
        let is_site = site.as_ref().is_some_and(|site| {
            folded == *site || (folded.len() > 3 && site.contains(&folded)) || folded.contains(site.as_str())
        });
        if is_site || (folded.split(' ').count() <= 4 && front.chars().count() > back.chars().count() * 2) {
            return without_site(front.trim(), None);
        }
        if let Some((first, rest)) = title.split_once(separator)
            && site.as_ref().is_some_and(|site| fold(first) == *site)
        {
            return rest.trim().to_owned();
        }
    }
    title.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_is_no_part_of_the_headline() {
        for (title, site, expected) in [
            (
                "مهرجان الزهور يفتح أبوابه أمام الزوار - صحيفة النخيل",
                Some("صحيفة النخيل"),
                "مهرجان الزهور يفتح أبوابه أمام الزوار",
            ),
            ("صحيفة النخيل | مهرجان الزهور", Some("صحيفة النخيل"), "مهرجان الزهور"),
            ("A long headline about the weather | The Daily", None, "A long headline about the weather"),
            ("Cats - dogs", None, "Cats - dogs"),
        ] {
            assert_eq!(without_site(title, site), expected);
        }
    }
}
