//! Prints what the analyser makes of each word on stdin: `echo "وبالمدارس للاعبين" | cargo run --example stems`
//!
//! A line is the word as written, its exact, guided and light form, and the documents of the vocabulary's corpus that hold the exact
//! form as written and the guided form at all.
use rafid_arabic::Analyzer;

fn main() -> std::io::Result<()> {
    let text = std::io::read_to_string(std::io::stdin())?;
    Analyzer::builtin().analyze(&text, |term| {
        let vocabulary = Analyzer::builtin().vocabulary();
        let (written, guided) = (vocabulary.count(term.exact), vocabulary.document_frequency(term.guided));
        println!("{}\t{}\t{}\t{}\t{written}\t{guided}", &text[term.range.clone()], term.exact, term.guided, term.light);
    });
    Ok(())
}
