//! Pages as news sites make them: the article in the middle of menus, advertisements, boxes and comments.
//!
//! What it never does: decide what is out; a [`Site`] knows that. Start reading at [`article`]. To add a layout: a file in `layouts/`,
//! a variant of `Layout`, an arm in [`template`] and in `body::markup`.

mod body;
mod dates;
mod head;
mod parts;

use crate::edition::Article;
use crate::markup::{escape, fill};
use crate::outlet::Layout;
use crate::site::Site;

pub(crate) use head::{declared_in_header, opening};

/// The page of one article.
pub(crate) fn article(site: &Site<'_>, article: &Article) -> String {
    let version = article.version_at(site.now);
    let others = site.others(article);
    let title = escape(&version.title);
    let names = parts::Names::of(site);
    let updated = if article.modified_at(site.now) > article.published {
        format!(" <span class=\"updated\">آخر تحديث: {}</span>", dates::written(site.outlet, article.modified_at(site.now)))
    } else {
        String::new()
    };
    let byline = article.byline.as_deref().unwrap_or(&site.outlet.name);
    let values: Vec<(&str, String)> = vec![
        ("charset", head::charset(site.outlet, Some(article.id))),
        ("head", head::of_article(site, article)),
        ("title", title),
        ("section", escape(&article.section)),
        ("section_url", escape(&site.section_url(article))),
        ("path", escape(&site.url(article))),
        ("id", article.id.to_string()),
        ("iso", dates::iso(site.outlet, article.published)),
        ("date", dates::written(site.outlet, article.published)),
        ("updated", updated),
        ("byline", escape(byline)),
        ("views", parts::views(article).to_string()),
        ("viewstate", parts::viewstate(article)),
        ("picture", parts::picture(site, article)),
        ("share", parts::share(site, article)),
        ("body", body::markup(site, article, &version.paragraphs, &others)),
        ("tags", parts::tags(site, article)),
        ("related", parts::links(site, others.iter().skip(1).take(4))),
        ("trending", parts::links(site, others.iter().rev().take(5))),
        ("ticker", others.first().map_or_else(String::new, |other| escape(&other.first.title))),
        ("comments", parts::comments(site.outlet.layout, article.id)),
    ];
    fill_with(template(site.outlet.layout), &names, &values)
}

/// The outlet's home page, or the page of one section: a list, with the link to the feed that readers of feeds look for.
pub(crate) fn list(site: &Site<'_>, section_slug: Option<&str>) -> String {
    let mut visible = site.visible();
    visible.retain(|article| section_slug.is_none_or(|slug| slug == article.section_slug()));
    let latest: String = visible
        .iter()
        .map(|article| {
            format!(
                "<li><a href=\"{}\">{}</a> <small>{}</small></li>\n",
                escape(&site.url(article)),
                escape(&article.version_at(site.now).title),
                dates::written(site.outlet, article.published)
            )
        })
        .collect();
    let trending: String = parts::list_links(site, visible.iter().rev().take(5));
    let values = vec![
        ("charset", head::charset(site.outlet, None)),
        ("head", head::of_home(site)),
        ("latest", latest),
        ("trending", trending),
        ("feed", escape(&site.feed_url())),
    ];
    fill_with(include_str!("../../layouts/home.html"), &parts::Names::of(site), &values)
}

fn template(layout: Layout) -> &'static str {
    match layout {
        Layout::Wordpress => include_str!("../../layouts/wordpress.html"),
        Layout::Drupal => include_str!("../../layouts/drupal.html"),
        Layout::Aspnet => include_str!("../../layouts/aspnet.html"),
        Layout::Amp => include_str!("../../layouts/amp.html"),
        Layout::Plain => include_str!("../../layouts/plain.html"),
    }
}

fn fill_with(template: &str, names: &parts::Names, values: &[(&str, String)]) -> String {
    let mut all: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    all.extend([
        ("site", names.site.as_str()),
        ("slogan", names.slogan.as_str()),
        ("home", names.home.as_str()),
        ("color", names.color.as_str()),
        ("menu", names.menu.as_str()),
    ]);
    #[cfg(test)]
    assert_eq!(crate::markup::unknown_names(template, &all), Vec::<&str>::new());
    fill(template, &all)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
