//! A small invented press for the shelf.

use rafid_core::*;

use super::shelf::Shelf;

/// A word that only one body has, and that outlet allows headlines only.
pub const SECRET: &str = "زمردخفي";

/// A word at the end of a body whose outlet allows excerpts only.
pub const LAST: &str = "ياقوتأخير";

/// Two stories of several outlets, a copied text, a headline-only outlet, and some single articles.
pub fn press() -> Shelf {
    let mut shelf = Shelf::default();
    let full = shelf.outlet("daffa.example", "صحيفة الضفة", DisplayPolicy::Full);
    let part = shelf.outlet("mina.example", "ميناء نيوز", DisplayPolicy::Excerpt);
    let head = shelf.outlet("manara.example", "Manara Post", DisplayPolicy::Headline);

    let bridge = "افتتحت بلدية مدينة الواحة جسر المشاة الجديد فوق نهر السلسبيل صباح اليوم.\n\
        وقالت المهندسة سلمى الوراق إن الجسر يربط الحي القديم بسوق التمور ويحمل ألف عابر.\n\
        وتعتزم البلدية إضافة مسار للدراجات الهوائية قبل نهاية العام.";
    shelf.put(full, "افتتاح جسر المشاة فوق نهر السلسبيل في مدينة الواحة", bridge, 50, 1);
    let long = format!("{bridge}\n{}{LAST}", "وتابع السكان الافتتاح من ضفتي النهر طوال الصباح. ".repeat(20));
    shelf.put(part, "مدينة الواحة تفتتح جسر المشاة فوق نهر السلسبيل", &long, 40, 1);
    let secret = format!("{SECRET} كان حاضرًا في افتتاح جسر المشاة فوق نهر السلسبيل بمدينة الواحة وفق {SECRET}.");
    let article = shelf.put(head, "جسر المشاة فوق نهر السلسبيل يستقبل أول العابرين", &secret, 30, 1);
    article.tags = vec![SECRET.to_owned()];
    article.summary.keywords.push(Keyword { phrase: SECRET.to_owned(), key: SECRET.to_owned(), score: 9.0 });
    article.revisions.push(Revision {
        replaced_at: article.summary.at,
        title: "جسر المشاة".to_owned(),
        body: Body::from_text(&secret),
    });
    shelf.put(part, "افتتاح جسر المشاة فوق نهر السلسبيل", bridge, 20, 1);
    shelf.link(1, 4, CopyKind::Copy, 1.0);

    let library = "وصلت حافلة المكتبة المتنقلة إلى قرى جبل صقر وفيها ألفا كتاب للأطفال.\nوتزور الحافلة القرى كل خميس.";
    shelf.put(part, "حافلة المكتبة المتنقلة تصل إلى قرى جبل صقر", library, 90, 5);
    shelf.put(full, "ألفا كتاب للأطفال في حافلة المكتبة المتنقلة", library, 80, 5);
    shelf.put(full, "مهرجان التمور يستقبل زواره في مدينة الواحة", "استقبل مهرجان التمور زواره في سوق التمور.", 70, 0);
    for n in 0..40 {
        let title = format!("نشرة الطقس رقم {n}");
        shelf.put(part, &title, "طقس معتدل على السواحل الشمالية.", 200 + n, 0);
    }
    shelf.merged.insert(99, 1);
    shelf
}
