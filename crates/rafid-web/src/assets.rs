//! Style, script, fonts and icons: inside the binary, each at an address that carries the hash of its content, so that browsers may
//! keep them for ever. To add one: a line in [`ALL`].

use std::sync::LazyLock;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use xxhash_rust::xxh3::xxh3_64;

struct Asset {
    /// `style.0123456789abcdef.css`
    name: String,
    content_type: &'static str,
    content: Bytes,
}

const WOFF2: &str = "font/woff2";

/// Name, ending, content type, content. The style comes last, since it names the fonts.
static ALL: [(&str, &str, &str, &[u8]); 9] = [
    ("plex-arabic-400", "woff2", WOFF2, include_bytes!("../assets/fonts/plex-arabic-400.woff2")),
    ("plex-arabic-700", "woff2", WOFF2, include_bytes!("../assets/fonts/plex-arabic-700.woff2")),
    ("plex-latin-400", "woff2", WOFF2, include_bytes!("../assets/fonts/plex-latin-400.woff2")),
    ("plex-latin-700", "woff2", WOFF2, include_bytes!("../assets/fonts/plex-latin-700.woff2")),
    ("icon", "svg", "image/svg+xml", include_bytes!("../assets/icon.svg")),
    ("live", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/live.js")),
    ("reader", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/reader.js")),
    ("suggest", "js", "text/javascript; charset=utf-8", include_bytes!("../assets/suggest.js")),
    ("style", "css", "text/css; charset=utf-8", include_bytes!("../assets/style.css")),
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let mut assets: Vec<Asset> = Vec::new();
    for (stem, ending, content_type, content) in ALL {
        let mut content = Bytes::from_static(content);
        if ending == "css" {
            let mut style = String::from_utf8_lossy(&content).into_owned();
            for ((stem, ending, ..), asset) in ALL.iter().zip(&assets) {
                style = style.replace(&format!("{stem}.{ending}"), &asset.name);
            }
            content = style.into();
        }
        assets.push(Asset { name: format!("{stem}.{:016x}.{ending}", xxh3_64(&content)), content_type, content });
    }
    assets
});

/// The address of an asset by its plain name (`style.css`).
pub(crate) fn address(plain: &str) -> String {
    let found = ALL
        .iter()
        .zip(&*ASSETS)
        .find(|((stem, ending, ..), _)| plain.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.')) == Some(*ending));
    format!("/assets/{}", found.map_or(plain, |(_, asset)| &asset.name))
}

/// Where all of them are.
pub(crate) fn addresses() -> impl Iterator<Item = String> {
    ASSETS.iter().map(|asset| format!("/assets/{}", asset.name))
}

/// The routes of all assets, for whoever shows pages without the whole site.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{name}", get(serve))
}

async fn serve(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => {
            let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
            let kind = HeaderValue::from_static(asset.content_type);
            ([(header::CACHE_CONTROL, kept), (header::CONTENT_TYPE, kind)], asset.content.clone()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_has_an_address_of_its_own_and_the_style_names_fonts_by_it() {
        for (stem, ending, ..) in ALL {
            let address = address(&format!("{stem}.{ending}"));
            assert!(address.len() > format!("/assets/{stem}.{ending}").len(), "{address}");
        }
        let style = ASSETS.last().map(|asset| String::from_utf8_lossy(&asset.content).into_owned()).unwrap_or_default();
        assert!(style.contains(address("plex-arabic-700.woff2").trim_start_matches("/assets/")));
        assert!(!style.contains("plex-arabic-700.woff2"));
    }

    #[test]
    fn directions_are_logical() {
        let style = include_str!("../assets/style.css");
        for physical in [
            "margin-left",
            "margin-right",
            "padding-left",
            "padding-right",
            "text-align: left",
            "text-align: right",
            "border-left",
            "border-right",
            "float:",
            " left:",
            " right:",
        ] {
            assert!(!style.contains(physical), "{physical}");
        }
    }
}
