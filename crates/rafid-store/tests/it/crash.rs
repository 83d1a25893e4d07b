//! The process dies at any moment, and nothing that was acknowledged is lost or double.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use rafid_core::*;

use crate::kit::{Directory, commit, draft, id_of, settle, source};

/// Where the child finds its data directory; set, this test binary is the child.
const CHILD: &str = "RAFID_CRASH_TEST_DIRECTORY";

const BATCH: usize = 20;

/// Not a test of its own: what the child does until it is killed. Says on a line which articles it was promised.
#[test]
fn child() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let opened = rafid_store::open(Path::new(&path), rafid_store::Access::Write { holder: "crash test" }).unwrap();
    let (store, index) = (&*opened.store, &*opened.index);
    let outlet = source(store, "nahr");
    let start = store.counts().unwrap().articles;
    for batch in 0.. {
        let drafts = (0..BATCH).map(|n| draft(&outlet, &format!("{start}-{batch}-{n}"), n as i64)).collect();
        let ids: Vec<_> = commit(store, drafts).iter().map(id_of).collect();
        let line: Vec<String> = ids.iter().map(ToString::to_string).collect();
        println!("\nacknowledged {}", line.join(" "));
        settle(store, &ids[..BATCH / 2]);
        catch_up(store, index);
    }
}

fn catch_up(store: &dyn Store, index: &dyn SearchIndex) {
    loop {
        let changes = store.changes(index.cursor().unwrap(), 500).unwrap();
        let Some(last) = changes.last() else { return };
        let ids: Vec<_> = changes.iter().map(|change| change.article).collect();
        index.apply(&store.index_documents(&ids).unwrap(), &[], last.seq).unwrap();
    }
}

/// Lets the child work until it has acknowledged `batches` and `pause` more has passed, kills it, and answers all that
/// it acknowledged.
fn run_and_kill(path: &Path, batches: usize, pause: Duration) -> Vec<ArticleId> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--nocapture"])
        .env(CHILD, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let (enough, wait) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut acknowledged = Vec::new();
        let mut seen = 0;
        // A line that the kill has cut was not acknowledged: it has no end.
        let lines = output.split(b'\n').map_while(Result::ok).map(|line| String::from_utf8_lossy(&line).into_owned());
        for line in lines {
            let Some(ids) = line.strip_prefix("acknowledged ") else { continue };
            let ids: Vec<_> = ids.split(' ').map_while(|id| id.parse().ok().map(ArticleId)).collect();
            if ids.len() == BATCH {
                acknowledged.extend(ids);
            }
            seen += 1;
            if seen == batches {
                let _ = enough.send(());
            }
        }
        acknowledged
    });
    wait.recv_timeout(Duration::from_secs(60)).expect("the child does not get on");
    std::thread::sleep(pause);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

#[test]
fn killed_ten_times() {
    let directory = Directory::new();
    let mut acknowledged = HashSet::new();
    // Moments that differ from run to run, and are told when one of them fails.
    let seed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64;
    for run in 0..10 {
        let random = xxhash_rust::xxh3::xxh3_64(&(seed + run).to_le_bytes());
        let (batches, pause) = (1 + (random % 3) as usize, Duration::from_micros(random >> 8 & 0x7fff));
        for id in run_and_kill(directory.dir.path(), batches, pause) {
            assert!(acknowledged.insert(id), "seed {seed}, run {run}: {id} was given twice");
        }
        let opened = directory.write();
        let (store, index) = (&*opened.store, &*opened.index);
        assert_eq!(store.check().unwrap(), Vec::<String>::new(), "seed {seed}, run {run}");
        let stored = store.export(&ArticleFilter { limit: usize::MAX, ..ArticleFilter::default() }).unwrap();
        let ids: HashSet<_> = stored.iter().map(|article| article.summary.id).collect();
        let addresses: HashSet<_> = stored.iter().filter_map(|article| article.summary.url.clone()).collect();
        assert!(acknowledged.is_subset(&ids), "seed {seed}, run {run}: {:?} are lost", acknowledged.difference(&ids));
        assert_eq!(addresses.len(), stored.len(), "seed {seed}, run {run}");
        assert_eq!(stored.len() % BATCH, 0, "seed {seed}, run {run}: half a batch was stored");
        catch_up(store, index);
        assert_eq!(index.documents().unwrap(), stored.len() as u64, "seed {seed}, run {run}");
    }
    assert!(acknowledged.len() >= 10 * BATCH);
}
