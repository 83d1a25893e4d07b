//! The HTTP answer in a record's block (RFC 9112): status, headers, and the body without its transfer coding.

/// An answer as it was captured. The body is still in its content coding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub content_type: Option<String>,
    /// Of the body as it is here.
    pub content_encoding: Option<String>,
    pub body: Vec<u8>,
}

const MOST_HEAD_BYTES: usize = 256 * 1024;

/// Reads an answer; `None` when the block is none.
pub fn parse(block: &[u8]) -> Option<Response> {
    let (head, body) = split(block)?;
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let mut status_line = lines.next()?.split_ascii_whitespace();
    let version = status_line.next()?;
    if !version.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("HTTP/")) {
        return None;
    }
    let status = status_line.next()?.parse().ok().filter(|status| (100..1000).contains(status))?;
    let mut response = Response { status, ..Response::default() };
    let mut chunked = false;
    for (name, value) in lines.take(1000).filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => response.content_type = Some(value.to_owned()),
            "content-encoding" => response.content_encoding = Some(value.to_owned()),
            "transfer-encoding" => chunked = value.to_ascii_lowercase().contains("chunked"),
            _ => {}
        }
    }
    // Many crawlers keep the header and take the coding off all the same.
    response.body = if chunked { dechunked(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() };
    Some(response)
}

/// Head and body, at the first empty line.
fn split(block: &[u8]) -> Option<(&[u8], &[u8])> {
    let window = &block[..block.len().min(MOST_HEAD_BYTES)];
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'\n', &window[from..]) {
        let line = &window[from..from + at];
        from += at + 1;
        if line.trim_ascii().is_empty() {
            return Some((&block[..from], &block[from..]));
        }
    }
    None
}

/// Undoes the chunked transfer coding (RFC 9112, 7.1); `None` when these are no chunks. A last chunk that is cut short
/// gives what there is.
fn dechunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let mut first = true;
    loop {
        let Some(end) = memchr::memchr(b'\n', &rest[..rest.len().min(1024)]) else {
            return (!first).then_some(body);
        };
        let line = std::str::from_utf8(rest[..end].trim_ascii()).ok();
        let size = line.and_then(|line| usize::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16).ok());
        let Some(size) = size else { return (!first).then_some(body) };
        first = false;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(body);
        }
        let chunk = &rest[..size.min(rest.len())];
        body.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_apart() {
        let block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1256\r\nX: y\r\n\r\n<p>\r\n\r\n</p>";
        let response = parse(block).unwrap();
        assert_eq!((response.status, response.body.as_slice()), (200, b"<p>\r\n\r\n</p>".as_slice()));
        assert_eq!(response.content_type.as_deref(), Some("text/html; charset=windows-1256"));
        assert_eq!(parse(b"HTTP/2 404\n\nx").unwrap().status, 404);
        for none in [&b""[..], b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n", b"HTTP/1.1 OK\r\n\r\n", b"<html>\n\n"] {
            assert_eq!(parse(none), None, "{:?}", String::from_utf8_lossy(none));
        }
    }

    #[test]
    fn chunks_are_joined_where_there_are_any() {
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        let body = |bytes: &[u8]| String::from_utf8(parse(&[&head[..], bytes].concat()).unwrap().body).unwrap();
        assert_eq!(body(b"4\r\nabcd\r\n3;x=y\r\nefg\r\n0\r\n\r\n"), "abcdefg");
        assert_eq!(body(b"4\r\nabcd\r\nffff\r\nef"), "abcdef", "cut short");
        assert_eq!(body(b"4\r\nabcd\r\nffffffffffffffffff\r\nef"), "abcd");
        assert_eq!(body(b"<html>\nno chunks"), "<html>\nno chunks");
        assert_eq!(body(b""), "");
    }
}
