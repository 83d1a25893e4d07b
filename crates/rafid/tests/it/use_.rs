//! Help, exit codes, configuration: how the program treats people.

use crate::tools::{json, ok, run, sample_store, stderr};

#[test]
fn wrong_use_is_two_and_failure_is_one() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(dir.path(), &["fly"]).status.code(), Some(2));
    assert_eq!(run(dir.path(), &["show", "x y"]).status.code(), Some(2));
    assert_eq!(run(dir.path(), &["stories", "--since", "whenever"]).status.code(), Some(1), "there is no store yet");
    let output = run(dir.path(), &["search", "خبر"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("rafid import"), "{}", stderr(&output));
    let store = sample_store();
    assert_eq!(run(store.path(), &["stories", "--since", "whenever"]).status.code(), Some(2));
    assert_eq!(run(store.path(), &["show", "ext:nobody"]).status.code(), Some(1));
}

#[test]
fn help_names_every_command() {
    let dir = tempfile::tempdir().unwrap();
    let help = ok(dir.path(), &["--help"]);
    for command in [
        "demo", "serve", "collect", "import", "source", "search", "show", "related", "stories", "export", "keywords", "extract",
        "feed", "date", "index", "reindex", "doctor", "config",
    ] {
        assert!(help.contains(&format!("  {command}")), "{command} is not in:\n{help}");
    }
}

