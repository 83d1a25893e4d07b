//! Runs the program and reads what it says.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub fn rafid(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rafid"));
    for (name, _) in std::env::vars() {
        if name.starts_with("RAFID_") {
            command.env_remove(name);
        }
    }
    command.arg("--data").arg(data).stdin(Stdio::null());
    command
}

pub fn run(data: &Path, args: &[&str]) -> Output {
    rafid(data).args(args).output().expect("the program starts")
}

/// Runs a command that must succeed and gives its standard output.
pub fn ok(data: &Path, args: &[&str]) -> String {
    let output = run(data, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

pub fn json(data: &Path, args: &[&str]) -> Value {
    let text = ok(data, args);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{args:?}: {error}: {text}"))
}

pub fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Articles of our own: two outlets about one event, a copy, and something else.
pub fn sample_lines() -> Vec<String> {
    let dam = "أعلنت هيئة المياه في إقليم الأنهار اكتمال أعمال الصيانة في سد الريحان قبل موعدها بشهر كامل.\n\
        وقال المهندس رامي الشاطبي إن الفرق استبدلت سبع بوابات قديمة وركبت أجهزة لقياس منسوب المياه لحظة بلحظة.\n\
        وأضاف أن السد سيعود إلى طاقته التخزينية الكاملة مع أول أمطار الشتاء، وأن المزارعين في واحة النخيل أول المستفيدين.";
    let dam_own_words = "عاد سد الريحان إلى العمل بعد صيانة استمرت خمسة أشهر، حسب هيئة المياه في إقليم الأنهار.\n\
        ويرى المهندس رامي الشاطبي المشرف على المشروع أن البوابات السبع الجديدة ستقلل الفاقد من مياه السد إلى النصف.\n\
        وينتظر مزارعو واحة النخيل امتلاء البحيرة ليبدأوا موسم الري مبكرا هذا العام.";
    let cup = "فاز نادي المرجان على ضيفه نادي السفينة بهدفين لهدف في مباراة مثيرة ضمن كأس الأنهار لكرة القدم.\n\
        وسجل للمرجان سامر البحري من ركلة حرة بعيدة، وأضاف زميله تيم الصفدي الهدف الثاني قبل النهاية بدقائق.";
    [
        ("a1", "الضفة", "اكتمال صيانة سد الريحان قبل موعدها", dam, "2026-03-01T08:00:00Z"),
        ("a2", "المدار", "سد الريحان يعود إلى العمل بسبع بوابات جديدة", dam_own_words, "2026-03-01T09:30:00Z"),
        ("a3", "صوت الواحة", "انتهاء أعمال صيانة سد الريحان", dam, "2026-03-01T10:00:00Z"),
        ("b1", "المدرج", "المرجان يتخطى السفينة في كأس الأنهار", cup, "2026-03-01T20:00:00Z"),
    ]
    .iter()
    .map(|(id, source, title, body, published)| {
        serde_json::json!({
            "id": id, "url": format!("https://{id}.example/{id}"), "source": source, "title": title,
            "published": published, "body": body,
        })
        .to_string()
    })
    .collect()
}

/// A data directory with [`sample_lines`] in it.
pub fn sample_store() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let file = dir.path().join("sample.jsonl");
    std::fs::write(&file, sample_lines().join("\n")).expect("the sample is written");
    ok(dir.path(), &["import", file.to_str().expect("a UTF-8 path")]);
    dir
}
