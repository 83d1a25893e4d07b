//! Every page with invented content, to look at while working on one:
//! `cargo run -p rafid-web --example gallery` and open the address that it prints.

use axum::Router;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use rafid_web::locale::Locale;
use rafid_web::pages::samples;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let mut routes = Router::new().merge(rafid_web::assets_router());
    let mut index = String::from("<!doctype html><title>gallery</title>");
    for locale in Locale::ALL {
        for (name, page) in samples::all(locale) {
            let address = format!("/{}/{name}", locale.code());
            index.push_str(&format!("<p><a href=\"{address}\">{address}</a></p>"));
            let page = page.map(Html).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR);
            routes = routes.route(&address, get(move || async move { page }));
        }
    }
    routes = routes.route("/", get(move || async move { Html(index) }));
    let listener = tokio::net::TcpListener::bind(std::env::args().nth(1).as_deref().unwrap_or("127.0.0.1:0")).await?;
    println!("http://{}/", listener.local_addr()?);
    axum::serve(listener, routes).await
}
