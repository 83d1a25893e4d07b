//! Runs the analysis over labelled sets in this process and prints a figure a task: an experiment takes seconds.
//!
//! `cargo run --release -p rafid-analysis --example label_eval -- --labels DIR --data DIR [--only stories,related,pairs,copies,keywords,saudi,read,lists] [--show]`
//!
//! Shapes of the files: the `README.md` beside the labels. `--show` prints what went wrong. `--only lists --file ARTICLES.jsonl` prints the keywords that readers would see. Needs `zstd` on the path.

mod articles;
mod copies;
mod keywords;
mod metric;
mod stories;

use std::collections::HashMap;

pub struct Args {
    pub labels: String,
    pub data: String,
    pub only: String,
    pub show: bool,
}

impl Args {
    pub fn runs(&self, task: &str) -> bool {
        self.only.split(',').any(|only| only == task)
    }
}

fn main() {
    let mut options: HashMap<String, String> = HashMap::new();
    let mut args = std::env::args().skip(1);
    while let Some(name) = args.next() {
        let value = if name == "--show" { String::new() } else { args.next().unwrap_or_default() };
        options.insert(name, value);
    }
    let get = |name: &str, default: &str| options.get(name).cloned().unwrap_or_else(|| default.to_owned());
    let args = Args {
        labels: get("--labels", "labels"),
        data: get("--data", "data"),
        only: get("--only", "stories,related,pairs,copies,keywords"),
        show: options.contains_key("--show"),
    };
    if ["stories", "related", "pairs"].iter().any(|task| args.runs(task)) {
        stories::run(&args);
    }
    if args.runs("read") {
        stories::read(&args);
    }
    if args.runs("saudi") {
        stories::saudi(&args);
    }
    if args.runs("copies") {
        copies::run(&args);
    }
    if args.runs("lists") {
        keywords::lists(&get("--file", ""));
    }
    if args.runs("keywords") {
        keywords::run(&args);
    }
}
