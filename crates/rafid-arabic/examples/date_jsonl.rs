//! Answers requests for dates, one JSON object a line: `{"id","text","now"}` in,
//! `{"id","iso","calendar","precision","zone"}` out, null where the text is no date.

use std::io::{BufRead, Write};

use rafid_arabic::dates;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut stdout = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let request: serde_json::Value = serde_json::from_str(&line?)?;
        let now = request["now"].as_str().and_then(|now| now.parse().ok());
        let date = dates::parse(request["text"].as_str().unwrap_or_default(), now);
        let answer = serde_json::json!({
            "id": request["id"],
            "iso": date.map(|d| d.iso()),
            "calendar": date.map(|d| d.calendar.name()),
            "precision": date.map(|d| d.precision.name()),
            "zone": date.and_then(|d| d.zone()),
        });
        writeln!(stdout, "{answer}")?;
    }
    Ok(())
}
