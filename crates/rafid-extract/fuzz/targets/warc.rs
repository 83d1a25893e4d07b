#![no_main]
//! Web archives, plain and compressed, and the answers in them.

use libfuzzer_sys::fuzz_target;
use rafid_extract::source::warc::{MOST_BLOCK_BYTES, Records, members::Members, response};

fuzz_target!(|bytes: &[u8]| {
    let mut damage_in_a_row = 0;
    for record in Records::new(bytes) {
        match record {
            Ok(record) => {
                damage_in_a_row = 0;
                assert!(record.block.len() as u64 <= MOST_BLOCK_BYTES);
                if let Some(answer) = response::parse(&record.block) {
                    assert!(answer.body.len() <= record.block.len());
                }
            }
            Err(_) => damage_in_a_row += 1,
        }
        assert!(damage_in_a_row <= bytes.len() + 1);
    }
    // A small input can be a bomb: the first records are enough.
    Records::new(Members::buffered(bytes)).take(20).for_each(drop);
});
