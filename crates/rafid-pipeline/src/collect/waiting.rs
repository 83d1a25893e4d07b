//! Feeds whose time has come, in a line a host, and whose turn it is. Pure.
//!
//! Hosts take turns, so that one with a thousand feeds holds up nobody but itself. Hosts that were slow or failing stand apart: they
//! may fill a part of the desk, never all of it.

use std::collections::{HashMap, HashSet, VecDeque};

use rafid_core::{Feed, FeedId};

#[derive(Default)]
pub(super) struct Waiting {
    lines: HashMap<String, Line>,
    /// Hosts with a feed that may start, each once: sound ones and doubtful ones.
    sound: VecDeque<String>,
    doubtful: VecDeque<String>,
    known: HashSet<FeedId>,
    /// Turns since a doubtful host had one.
    passed_over: u32,
    per_host: usize,
}

#[derive(Default)]
struct Line {
    /// With what is known of it: is it doubtful?
    feeds: VecDeque<(Feed, bool)>,
    under_way: usize,
    in_turn: bool,
}

/// A feed that has its turn.
pub(super) struct Chosen {
    pub feed: Feed,
    pub host: String,
    pub doubtful: bool,
}

/// Sound hosts come first, but a doubtful one has every fourth turn.
const PATIENCE: u32 = 3;

impl Waiting {
    /// At most `per_host` feeds of one host are worked on at a time.
    pub fn new(per_host: usize) -> Self {
        Self { per_host: per_host.max(1), ..Self::default() }
    }

    pub fn knows(&self, feed: FeedId) -> bool {
        self.known.contains(&feed)
    }

    /// Feeds that wait or are worked on.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether some feed could start if there were room.
    pub fn has_turn(&self, doubtful_too: bool) -> bool {
        !self.sound.is_empty() || (doubtful_too && !self.doubtful.is_empty())
    }

    pub fn add(&mut self, feed: Feed, host: String, doubtful: bool) {
        if self.known.insert(feed.id) {
            self.lines.entry(host.clone()).or_default().feeds.push_back((feed, doubtful));
            self.queue(host);
        }
    }

    /// The next feed, if there is one. Call [`Self::ended`] when it is done.
    pub fn take(&mut self, doubtful_too: bool) -> Option<Chosen> {
        let doubtful_first = doubtful_too && self.passed_over >= PATIENCE;
        let host = match doubtful_first.then(|| self.doubtful.pop_front()).flatten() {
            Some(host) => host,
            None => match self.sound.pop_front() {
                Some(host) => host,
                None if doubtful_too => self.doubtful.pop_front()?,
                None => return None,
            },
        };
        let line = self.lines.get_mut(&host)?;
        line.in_turn = false;
        let (feed, doubtful) = line.feeds.pop_front()?;
        line.under_way += 1;
        self.passed_over = if doubtful { 0 } else { self.passed_over.saturating_add(1) };
        self.queue(host.clone());
        Some(Chosen { feed, host, doubtful })
    }

    /// A feed that was taken is done.
    pub fn ended(&mut self, feed: FeedId, host: &str) {
        self.known.remove(&feed);
        if let Some(line) = self.lines.get_mut(host) {
            line.under_way = line.under_way.saturating_sub(1);
            if line.under_way == 0 && line.feeds.is_empty() {
                self.lines.remove(host);
            } else {
                self.queue(host.to_owned());
            }
        }
    }

    /// Puts a host among those that have a turn coming, where one of its feeds may start.
    fn queue(&mut self, host: String) {
        let Some(line) = self.lines.get_mut(&host) else { return };
        let Some((_, doubtful)) = line.feeds.front().filter(|_| !line.in_turn && line.under_way < self.per_host) else { return };
        line.in_turn = true;
        if *doubtful { &mut self.doubtful } else { &mut self.sound }.push_back(host);
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rafid_core::{FeedKind, FeedState, SourceId, Validators, WebUrl};

    use super::*;

    fn feed(id: i64) -> Feed {
        Feed {
            id: FeedId(id),
            source: SourceId(1),
            url: WebUrl::new("http://a.example/").unwrap(),
            kind: FeedKind::Feed,
            state: FeedState::Active,
            validators: Validators::default(),
            interval_secs: 60,
            next_fetch_at: Timestamp::UNIX_EPOCH,
            last_fetch_at: None,
            last_success_at: None,
            last_new_at: None,
            failures: 0,
            last_error: None,
            issues: Vec::new(),
        }
    }

    fn add(waiting: &mut Waiting, ids: std::ops::Range<i64>, host: &str, doubtful: bool) {
        for id in ids {
            waiting.add(feed(id), host.to_owned(), doubtful);
        }
    }

    fn take_all(waiting: &mut Waiting, doubtful_too: bool) -> Vec<i64> {
        std::iter::from_fn(|| waiting.take(doubtful_too)).map(|chosen| chosen.feed.id.0).collect()
    }

    #[test]
    fn hosts_take_turns_however_long_their_lines_are() {
        let mut waiting = Waiting::new(2);
        add(&mut waiting, 0..1000, "many.example", false);
        add(&mut waiting, 1000..1003, "few.example", false);
        add(&mut waiting, 1003..1004, "one.example", false);
        assert_eq!(take_all(&mut waiting, true), [0, 1000, 1003, 1, 1001], "two at a time of each");
        waiting.ended(FeedId(1000), "few.example");
        assert_eq!(take_all(&mut waiting, true), [1002]);
        waiting.ended(FeedId(0), "many.example");
        waiting.ended(FeedId(1), "many.example");
        assert_eq!(take_all(&mut waiting, true), [2, 3]);
    }

    #[test]
    fn a_feed_waits_once() {
        let mut waiting = Waiting::new(4);
        add(&mut waiting, 1..2, "a.example", false);
        add(&mut waiting, 1..2, "a.example", false);
        assert_eq!(take_all(&mut waiting, true), [1]);
        assert!(waiting.knows(FeedId(1)), "it is worked on");
        add(&mut waiting, 1..2, "a.example", false);
        assert_eq!(take_all(&mut waiting, true), [0; 0]);
        waiting.ended(FeedId(1), "a.example");
        assert_eq!((waiting.len(), waiting.lines.len()), (0, 0), "nothing is kept of a host that is done");
    }

    #[test]
    fn doubtful_hosts_neither_crowd_out_nor_starve() {
        let mut waiting = Waiting::new(1);
        for n in 0..4 {
            add(&mut waiting, n..n + 1, &format!("slow{n}.example"), true);
        }
        for n in 10..16 {
            add(&mut waiting, n..n + 1, &format!("sound{n}.example"), false);
        }
        assert_eq!(take_all(&mut waiting, true), [10, 11, 12, 0, 13, 14, 15, 1, 2, 3]);
        add(&mut waiting, 20..21, "slow20.example", true);
        assert!(waiting.has_turn(true) && !waiting.has_turn(false));
        assert_eq!(take_all(&mut waiting, false), [0; 0], "their part of the desk is full");
    }
}
