//! `/a/{id}`: one article, its source, and where to go from it.

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use rafid_core::{ArticleRef, Block, DisplayPolicy, Inline};

use super::json_ld::JsonLd;
use super::{PageError, Shell, respond, samples, slug};
use crate::locale::Locale;
use crate::portal::{ArticlePage, Portal, PortalResult, Related, RelatedOptions};
use crate::view::Article;

#[derive(Template)]
#[template(path = "pages/article.html")]
pub(super) struct ArticleHtml {
    pub shell: Shell,
    pub page: ArticlePage,
    pub related: Related,
    /// The article to read next, as far as it may be shown.
    pub opened: Option<Article>,
}

impl ArticleHtml {
    fn new(mut shell: Shell, loaded: Loaded) -> Self {
        let Loaded { page, related, opened } = loaded;
        let card = &page.article.card;
        shell.title = shell.headline(card).to_owned();
        shell.description = rafid_core::cut_at_word(if card.lead.is_empty() { &shell.title } else { &card.lead }, 160);
        shell.canonical = card.url.as_ref().map(ToString::to_string);
        shell.image = card.image.as_ref().map(ToString::to_string);
        shell.published = Some(card.published.unwrap_or(card.at));
        shell.path = format!("/a/{}", slug::slug(card.id, &card.title));
        shell.json_ld = Some(JsonLd::article(&page.article));
        Self { shell, page, related, opened }
    }

    fn article(&self) -> &Article {
        &self.page.article
    }

    /// The picture, unless the body begins with it.
    fn picture(&self) -> Option<&str> {
        let image = self.article().card.image.as_ref()?;
        let is_in_body =
            self.article().body.0.iter().any(|block| matches!(block, Block::Figure { image: own, .. } if own == image));
        (!is_in_body).then(|| image.as_str())
    }

    /// How long the body takes: 180 words a minute, an even pace for Arabic read silently (Brysbaert 2019 puts Arabic at 181).
    fn reading_time(&self) -> String {
        let words = self.article().body.text().split_whitespace().count() as u64;
        self.shell.count((words + 90) / 180, &self.shell.t.reader.reading_n)
    }

    fn is_headline_only(&self) -> bool {
        self.article().card.outlet.policy == DisplayPolicy::Headline
    }

    pub fn sample(shell: Shell) -> Self {
        let (page, related, opened) = samples::article();
        Self::new(shell, Loaded { page, related, opened: Some(opened) })
    }
}

struct Loaded {
    page: ArticlePage,
    related: Related,
    opened: Option<Article>,
}

fn load(portal: &Portal, article: &ArticleRef, now: jiff::Timestamp) -> PortalResult<Option<Loaded>> {
    let Some(page) = portal.article(article)? else { return Ok(None) };
    let Some(related) = portal.related(article, RelatedOptions::default(), now)? else { return Ok(None) };
    let opened = related.read_next.as_ref().map(|item| portal.opened(item)).transpose()?.flatten();
    Ok(Some(Loaded { page, related, opened }))
}

pub(super) async fn article(
    State(portal): State<Portal>,
    Extension(locale): Extension<Locale>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let shell = Shell::new(&portal, locale, &format!("/a/{}", super::shell::segment(&id)));
    let Ok(article) = slug::id_of(&id).parse::<ArticleRef>() else { return Err(PageError::missing(shell)) };
    let now = shell.clock.now;
    match portal.run(move |portal| load(portal, &article, now)).await {
        Ok(Some(loaded)) => {
            let card = &loaded.page.article.card;
            let moved = slug::moved(&id, &slug::slug(card.id, &card.title), || shell.read(card));
            Ok(moved.unwrap_or_else(|| respond::html(&headers, &ArticleHtml::new(shell, loaded))))
        }
        Ok(None) => Err(PageError::missing(shell)),
        Err(error) => Err(PageError::portal(&error, shell)),
    }
}
