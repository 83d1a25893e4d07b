use std::io::{BufReader, Write};

use super::members::Members;
use super::*;

fn record(kind: &str, target: &str, block: &str) -> Vec<u8> {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {target}\r\nWARC-Date: 2026-03-01T10:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
    .into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// `=target` for a record, `!what` for damage.
fn brief(records: impl Iterator<Item = Result<Record, Damage>>) -> Vec<String> {
    records
        .map(|record| match record {
            Ok(record) => format!("={}", record.target.unwrap_or_default()),
            Err(damage) => format!("!{}", damage.what),
        })
        .collect()
}

fn three() -> [Vec<u8>; 3] {
    ["https://a.example/1", "<https://a.example/2>", "https://a.example/3"]
        .map(|target| record("response", target, "HTTP/1.1 200"))
}

#[test]
fn records_are_read_in_order() {
    let archive = [record("warcinfo", "", "software: x"), three().concat()].concat();
    let records: Vec<_> = Records::new(archive.as_slice()).map(Result::unwrap).collect();
    assert_eq!(records.len(), 4);
    assert_eq!((&records[0].kind, records[0].block.len()), (&Kind::Info, 0));
    assert_eq!(records[2].target.as_deref(), Some("https://a.example/2"));
    assert_eq!(records[3].date.unwrap().to_string(), "2026-03-01T10:00:00Z");
    assert_eq!(records[3].block, b"HTTP/1.1 200");
}

#[test]
fn what_is_damaged_costs_itself() {
    let [a, b, c] = three();
    let broken = String::from_utf8(b.clone()).unwrap().replace("Content-Length: 12", "Content-Length: zwölf").into_bytes();
    let read = brief(Records::new([a.clone(), broken, c.clone()].concat().as_slice()));
    assert_eq!(read, ["=https://a.example/1", "!a record without Content-Length", "=https://a.example/3"]);
    // A length that is too short leaves rubbish behind it.
    let short = String::from_utf8(b).unwrap().replace("Content-Length: 12", "Content-Length: 5").into_bytes();
    let read = brief(Records::new([a.clone(), short, c].concat().as_slice()));
    assert_eq!(read, ["=https://a.example/1", "=https://a.example/2", "!no WARC header: \"1.1 200\"", "=https://a.example/3"]);
    let cut = &a[..a.len() - 8];
    assert_eq!(brief(Records::new(cut)), ["!the archive ends inside the record of https://a.example/1"]);
    assert_eq!(brief(Records::new(&a[..60])), ["!the archive ends inside a record's headers"]);
}

#[test]
fn compressed_members_fail_one_by_one() {
    let mut members = three().map(|record| gzip(&record));
    let whole = members.concat();
    assert_eq!(
        brief(Records::new(Members::buffered(whole.as_slice()))),
        ["=https://a.example/1", "=https://a.example/2", "=https://a.example/3"]
    );
    let middle = members[1].len() / 2;
    members[1][middle] ^= 0xff;
    let read = brief(Records::new(Members::buffered(members.concat().as_slice())));
    assert_eq!(read.first().map(String::as_str), Some("=https://a.example/1"), "{read:?}");
    assert_eq!(read.last().map(String::as_str), Some("=https://a.example/3"), "{read:?}");
    assert!(read.iter().any(|line| line.starts_with('!')), "{read:?}");
    let read = brief(Records::new(Members::buffered(&whole[..whole.len() - 20])));
    assert!(read.last().unwrap().contains("cut short"), "{read:?}");
    // One buffer that ends within the magic number.
    let read = brief(Records::new(BufReader::new(Members::new(BufReader::with_capacity(7, whole.as_slice())))));
    assert_eq!(read.len(), 3);
}

#[test]
fn what_is_no_archive_ends_soon_and_quietly() {
    let noise = "سطر لا معنى له\n".repeat(50_000);
    let read = brief(Records::new(noise.as_bytes()));
    assert_eq!(read.len(), 1, "{read:?}");
    assert!(Records::new(&b""[..]).next().is_none());
    let mut endless = Records::new(BufReader::new(std::io::repeat(b'x').take(300_000_000)));
    assert!(endless.next().unwrap().is_err());
}

#[test]
fn long_blocks_are_cut_and_skipped() {
    let long = "x".repeat(usize::try_from(MOST_BLOCK_BYTES).unwrap() + 5);
    let archive = [record("response", "https://a.example/1", &long), record("response", "https://a.example/2", "y")].concat();
    let records: Vec<_> = Records::new(archive.as_slice()).map(Result::unwrap).collect();
    assert!(records[0].truncated && records[0].block.len() as u64 == MOST_BLOCK_BYTES);
    assert_eq!(records[1].block, b"y");
    // A length that lies does not reserve memory.
    let lie = "WARC/1.1\nWARC-Type: response\nContent-Length: 18446744073709551615\n\nabc";
    assert_eq!(brief(Records::new(lie.as_bytes())).len(), 1);
}
