//! The text of an article in each layout's markup, with the boxes that sites put in the middle of it.

use std::fmt::Write as _;

use crate::edition::Article;
use crate::markup::escape;
use crate::outlet::Layout;
use crate::site::Site;

/// After which paragraph the box with another article stands.
const BOX_AFTER: usize = 2;

pub(super) fn markup(site: &Site<'_>, article: &Article, paragraphs: &[String], others: &[&Article]) -> String {
    let layout = site.outlet.layout;
    let mut out = String::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let text = escape(paragraph);
        let _ = match layout {
            Layout::Wordpress | Layout::Amp => writeln!(out, "<p>{text}</p>"),
            Layout::Drupal => writeln!(out, "<p class=\"text-align-justify\" dir=\"rtl\">{text}</p>"),
            Layout::Aspnet => writeln!(out, "<p><span style=\"font-size: 14pt\">{text}</span></p>"),
            Layout::Plain => writeln!(out, "{text}<br><br>"),
        };
        if index == 0 {
            out.push_str(advertisement(layout));
        }
        if index + 1 == BOX_AFTER && paragraphs.len() > BOX_AFTER {
            read_also(site, article, others, &mut out);
        }
    }
    out
}

fn advertisement(layout: Layout) -> &'static str {
    match layout {
        Layout::Wordpress => "<div class=\"ad-slot\" id=\"ad-in-text\"><span>إعلان</span></div>\n",
        Layout::Amp => {
            "<div class=\"adbox\"><amp-ad width=\"300\" height=\"250\" type=\"none\"></amp-ad><small>إعلان</small></div>\n"
        }
        Layout::Drupal => "<div class=\"block block-ads\"><!-- ad --></div>\n",
        Layout::Aspnet | Layout::Plain => "",
    }
}

fn read_also(site: &Site<'_>, article: &Article, others: &[&Article], out: &mut String) {
    let Some(other) = others.first() else { return };
    let (url, title) = (escape(&site.url(other)), escape(&other.first.title));
    let _ = match site.outlet.layout {
        Layout::Wordpress => writeln!(
            out,
            "<div class=\"inline-related\"><strong>اقرأ أيضاً:</strong><ul><li><a href=\"{url}\">{title}</a></li></ul></div>"
        ),
        Layout::Drupal => writeln!(out, "<p><strong>اقرأ أيضا: <a href=\"{url}\">{title}</a></strong></p>"),
        Layout::Aspnet => writeln!(
            out,
            "<table id=\"ctl00_tblAlso{}\" align=\"left\" width=\"200\" border=\"1\"><tr><td>اقرأ ايضا</td></tr><tr><td><a href=\"{url}\">{title}</a></td></tr></table>",
            article.id
        ),
        Layout::Amp => writeln!(
            out,
            "<section class=\"readmore\"><h4>مواضيع ذات صلة</h4><a href=\"{url}\"><amp-img src=\"{}\" width=\"80\" height=\"60\"></amp-img>{title}</a></section>",
            escape(&site.picture_url(other))
        ),
        Layout::Plain => writeln!(out, "<b>&gt;&gt; إقرأ أيضا : <a href=\"{url}\">{title}</a></b><br><br>"),
    };
}
