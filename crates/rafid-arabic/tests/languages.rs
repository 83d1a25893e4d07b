//! Headlines of our own in seven languages: which is taken for which. `cargo test -p rafid-arabic --test languages -- --nocapture`
//! prints the table.

use std::collections::BTreeMap;

use rafid_arabic::language::language;

const SENTENCES: &str = include_str!("data/languages.tsv");

#[test]
fn neighbours_are_kept_apart() {
    let mut table: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in SENTENCES.lines() {
        let (tag, text) = line.split_once('\t').unwrap();
        let found = language(text).map_or("-", |language| language.tag());
        *table.entry((tag, found)).or_default() += 1;
        if found != tag {
            wrong.push(format!("{tag} taken for {found}: {text}"));
        }
    }
    println!("{table:?}\n{}", wrong.join("\n"));
    let right: usize = table.iter().filter(|((tag, found), _)| tag == found).map(|(_, count)| count).sum();
    let all = SENTENCES.lines().count();
    assert!(all >= 190 && right * 100 >= all * 97, "{right} of {all}\n{}", wrong.join("\n"));
    // What must not happen: a neighbour's text among the Arabic, or Arabic among theirs.
    let as_arabic: usize = table.iter().filter(|((tag, found), _)| *tag != "ar" && *found == "ar").map(|(_, count)| count).sum();
    assert!(as_arabic <= 3 && table.keys().all(|(tag, found)| *tag != "ar" || *found == "ar"), "{}", wrong.join("\n"));
}

/// Joined, as an article has them, there is no doubt.
#[test]
fn three_sentences_are_enough() {
    let lines: Vec<(&str, &str)> = SENTENCES.lines().filter_map(|line| line.split_once('\t')).collect();
    for three in lines.windows(3).filter(|three| three[0].0 == three[2].0) {
        let text = [three[0].1, three[1].1, three[2].1].join(". ");
        assert_eq!(language(&text).map(|language| language.tag()), Some(three[0].0), "{text}");
    }
}
