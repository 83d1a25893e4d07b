//! Reads requests `{"id","path","headers"}` from stdin and answers one line of JSON for each: what a feed says.

use std::io::{BufRead, Write};

use rafid_extract::source::feed::{Hints, json::to_json, parse};
use serde_json::Value;

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let header = |name: &str| request["headers"][name].as_str();
        let bytes = std::fs::read(request["path"].as_str().unwrap_or_default())?;
        let url = header("content-location");
        let hints = Hints { content_type: header("content-type"), content_language: header("content-language"), url, zone: None };
        let feed = parse(&bytes, &hints);
        writeln!(out, "{}", to_json(&feed, request["id"].as_str().unwrap_or_default()))?;
    }
    out.flush()
}
