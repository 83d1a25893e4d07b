//! `import`: nothing lost, nothing double, whatever happens.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use crate::tools::{json, json_lines, ok, rafid, run, sample_lines, sample_store, stderr};

#[test]
fn importing_twice_changes_nothing() {
    let dir = sample_store();
    let file = dir.path().join("sample.jsonl");
    let before = ok(dir.path(), &["export", "articles"]);
    let summary = json(dir.path(), &["import", file.to_str().unwrap(), "--json"]);
    assert_eq!((&summary["added"], &summary["revised"], &summary["unchanged"]), (&0.into(), &0.into(), &4.into()));
    assert_eq!(ok(dir.path(), &["export", "articles"]), before);
}

#[test]
fn what_is_exported_can_be_imported_elsewhere() {
    let dir = sample_store();
    let exported = ok(dir.path(), &["export", "articles"]);
    let other = tempfile::tempdir().unwrap();
    let file = other.path().join("articles.jsonl");
    std::fs::write(&file, &exported).unwrap();
    ok(other.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(ok(other.path(), &["export", "articles"]), exported);
}

#[test]
fn compressed_and_piped_lines_are_the_same_articles() {
    let text = sample_lines().join("\n");
    let dir = tempfile::tempdir().unwrap();
    let zst = dir.path().join("a.bin");
    std::fs::write(&zst, zstd::encode_all(text.as_bytes(), 1).unwrap()).unwrap();
    assert_eq!(json(dir.path(), &["import", zst.to_str().unwrap(), "--json"])["added"], 4);
    let gz = dir.path().join("a.gz");
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    std::fs::write(&gz, encoder.finish().unwrap()).unwrap();
    assert_eq!(json(dir.path(), &["import", gz.to_str().unwrap(), "--json"])["unchanged"], 4);
    let mut child =
        rafid(dir.path()).args(["import", "-", "--json"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("\"unchanged\": 4"));
}

#[test]
fn bad_lines_are_named_and_skipped() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("bad.jsonl");
    let lines = sample_lines();
    std::fs::write(&file, format!("{}\nnot json\n{{\"id\":\"x\"}}\n\n{}\n", lines[0], lines[1])).unwrap();
    let path = file.to_str().unwrap();
    let output = run(dir.path(), &["import", path, "--json"]);
    assert!(output.status.success());
    let errors = stderr(&output);
    assert!(errors.contains("line 2") && errors.contains("line 3") && errors.contains("neither `title` nor `body`"), "{errors}");
    assert_eq!(json(dir.path(), &["doctor", "--json"])["articles"], 2);
    let strict = run(dir.path(), &["import", path, "--strict"]);
    assert_eq!(strict.status.code(), Some(1));
    assert!(stderr(&strict).contains("line 2"), "{}", stderr(&strict));
}

#[test]
fn a_changed_article_is_revised_and_keeps_what_it_said() {
    let dir = sample_store();
    let file = dir.path().join("again.jsonl");
    std::fs::write(&file, sample_lines()[0].replace("بشهر كامل", "بأسبوعين")).unwrap();
    let summary = json(dir.path(), &["import", file.to_str().unwrap(), "--json"]);
    assert_eq!((&summary["added"], &summary["revised"]), (&0.into(), &1.into()));
    let article = json(dir.path(), &["show", "ext:a1", "--json"]);
    assert_eq!(article["revisions"].as_array().unwrap().len(), 1, "{article}");
}

#[test]
fn a_second_writer_is_told_who_is_first() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = rafid(dir.path()).args(["import", "-"]).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    // The lock is taken before the first line is read.
    let lock = dir.path().join("rafid.lock");
    for _ in 0..200 {
        if std::fs::read_to_string(&lock).is_ok_and(|text| text.contains("import")) {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let second = run(dir.path(), &["import", "-"]);
    assert_eq!(second.status.code(), Some(1));
    assert!(stderr(&second).contains("rafid import"), "{}", stderr(&second));
    drop(first.stdin.take());
    assert!(first.wait().unwrap().success());
}

/// Killed at any moment, then run again: every article once, and a sound store.
#[test]
fn killing_an_import_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("many.jsonl");
    let many: Vec<String> = (0..3_000)
        .map(|n| {
            serde_json::json!({
                "id": format!("n{n}"), "source": format!("منفذ {}", n % 7), "title": format!("خبر رقم {n} من واحة النخيل"),
                "published": format!("2026-01-{:02}T{:02}:{:02}:00Z", 1 + n / 200 % 28, n / 60 % 24, n % 60),
                "body": format!("نص الخبر رقم {n} عن موسم التمور في واحة النخيل وعن {} نخلة زرعت هذا العام.", n * 17),
            })
            .to_string()
        })
        .collect();
    std::fs::write(&file, many.join("\n")).unwrap();
    let path = file.to_str().unwrap();
    for round in 0..6_u64 {
        let mut child = rafid(dir.path()).args(["import", path]).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(120 + 130 * round));
        // It may have ended already: then there is nothing to kill.
        let _ = child.kill();
        child.wait().unwrap();
    }
    ok(dir.path(), &["import", path]);
    let report = json(dir.path(), &["doctor", "--json"]);
    assert_eq!((&report["articles"], report["problems"].as_array().unwrap().len()), (&3_000.into(), 0), "{report}");
    let lines = json_lines(&ok(dir.path(), &["export", "articles"]));
    let ids: std::collections::HashSet<_> = lines.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!((lines.len(), ids.len()), (3_000, 3_000));
}