#[test]
fn a_wrong_configuration_is_refused_with_a_suggestion() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("rafid.toml"), "[serve]\nlisten_at = \"127.0.0.1:1\"\n").unwrap();
    let output = run(dir.path(), &["config", "check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("did you mean `serve.listen`"), "{}", stderr(&output));
    let output = crate::tools::rafid(dir.path()).env("RAFID_SERVE_LISTEM", "x").args(["config", "check"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_example_configuration_is_right() {
    let dir = tempfile::tempdir().unwrap();
    let example = ok(dir.path(), &["config", "example"]);
    std::fs::write(dir.path().join("rafid.toml"), example).unwrap();
    ok(dir.path(), &["config", "check"]);
}

#[test]
fn doctor_finds_nothing_in_a_sound_store_and_something_in_a_broken_one() {
    let store = sample_store();
    assert_eq!(json(store.path(), &["doctor", "--json"])["problems"].as_array().unwrap().len(), 0);
    std::fs::remove_dir_all(store.path().join("index")).unwrap();
    let output = run(store.path(), &["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    ok(store.path(), &["reindex"]);
    ok(store.path(), &["doctor"]);
}

#[test]
fn the_index_says_what_it_knows_and_learns() {
    let store = sample_store();
    let before = json(store.path(), &["index", "status", "--json"]);
    assert_eq!((&before["articles"], &before["behind"], &before["generation"]["counted"]), (&4.into(), &0.into(), &0.into()));
    // Four articles teach nothing that is worth a new index.
    let growth = json(store.path(), &["index", "grow", "--json"]);
    assert_eq!((&growth["has_grown"], &growth["articles"], &growth["outlets"]), (&false.into(), &4.into(), &4.into()));
    assert!(ok(store.path(), &["index", "grow"]).contains("--new-words"));
    let lines: Vec<String> = (0..8)
        .map(|n| {
            let word = ["الزرنكوش", "بالزرنكوش", "وبالزرنكوش"][n % 3];
            let outlet = ["نهر", "جسر"][n % 2];
            serde_json::json!({"id": format!("h{n}"), "source": outlet, "title": "من السوق", "body": format!("يباع {word} هنا")})
                .to_string()
        })
        .collect();
    let file = store.path().join("herbs.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    ok(store.path(), &["import", file.to_str().unwrap()]);
    let found = |text: &str| json(store.path(), &["search", text, "--json", "--limit", "20"])["total"].clone();
    assert_ne!(found("زرنكوش"), 8);
    let growth = json(store.path(), &["index", "grow", "--articles", "3", "--new-words", "1", "--json"]);
    assert_eq!((&growth["has_grown"], &growth["generation"]["counted"]), (&true.into(), &12.into()), "{growth}");
    assert_eq!(found("زرنكوش"), 8);
    let rebuilt = json(store.path(), &["index", "rebuild", "--json"]);
    assert_eq!((&rebuilt["generation"]["counted"], &rebuilt["articles"]), (&12.into(), &12.into()));
    assert_eq!(found("زرنكوش"), 8);
    assert_eq!(json(store.path(), &["doctor", "--json"])["index"]["words"], rebuilt["generation"]["words"]);
    assert!(ok(store.path(), &["doctor"]).contains("12 articles of this portal"));
    assert!(ok(store.path(), &["index", "status"]).contains("0 changes behind"));
}

#[test]
fn the_analysers_answer_line_by_line() {
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("page.html");
    std::fs::write(
        &page,
        "<html><head><title>خبر</title></head><body><article><h1>افتتاح مكتبة الميناء</h1><p>افتتحت بلدية الياسمينة اليوم مكتبة عامة جديدة على الميناء القديم تضم ثلاثين ألف كتاب.</p><p>وقالت مديرة المكتبة إن الدخول مجاني طوال العام الأول، وإن قاعة الأطفال تفتح كل مساء.</p></article></body></html>",
    )
    .unwrap();
    let path = page.to_str().unwrap();
    let answer = json(dir.path(), &["extract", path, "--json"]);
    assert!(answer["text"].as_str().unwrap().contains("ثلاثين ألف كتاب"), "{answer}");
    let feed = dir.path().join("feed.xml");
    std::fs::write(&feed, "<rss version='2.0'><channel><title>ت</title><item><title>قمح & شعير</title><link>http://a.example/1</link></item></channel></rss>").unwrap();
    let answer = json(dir.path(), &["feed", feed.to_str().unwrap(), "--json"]);
    assert_eq!(answer["entries"][0]["title"], "قمح & شعير");
    let date = json(dir.path(), &["date", "--json", "٢٣ تشرين الثاني ٢٠٢٦"]);
    assert_eq!(date["iso"], "2026-11-23");
    assert_eq!(run(dir.path(), &["date", "٣٢ مارس"]).status.code(), Some(1));
}

#[test]
fn the_operators_rules_are_used_and_wrong_ones_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("page.html");
    let rules = dir.path().join("site-rules.txt");
    std::fs::write(&page, "<h1>صحيفة</h1><p class=t>حكاية النبع</p><div class=x>بدأت الحكاية عند النبع.</div>").unwrap();
    std::fs::write(&rules, "paper.example\n  headline .t\n  body .x\n  byline .nobody\n").unwrap();
    let (page, rules) = (page.to_str().unwrap().to_owned(), rules.to_str().unwrap().to_owned());
    let asked = ["extract", &page, "--url", "https://www.paper.example/1", "--rules", &rules];
    let text = ok(dir.path(), &asked);
    assert!(text.contains("rule for paper.example: headline, body; nothing for byline"), "{text}");
    let found = json(dir.path(), &[&asked[..], &["--json"]].concat());
    assert_eq!((&found["title"], &found["text"]), (&"حكاية النبع".into(), &"بدأت الحكاية عند النبع.".into()));
    std::fs::write(&rules, "paper.example\n  colour red\n").unwrap();
    let refused = run(dir.path(), &asked);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("line 2: \"colour\""), "{}", stderr(&refused));
    // What collects reads the file by its name, and does not start with half of it.
    let output = run(dir.path(), &["collect"]);
    assert!(!output.status.success() && stderr(&output).contains("line 2"), "{}", stderr(&output));
}

#[test]
fn a_date_comes_with_its_calendar_precision_and_zone() {
    let dir = tempfile::tempdir().unwrap();
    let zoned = ok(dir.path(), &["date", "17 يونيو 2025 الساعة 9:30 بتوقيت غرينتش"]);
    assert!(zoned.starts_with("2025-06-17T09:30") && zoned.contains("zone "), "{zoned}");
    let plain = ok(dir.path(), &["date", "١٧ حزيران ٢٠٢٥"]);
    assert!(plain.contains("2025-06-17") && plain.contains("no zone"), "{plain}");
}
