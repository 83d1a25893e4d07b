//! Answers requests for extraction, one JSON object a line: `{"id","path","url"}` in, an extraction out.

use std::io::{BufRead, Write};

use rafid_extract::article;

fn main() -> std::io::Result<()> {
    let stdin = std::io::stdin().lock();
    let mut stdout = std::io::BufWriter::new(std::io::stdout().lock());
    for line in stdin.lines() {
        let request: serde_json::Value = serde_json::from_str(&line?)?;
        let path = request["path"].as_str().unwrap_or_default();
        let bytes = std::fs::read(path)?;
        let extraction = article::extract_bytes(&bytes, None, request["url"].as_str(), &article::Hints::default());
        serde_json::to_writer(&mut stdout, &article::json::to_json(&extraction, request["id"].as_str()))?;
        stdout.write_all(b"\n")?;
    }
    stdout.flush()
}
