//! `memory DIR`: what extraction holds at most, as a multiple of the page, on every page of a folder and on pages made to
//! hurt; for those also the processor time.

use std::alloc::{GlobalAlloc, Layout, System};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use rafid_extract::article::{Extraction, Hints, extract_bytes};
use rafid_pages_check::{pages, used};

struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

fn add(bytes: usize) {
    MOST.fetch_max(NOW.fetch_add(bytes, Relaxed) + bytes, Relaxed);
}

// SAFETY: everything is handed to the system's allocator; the counters touch no memory that it gives.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(at, layout) }
    }
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // As if old and new lay side by side for a moment.
        add(size);
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What extraction of the page held at most beside the page itself, bytes.
fn held(page: &[u8]) -> (usize, Extraction) {
    let before = NOW.load(Relaxed);
    MOST.store(before, Relaxed);
    let found = extract_bytes(page, None, Some("https://paper.example/2025/01/02/1"), &Hints::default());
    (MOST.load(Relaxed) - before, found)
}

fn report(name: &str, page: &[u8]) {
    let mut best = std::time::Duration::MAX;
    let mut most = (0, Extraction::default());
    for _ in 0..3 {
        let before = used();
        most = held(page);
        best = best.min(used() - before);
    }
    let refused = most.1.issues.iter().any(|issue| issue.code == "page-too-large");
    println!(
        "{name:34} {:8.2} MB  held {:5.1} times  {:7.1} ms{}",
        page.len() as f64 / 1e6,
        most.0 as f64 / page.len() as f64,
        best.as_secs_f64() * 1e3,
        if refused { "  refused: page-too-large" } else { "" }
    );
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args().nth(1).ok_or("usage: memory DIR")?;
    // Tables that are made once are not the page's.
    held(b"<html><body><article><h1>x</h1><p>12 March 2024</p></article></body></html>");
    let mut ratios = Vec::new();
    for path in pages(Path::new(&dir))? {
        let page = std::fs::read(&path)?;
        let (most, _) = held(&page);
        ratios.push((most as f64 / page.len() as f64, page.len(), path));
    }
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    let over = ratios.iter().filter(|(ratio, ..)| *ratio > 10.0).count();
    println!("{} pages: median {:.1} times the page, {over} over 10 times", ratios.len(), ratios[ratios.len() / 2].0);
    for (ratio, bytes, path) in ratios.iter().rev().take(5) {
        println!("  {ratio:.1} times {bytes} bytes: {}", path.display());
    }
    let text = "<p>جملة عن الزهور في الوادي، وهي <a href=/x>رابط</a> في فقرة من مقال يقرأه الناس.</p>\n";
    let card = "<li class=card><a href=/news/1><img src=/1.jpg alt=x><h3>عنوان خبر آخر</h3></a><span>10:20</span></li>\n";
    let million = |part: &str| part.repeat(1_000_000 / part.len());
    report("a megabyte of paragraphs", million(text).as_bytes());
    report("a megabyte of cards", million(card).as_bytes());
    report("a megabyte of short paragraphs", million("<p>كلمة قصيرة</p>").as_bytes());
    report("a megabyte of <p>ab</p>", million("<p>ab</p>").as_bytes());
    report("a megabyte of <br>", million("<br>").as_bytes());
    report("a megabyte of attributes", format!("<p {}>{text}", million("a=b ")).as_bytes());
    report("20,000 nested div", format!("{}{text}{}", "<div>".repeat(20_000), "</div>".repeat(20_000)).as_bytes());
    report("20,000 nested b", format!("{}{text}", "<b>".repeat(20_000)).as_bytes());
    report("20,000 nested tables", format!("{}{text}", "<table><tr><td>".repeat(20_000)).as_bytes());
    report("20,000 nested lists", format!("{}{text}", "<ul><li>".repeat(20_000)).as_bytes());
    report("20,000 nested mixed", format!("{}{text}", "<div><b><table><tr><td><ul><li>".repeat(3_000)).as_bytes());
    report("20,000 nested unknown elements", format!("{}{text}{}", "<x-y>".repeat(20_000), "</x-z>".repeat(20_000)).as_bytes());
    report("50 MB of <a>", "<a>".repeat(50_000_000 / 3).as_bytes());
    report("50 MB of <a href>", "<a href=/x>رابط</a>".repeat(50_000_000 / 24).as_bytes());
    report("50 MB of text", "كلمة ".repeat(50_000_000 / 9).as_bytes());
    report("50 MB of <", "<".repeat(50_000_000).as_bytes());
    report("50 MB of comments", "<!-- ".repeat(10_000_000).as_bytes());
    report("50 MB of references", "&amp;".repeat(10_000_000).as_bytes());
    report("attribute of 1 MB", format!("<p title=\"{}\">{text}", "x".repeat(1 << 20)).as_bytes());
    report("class of 1 MB", format!("<div class=\"{}\">{text}</div>", "share nav ".repeat(100_000)).as_bytes());
    report("style of 1 MB", format!("<div style=\"{}\">{text}</div>", "color:red;".repeat(100_000)).as_bytes());
    report("href of 1 MB", format!("<p><a href=\"/{}\">رابط</a></p>{text}", "x/".repeat(500_000)).as_bytes());
    report("title of 1 MB", format!("<title>{}</title>{text}", "عنوان ".repeat(95_000)).as_bytes());
    Ok(())
}
