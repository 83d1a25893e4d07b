use super::*;

fn allows(text: &str, path: &str) -> bool {
    Robots::parse(text.as_bytes(), "Rafid").allows(&Url::parse("https://akhbar.example").unwrap().join(path).unwrap())
}

#[test]
fn the_longest_rule_decides() {
    let text = "User-agent: *\nDisallow: /private\nAllow: /private/news\nDisallow: /*.pdf$\n";
    for (path, allowed) in [
        ("/", true),
        ("/private", false),
        ("/private/x", false),
        ("/private/news/1", true),
        ("/a/b.pdf", false),
        ("/a/b.pdf?x", true),
        ("/robots.txt", true),
    ] {
        assert_eq!(allows(text, path), allowed, "{path}");
    }
    assert!(allows("User-agent: *\nDisallow: /a\nAllow: /a", "/a"), "an allowing rule wins a tie");
    assert!(allows("User-agent: *\nDisallow:", "/a"), "an empty rule says nothing");
}

#[test]
fn our_own_group_replaces_the_one_for_all() {
    let text = "User-agent: *\nDisallow: /\n\nUser-Agent: other\nUser-agent: RAFID/2.0\nCrawl-delay: 2.5\nDisallow: /x\n\
                User-agent: bad\nDisallow: /y\nSitemap: https://akhbar.example/s.xml\nUser-agent: rafid\nDisallow: /z";
    assert!(allows(text, "/y"));
    assert!(!allows(text, "/x"));
    assert!(!allows(text, "/z"), "groups of one name add up");
    let robots = Robots::parse(text.as_bytes(), "Rafid");
    assert_eq!(robots.crawl_delay, Some(Duration::from_millis(2500)));
}

#[test]
fn spelling_does_not_slip_past() {
    assert!(!allows("User-agent: *\nDisallow: /private", "/%70rivate"));
    assert!(!allows("User-agent: *\nDisallow: /%70rivate", "/private"));
    assert!(!allows("User-agent: *\nDisallow: /خاص", "/%d8%ae%d8%a7%d8%b5/1"));
    assert!(!allows("\u{feff}User-agent: *\r\nDisallow: /%D8%AE%D8%A7%D8%B5", "/خاص"));
    assert!(allows("User-agent: *\nDisallow: /a%2Fb", "/a/b"), "an encoded slash is another path");
}

#[test]
fn what_is_written_down_reads_the_same() {
    let text =
        "User-agent: *\nDisallow: /خاص\nAllow: /%D8%AE%D8%A7%D8%B5/عام\nDisallow: /*.pdf$\nCrawl-delay: 2.5\nDisallow: /a b";
    let robots = Robots::parse(text.as_bytes(), "Rafid");
    assert_eq!(robots.rules.len(), 4);
    assert_eq!(Robots::parse(robots.to_text("Rafid").as_bytes(), "Rafid"), robots);
    for robots in [Robots::open(), Robots::closed()] {
        assert_eq!(Robots::parse(robots.to_text("Rafid").as_bytes(), "Rafid"), robots);
    }
}

#[test]
fn hostile_files_cost_little() {
    let stars = format!("User-agent: *\nDisallow: /{}x\n", "*a".repeat(900)).repeat(300);
    let path = format!("/{}", "a".repeat(8000));
    let started = std::time::Instant::now();
    assert!(allows(&stars, &path));
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    for text in ["", ":", "Disallow", "Crawl-delay: NaN\n", "User-agent: *\nCrawl-delay: -1", "\u{0}\u{0}", "Allow: %"] {
        assert!(allows(text, "/"), "{text:?}");
    }
    let many = Robots::parse(format!("User-agent: *\n{}", "Disallow: /x\n".repeat(100_000)).as_bytes(), "Rafid");
    assert_eq!(many.rules.len(), MAX_RULES);
}

#[test]
fn closed_lets_nothing_pass() {
    assert!(!Robots::closed().allows(&Url::parse("https://akhbar.example/a?b").unwrap()));
    assert!(Robots::open().allows(&Url::parse("https://akhbar.example/a?b").unwrap()));
}
