//! Dates as the press of all Arab countries writes them, read on Thursday 16 April 2026 at half past three: a line is a
//! text and what it means, or `-` where it is no date.

#[test]
fn every_line_means_what_stands_beside_it() {
    let now = jiff::civil::date(2026, 4, 16).at(15, 30, 0, 0);
    let mut wrong = Vec::new();
    let mut read = 0;
    for line in include_str!("dates_as_written.tsv").lines() {
        let (text, expected) = line.split_once('\t').expect("a text and its meaning");
        let found = rafid_arabic::dates::parse(text, Some(now)).map_or("-".to_owned(), |date| date.iso());
        read += 1;
        if found != expected {
            wrong.push(format!("{text}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(read >= 70);
}
