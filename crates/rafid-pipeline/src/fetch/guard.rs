//! Which addresses may be dialled: public ones, and those on the operator's allow list. Pure.
//!
//! Against server-side request forgery a name must be checked where it is resolved and a literal where it is written,
//! on every redirect hop: an HTTP client does not ask its resolver about literals. The ranges are those of the IANA
//! special-purpose registries (RFC 6890 and its updates); of IPv6 only 2000::/3 is public to begin with.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::{FailureKind, FetchFailure};

/// Why an address is not public: the name of its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressClass {
    Public,
    Special(&'static str),
}

/// A block of addresses, such as `127.0.0.0/8` or `::1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cidr {
    base: u128,
    bits: u8,
    v4: bool,
}

impl Cidr {
    pub fn contains(self, address: IpAddr) -> bool {
        let (value, v4) = key(address.to_canonical());
        v4 == self.v4 && (self.bits == 0 || (value ^ self.base) >> (self.width() - u32::from(self.bits)) == 0)
    }

    fn width(self) -> u32 {
        if self.v4 { 32 } else { 128 }
    }
}

impl std::str::FromStr for Cidr {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{text}` is not a block of addresses: write it as 10.1.0.0/16, fd00::/8 or 192.168.1.7");
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let (base, v4) = key(address.trim().parse::<IpAddr>().map_err(|_| wrong())?);
        let width = if v4 { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), |bits| bits.trim().parse::<u8>().map_err(|_| wrong()))?;
        if bits > width { Err(wrong()) } else { Ok(Self { base, bits, v4 }) }
    }
}

fn key(address: IpAddr) -> (u128, bool) {
    match address {
        IpAddr::V4(v4) => (u128::from(v4.to_bits()), true),
        IpAddr::V6(v6) => (v6.to_bits(), false),
    }
}

/// Public addresses, and what the operator allows besides.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    allow: Vec<Cidr>,
}

impl Guard {
    pub fn new(allow: Vec<Cidr>) -> Self {
        Self { allow }
    }

    pub fn permits(&self, address: IpAddr) -> bool {
        classify(address) == AddressClass::Public || self.allow.iter().any(|block| block.contains(address))
    }

    /// Checks what can be seen without a look-up: scheme, port, and the host when it is a literal. The `url` crate has
    /// read octal, hexadecimal, short and full-width spellings into a plain address by then (WHATWG URL, 3.5).
    pub fn check_url(&self, url: &Url) -> Result<(), FetchFailure> {
        let bad = |detail: String| Err(FetchFailure::new(FailureKind::BadUrl, url, detail));
        if !matches!(url.scheme(), "http" | "https") {
            return bad(format!("`{}` is not http or https", url.scheme()));
        }
        let literal = match url.host() {
            None => return bad("the address names no host".to_owned()),
            Some(Host::Domain(_)) => None,
            Some(Host::Ipv4(v4)) => Some(IpAddr::V4(v4)),
            Some(Host::Ipv6(v6)) => Some(IpAddr::V6(v6)),
        };
        match (literal, url.port_or_known_default()) {
            (Some(address), _) if !self.permits(address) => Err(FetchFailure::blocked(url)),
            (_, Some(port)) if foreign_port(port) => bad(format!("port {port} belongs to another protocol than HTTP")),
            _ => Ok(()),
        }
    }
}

/// Ports on which something other than HTTP listens and might be talked into doing something (WHATWG Fetch, "port
/// blocking", and all system ports but those of the web).
fn foreign_port(port: u16) -> bool {
    const OTHERS: [u16; 22] = [
        1719, 1720, 1723, 2049, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6667, 6697, 9100, 9200, 10080, 11211,
        27017, 50000,
    ];
    (port < 1024 && !matches!(port, 80 | 81 | 443 | 591)) || OTHERS.contains(&port)
}

/// Names the special range that `address` lies in, seeing through every form in which IPv6 carries IPv4.
pub fn classify(address: IpAddr) -> AddressClass {
    match address {
        IpAddr::V4(v4) => classify_v4(v4),
        IpAddr::V6(v6) => classify_v6(v6),
    }
}

fn classify_v4(address: Ipv4Addr) -> AddressClass {
    let special = match address.octets() {
        [0, ..] => "this network",
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => "private",
        [100, 64..=127, ..] => "carrier-grade NAT",
        [127, ..] => "loopback",
        [169, 254, ..] => "link-local",
        [192, 0, 0, _] => "protocol assignments",
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => "documentation",
        [192, 88, 99, _] => "6to4 relay",
        [198, 18..=19, ..] => "benchmarking",
        // Public by number, yet it is the host's own platform service on Azure.
        [168, 63, 129, 16] => "platform service",
        [224..=239, ..] => "multicast",
        [240..=255, ..] => "reserved",
        _ => return AddressClass::Public,
    };
    AddressClass::Special(special)
}

fn classify_v6(address: Ipv6Addr) -> AddressClass {
    let part = address.segments();
    let last_v4 = Ipv4Addr::from_bits((u32::from(part[6]) << 16) | u32::from(part[7]));
    let special = match part {
        [0, 0, 0, 0, 0, 0, 0, 1] => "loopback",
        // IPv4-mapped, and NAT64 as a resolver behind DNS64 makes it for ordinary sites: judged by what they carry.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => return classify_v4(last_v4),
        [0x2001, 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..] => "documentation",
        [0x2001, 0, ..] => "teredo",
        [0x2001, 0..=0x01ff, ..] => "protocol assignments",
        [0x2002, ..] => "6to4",
        [0xfc00..=0xfdff, ..] => "private",
        [0xfe80..=0xfeff, ..] => "link-local",
        [0xff00..=0xffff, ..] => "multicast",
        [0x2000..=0x3fff, _, _, _, 0 | 0x0200, 0x5efe, ..] => "isatap",
        [0x2000..=0x3fff, ..] => return AddressClass::Public,
        _ => "reserved",
    };
    AddressClass::Special(special)
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
