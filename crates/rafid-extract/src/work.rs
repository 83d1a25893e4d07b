//! How much work was done, counted where pages and feeds are gone through: bytes that were scanned and nodes that were
//! looked at. A test that asks whether something is linear compares these counts, which are the same on every machine, and
//! not times. Builds without debug assertions count nothing.

use std::cell::Cell;

thread_local! {
    static DONE: Cell<u64> = const { Cell::new(0) };
}

/// What this thread has done so far.
pub fn done() -> u64 {
    DONE.get()
}

#[inline(always)]
pub(crate) fn add(steps: usize) {
    if cfg!(debug_assertions) {
        DONE.set(DONE.get().wrapping_add(steps as u64));
    }
}

/// The functions of the crate `memchr`, counted by the bytes that they go through.
pub(crate) mod scan {
    use super::add;

    fn counted(found: Option<usize>, length: usize) -> Option<usize> {
        add(found.unwrap_or(length) + 1);
        found
    }

    #[inline(always)]
    pub fn memchr(byte: u8, bytes: &[u8]) -> Option<usize> {
        counted(memchr::memchr(byte, bytes), bytes.len())
    }

    #[inline(always)]
    pub fn memchr2(one: u8, two: u8, bytes: &[u8]) -> Option<usize> {
        counted(memchr::memchr2(one, two, bytes), bytes.len())
    }

    #[inline(always)]
    pub fn memchr3(one: u8, two: u8, three: u8, bytes: &[u8]) -> Option<usize> {
        counted(memchr::memchr3(one, two, three, bytes), bytes.len())
    }

    #[inline(always)]
    pub fn memrchr(byte: u8, bytes: &[u8]) -> Option<usize> {
        let found = memchr::memrchr(byte, bytes);
        add(bytes.len() - found.unwrap_or(0));
        found
    }

    pub mod memmem {
        #[inline(always)]
        pub fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
            super::counted(memchr::memmem::find(bytes, part), bytes.len())
        }
    }
}
