//! A result over time as a small chart: bars drawn on the server, each a link to its stretch, and the same numbers as a list.

use rafid_core::{Bar, Histogram};

use super::Shell;
use crate::locale::Locale;

/// In the units of the drawing, which is stretched to its place.
const WIDTH: usize = 600;
const HEIGHT: usize = 100;
/// The smallest bar that has anything.
const LEAST: usize = 3;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    /// In the order of time.
    pub bars: Vec<ChartBar>,
    pub width: usize,
    pub height: usize,
    pub first: String,
    pub last: String,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChartBar {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
    /// «مايو ٢٠١٨».
    pub name: String,
    pub count: String,
    pub href: String,
    pub is_empty: bool,
}

impl Chart {
    pub fn new(times: &Histogram, shell: &Shell, link: impl Fn(&Bar) -> String) -> Self {
        let most = times.bars.iter().map(|bar| bar.articles).max().unwrap_or(1).max(1);
        let many = times.bars.len().max(1);
        let bar = |(n, bar): (usize, &Bar)| {
            // Time runs as the language does.
            let place = if shell.locale == Locale::Ar { many - 1 - n } else { n };
            let (from, to) = (place * WIDTH / many, (place + 1) * WIDTH / many);
            let gap = usize::from(to - from > 4) * 2;
            let height = if bar.articles == 0 { 0 } else { (bar.articles * HEIGHT / most).max(LEAST) };
            ChartBar {
                x: from,
                y: HEIGHT - height,
                width: (to - from - gap).max(1),
                height,
                name: shell.clock.stretch_of(times.step, bar.from),
                count: shell.count_len(bar.articles, &shell.t.articles_n),
                href: link(bar),
                is_empty: bar.articles == 0,
            }
        };
        let bars: Vec<ChartBar> = times.bars.iter().enumerate().map(bar).collect();
        let name = |bar: Option<&ChartBar>| bar.map(|bar| bar.name.clone()).unwrap_or_default();
        Self { first: name(bars.first()), last: name(bars.last()), bars, width: WIDTH, height: HEIGHT }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;
    use rafid_core::Step;

    use super::*;

    #[test]
    fn time_runs_as_the_language_does_and_the_highest_bar_fills_the_height() {
        let moment = |day: i64| Timestamp::from_second(day * 86_400).unwrap();
        let bar = |day, articles| Bar { from: moment(day), to: moment(day + 1), articles };
        let times = Histogram { step: Step::Day, bars: vec![bar(0, 2), bar(1, 0), bar(2, 400)] };
        let chart = |locale| {
            let shell = Shell::with(Arc::default(), locale, "/search", Timestamp::UNIX_EPOCH);
            Chart::new(&times, &shell, |bar| bar.articles.to_string())
        };
        let (ar, en) = (chart(Locale::Ar), chart(Locale::En));
        assert!(ar.bars[0].x > ar.bars[2].x && en.bars[0].x < en.bars[2].x);
        assert_eq!((en.bars[2].height, en.bars[1].height, en.bars[0].height), (HEIGHT, 0, LEAST));
        assert_eq!(en.first, "1 January 1970");
        assert_eq!(ar.bars[2].href, "400");
    }
}
