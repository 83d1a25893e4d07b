use encoding_rs::{ISO_8859_6, WINDOWS_1256};

use super::*;

const PROSE: &str = "<p>أعلنت البلدية اليوم افتتاح الحديقة الجديدة في الحي الشمالي بعد أشهر من العمل</p>";

fn check(bytes: &[u8], content_type: Option<&str>, kind: Kind, expected: (&str, Source)) -> String {
    let decoded = decode(bytes, content_type, kind);
    assert_eq!((decoded.encoding, decoded.source), expected, "{:?}", decoded.issues);
    decoded.text.into_owned()
}

#[test]
fn declared_undeclared_and_wrongly_declared_arabic() {
    let cp1256 = WINDOWS_1256.encode(PROSE).0;
    let iso = ISO_8859_6.encode(PROSE).0;
    for (bytes, name) in [(&cp1256, "windows-1256"), (&iso, "ISO-8859-6")] {
        assert_eq!(check(bytes, None, Kind::Html, (name, Source::Detected)), PROSE);
        assert_eq!(check(bytes, Some("text/html; charset=ISO-8859-1"), Kind::Html, (name, Source::Detected)), PROSE);
        assert_eq!(check(bytes, Some("text/html; charset=utf-8"), Kind::Html, (name, Source::Detected)), PROSE);
        let header = format!("text/html;charset = '{name}'");
        assert_eq!(check(bytes, Some(&header), Kind::Html, (name, Source::Http)), PROSE);
    }
    let meta = [b"<meta http-equiv=x content='text/html; charset=cp1256'>", &cp1256[..]].concat();
    check(&meta, Some("text/html; charset=iso-8859-1"), Kind::Html, ("windows-1256", Source::Declared));
    let xml = [b"<?xml version='1.0' encoding='utf-8'?>", &cp1256[..]].concat();
    check(&xml, Some("text/xml; charset=iso-8859-1"), Kind::Xml, ("windows-1256", Source::Detected));
}

#[test]
fn valid_utf8_wins_over_declarations() {
    let text = check(PROSE.as_bytes(), Some("text/html; charset=windows-1256"), Kind::Html, ("UTF-8", Source::Detected));
    assert_eq!(text, PROSE);
    let cut = &PROSE.as_bytes()[..PROSE.len() - 9];
    assert!(check(cut, None, Kind::Html, ("UTF-8", Source::Detected)).starts_with("<p>أعلنت البلدية"));
}

#[test]
fn french_stays_french() {
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode("<p>Le président a été reçu à l’Élysée, où il a déjà dîné</p>");
    assert!(check(&bytes, None, Kind::Html, ("windows-1252", Source::Detected)).contains("déjà dîné"));
    check(&bytes, Some("text/html; charset=latin1"), Kind::Html, ("windows-1252", Source::Http));
}

#[test]
fn utf16_and_utf32_with_and_without_a_mark() {
    let text = "<?xml version=\"1.0\"?><rss><channel><title>خبر</title></channel></rss>";
    let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let be32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
    assert_eq!(check(&be, None, Kind::Xml, ("UTF-16BE", Source::Mark)), text);
    assert_eq!(check(&le, None, Kind::Xml, ("UTF-16LE", Source::Mark)), text);
    assert_eq!(check(&[&[0xff, 0xfe], &le[..]].concat(), None, Kind::Xml, ("UTF-16LE", Source::Mark)), text);
    assert_eq!(check(&be32, None, Kind::Xml, ("UTF-32", Source::Mark)), text);
    assert_eq!(check(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), None, Kind::Xml, ("UTF-8", Source::Mark)), text);
}

#[test]
fn unknown_labels_and_hostile_bytes_are_harmless() {
    let decoded = decode(b"<?xml encoding='bogus'?><a/>", Some("text/xml; charset=nonsense"), Kind::Xml);
    assert_eq!(decoded.issues.len(), 2);
    for bytes in [&b""[..], b"\xff", b"\x00", b"<meta charset", b"<?xml encoding=", b"\xff\xfe\x00", &[0x80; 300]] {
        decode(bytes, Some("; charset="), Kind::Html);
        decode(bytes, Some("charset"), Kind::Xml);
    }
}
