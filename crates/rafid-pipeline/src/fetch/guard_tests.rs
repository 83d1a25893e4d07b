use proptest::prelude::*;

use super::*;

fn class_of(host: &str) -> AddressClass {
    match Url::parse(&format!("http://{host}/")).unwrap().host().unwrap() {
        Host::Ipv4(v4) => classify(v4.into()),
        Host::Ipv6(v6) => classify(v6.into()),
        Host::Domain(name) => panic!("{name} is a name"),
    }
}

fn assert_special(hosts: &[&str]) {
    for host in hosts {
        assert!(matches!(class_of(host), AddressClass::Special(_)), "{host} passes");
        assert!(Guard::default().check_url(&Url::parse(&format!("http://{host}/")).unwrap()).is_err(), "{host} passes");
    }
}

#[test]
fn public_addresses_pass() {
    for host in [
        "8.8.8.8",
        "1.1.1.1",
        "172.15.0.1",
        "172.32.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "192.0.1.1",
        "198.17.0.1",
        "223.255.255.255",
        "[2606:4700::1111]",
        "[2a00:1450::1]",
        "[2001:200::1]",
        "[64:ff9b::808:808]",
        "[::ffff:8.8.8.8]",
    ] {
        assert_eq!(class_of(host), AddressClass::Public, "{host}");
    }
}

#[test]
fn special_v4_ranges_do_not() {
    assert_special(&[
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
    ]);
}

#[test]
fn ssrf_003_special_v6_ranges() {
    assert_special(&[
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fc00::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[2001:db8::1]",
        "[3fff::1]",
        "[5f00::1]",
    ]);
    assert_special(&["[2001::1]", "[2001:10::1]", "[2001:20::1]", "[2002:808:808::1]", "[64:ff9b:1::808:808]", "[::8.8.8.8]"]);
}

#[test]
fn ssrf_004_mapped_addresses() {
    assert_special(&[
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
    ]);
}

#[test]
fn ssrf_006_odd_spellings() {
    assert_special(&[
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "①②⑦.⓪.⓪.①",
        "0x7f000001",
        "127.0.0.1.",
        "0xa9fea9fe",
        "%31%32%37.0.0.1",
    ]);
}

#[test]
fn only_the_web_is_fetched() {
    let guard = Guard::default();
    for bad in
        ["ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "http://a.example:25/", "http://a.example:6379/x"]
    {
        assert_eq!(guard.check_url(&Url::parse(bad).unwrap()).unwrap_err().kind, FailureKind::BadUrl, "{bad}");
    }
    for good in ["http://a.example/", "https://a.example:8443/", "http://مثال.example/خبر", "http://a.example:81/"] {
        assert!(guard.check_url(&Url::parse(good).unwrap()).is_ok(), "{good}");
    }
}

#[test]
fn the_allow_list_opens_exactly_what_it_says() {
    let guard = Guard::new(vec!["127.0.0.0/30".parse().unwrap(), "fd00::/8".parse().unwrap()]);
    for (address, open) in
        [("127.0.0.3", true), ("127.0.0.4", false), ("fd12::1", true), ("fc00::1", false), ("::ffff:127.0.0.1", true)]
    {
        assert_eq!(guard.permits(address.parse().unwrap()), open, "{address}");
    }
    assert!("0.0.0.0/0".parse::<Cidr>().unwrap().contains("10.0.0.1".parse().unwrap()));
    for bad in ["", "127.0.0.1/33", "x/8", "::/129", "127.0.0.1/-1", "10.0.0.0/"] {
        assert!(bad.parse::<Cidr>().is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn ssrf_004_every_embedding_of_a_special_v4_is_special(bits: u32, prefix in 0x2003_u16..0x3000) {
        let v4 = Ipv4Addr::from_bits(bits);
        let (high, low) = ((bits >> 16) as u16, bits as u16);
        let forms = [
            [0, 0, 0, 0, 0, 0xffff, high, low],
            [0x64, 0xff9b, 0, 0, 0, 0, high, low],
            [0, 0, 0, 0, 0, 0, high, low],
            [0, 0, 0, 0, 0xffff, 0, high, low],
            [0x2002, high, low, 0, 0, 0, 0, 1],
            [0x2001, 0, 0, 0, 0, 0, !high, !low],
            [prefix, 1, 2, 3, 0, 0x5efe, high, low],
        ];
        for form in forms {
            let carried = classify(Ipv6Addr::from(form).into());
            prop_assert!(carried != AddressClass::Public || classify(v4.into()) == AddressClass::Public, "{form:?}");
        }
    }
}
