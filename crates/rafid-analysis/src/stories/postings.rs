//! Which members of the window have a word or a shingle.

use std::collections::VecDeque;
use std::collections::hash_map::Entry;

use crate::hash::Map;

/// For each key the numbers that have it, ascending; those of members that are gone stay until [`Postings::drop_before`]. Most keys have one: it is kept without a list, which halves what the window takes.
#[derive(Debug, Default)]
pub(super) struct Postings(Map<u32, List>);

#[derive(Debug)]
enum List {
    One(u32),
    // Twice as small in the table, where nearly all are `One`.
    #[expect(clippy::box_collection)]
    Many(Box<VecDeque<u32>>),
}

/// The numbers of one key.
#[derive(Debug, Clone, Copy)]
pub(super) enum Numbers<'p> {
    One(u32),
    Many(&'p VecDeque<u32>),
}

impl Numbers<'_> {
    pub fn len(self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Many(list) => list.len(),
        }
    }

    pub fn for_each(self, mut each: impl FnMut(u32)) {
        match self {
            Self::One(number) => each(number),
            Self::Many(list) => list.iter().copied().for_each(each),
        }
    }

    /// Those from `first` on, the earliest first.
    pub fn since(self, first: u32) -> impl Iterator<Item = u32> {
        let (one, many) = match self {
            Self::One(number) => (Some(number), None),
            Self::Many(list) => (None, Some(list)),
        };
        one.into_iter().chain(many.into_iter().flatten().copied()).skip_while(move |number| *number < first)
    }
}

impl Postings {
    pub fn get(&self, key: u32) -> Option<Numbers<'_>> {
        self.0.get(&key).map(|list| match list {
            List::One(number) => Numbers::One(*number),
            List::Many(list) => Numbers::Many(list),
        })
    }

    /// How many have `key`.
    pub fn count(&self, key: u32) -> usize {
        self.get(key).map_or(0, Numbers::len)
    }

    /// Notes that `number`, which is above all that are known, has `key`.
    pub fn push(&mut self, key: u32, number: u32) {
        match self.0.entry(key) {
            Entry::Vacant(place) => {
                place.insert(List::One(number));
            }
            Entry::Occupied(mut place) => match place.get_mut() {
                List::Many(list) => list.push_back(number),
                List::One(first) => {
                    let list = VecDeque::from([*first, number]);
                    place.insert(List::Many(Box::new(list)));
                }
            },
        }
    }

    /// Takes numbers below `first` out of all lists: one walk over the memory, where each article's words by themselves would be found
    /// all over it.
    pub fn drop_before(&mut self, first: u32) {
        self.0.retain(|_, list| match list {
            List::One(number) => *number >= first,
            List::Many(list) => {
                while list.front().is_some_and(|number| *number < first) {
                    list.pop_front();
                }
                !list.is_empty()
            }
        });
    }

    /// Takes one number out of the list of `key`.
    pub fn drop_one(&mut self, key: u32, number: u32) {
        let Entry::Occupied(mut place) = self.0.entry(key) else { return };
        let is_empty = match place.get_mut() {
            List::One(only) => *only == number,
            List::Many(list) => {
                if let Ok(found) = list.binary_search(&number) {
                    list.remove(found);
                }
                list.is_empty()
            }
        };
        if is_empty {
            place.remove();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(postings: &Postings, key: u32) -> Vec<u32> {
        let mut out = Vec::new();
        if let Some(numbers) = postings.get(key) {
            numbers.for_each(|number| out.push(number));
            assert_eq!(numbers.len(), out.len());
            assert_eq!(numbers.since(2).collect::<Vec<_>>(), out.iter().copied().filter(|n| *n >= 2).collect::<Vec<_>>());
        }
        assert_eq!(postings.count(key), out.len());
        out
    }

    #[test]
    fn numbers_come_and_go() {
        let mut postings = Postings::default();
        assert_eq!(numbers(&postings, 7), []);
        for number in 1..=4 {
            postings.push(7, number);
            assert_eq!(numbers(&postings, 7), (1..=number).collect::<Vec<_>>());
        }
        postings.push(8, 4);
        postings.drop_one(7, 3);
        postings.drop_one(7, 9);
        postings.drop_before(2);
        assert_eq!(numbers(&postings, 7), [2, 4]);
        postings.drop_before(4);
        assert_eq!((numbers(&postings, 7), numbers(&postings, 8)), (vec![4], vec![4]));
        postings.drop_one(8, 3);
        assert_eq!(numbers(&postings, 8), [4]);
        postings.drop_before(5);
        assert!(postings.0.is_empty(), "empty lists leave");
    }
}
