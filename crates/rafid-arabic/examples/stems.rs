//! Prints the three forms of each word on stdin: `echo "وبالمدارس للاعبين" | cargo run --example stems`
use rafid_arabic::Analyzer;

fn main() -> std::io::Result<()> {
    let text = std::io::read_to_string(std::io::stdin())?;
    Analyzer::builtin().analyze(&text, |term| {
        let known = Analyzer::builtin().vocabulary().document_frequency(term.guided);
        println!("{}\t{}\t{}\t{}\t{known}", &text[term.range.clone()], term.exact, term.guided, term.light);
    });
    Ok(())
}
