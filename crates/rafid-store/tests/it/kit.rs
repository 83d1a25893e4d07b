//! What the cases are made of: articles in two lines, a data directory that goes away by itself.

use jiff::{SignedDuration, Timestamp};
use rafid_core::*;
use rafid_store::{Access, Opened, open};
use tempfile::TempDir;

/// Minutes after the morning on which our invented news begin.
pub fn at(minutes: i64) -> Timestamp {
    let morning: Timestamp = "2026-11-23T06:00:00Z".parse().unwrap();
    morning + SignedDuration::from_mins(minutes)
}

pub struct Directory {
    pub dir: TempDir,
}

impl Directory {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub fn write(&self) -> Opened {
        open(self.dir.path(), Access::Write { holder: "test" }).unwrap()
    }

    pub fn read(&self) -> Opened {
        open(self.dir.path(), Access::Read).unwrap()
    }

    /// The same file without any contract: for planting damage.
    pub fn sql(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(rafid_store::store_path(self.dir.path())).unwrap()
    }
}

/// Runs each case against each implementation of the contract. To add an implementation, add a module.
macro_rules! cases {
    ($half:ident: $($case:ident),+ $(,)?) => {
        mod embedded {
            $(#[test] fn $case() {
                let directory = crate::kit::Directory::new();
                let opened = directory.write();
                super::$case(&*opened.$half);
                // Whatever a case did, it left a sound store.
                assert_eq!(opened.store.check().unwrap(), Vec::<String>::new());
            })+
        }
    };
}
pub(crate) use cases;

pub fn url(path: &str) -> WebUrl {
    WebUrl::new(&format!("https://nahr.example/{path}")).unwrap()
}

pub fn source(store: &dyn Store, key: &str) -> Source {
    store.ensure_source(&SourceDraft { key: key.into(), name: format!("صحيفة {key}"), ..SourceDraft::default() }).unwrap()
}

pub fn feed(store: &dyn Store, source: &Source, path: &str) -> Feed {
    store.ensure_feed(&FeedDraft { source: source.id, url: url(path), kind: FeedKind::Feed }).unwrap()
}

/// An article at its `minutes`, named by its address `name`.
pub fn draft(source: &Source, name: &str, minutes: i64) -> ArticleDraft {
    ArticleDraft {
        source: source.id,
        external_id: None,
        url: Some(url(name)),
        title: format!("عنوان {name}"),
        byline: Some("سلمى الوراق".into()),
        summary: None,
        body: Body::from_text(&format!("افتتح المجلس مكتبة {name} على ضفة النهر.\nويستمر المعرض أسبوعا.")),
        published: Some(at(minutes)),
        updated: None,
        fetched_at: at(minutes + 5),
        image: Some(url("picture.jpg")),
        tags: vec!["ثقافة".into()],
        section: Some("محليات".into()),
        credit: Some("وكالة النهر".into()),
        language: Some("ar".into()),
        takes_over: false,
    }
}

/// With a hash over what a case may change, and two keywords.
pub fn intent(draft: ArticleDraft) -> IngestIntent {
    let content_hash =
        xxhash_rust::xxh3::xxh3_64(format!("{}{:?}{:?}{:?}", draft.title, draft.body, draft.tags, draft.byline).as_bytes());
    let keywords = vec![keyword("معرض الكتاب", 0.9), keyword(&draft.title, 0.4)];
    let digest = Digest(draft.title.as_bytes().to_vec());
    IngestIntent { draft, content_hash, analysis: Analysis { version: 1, keywords, digest, ..Analysis::default() } }
}

pub fn keyword(phrase: &str, score: f32) -> Keyword {
    Keyword { phrase: phrase.into(), key: phrase.replace('ة', "ه"), score }
}

pub fn commit(store: &dyn Store, drafts: Vec<ArticleDraft>) -> Vec<IngestOutcome> {
    let intents: Vec<_> = drafts.into_iter().map(intent).collect();
    store.commit(&intents, &[]).unwrap()
}

pub fn id_of(outcome: &IngestOutcome) -> ArticleId {
    match *outcome {
        IngestOutcome::Added(id) | IngestOutcome::Revised(id) | IngestOutcome::Unchanged(id) => id,
    }
}

/// Adds articles of `source`, one a minute, and answers their ids.
pub fn add(store: &dyn Store, source: &Source, names: &[&str]) -> Vec<ArticleId> {
    let drafts = names.iter().enumerate().map(|(n, name)| draft(source, name, n as i64)).collect();
    commit(store, drafts).iter().map(id_of).collect()
}

pub fn article(store: &dyn Store, id: ArticleId) -> ArticleDetail {
    store.article(id).unwrap().unwrap()
}

pub fn assign(article: ArticleId, story: ArticleId) -> AssignIntent {
    AssignIntent { article, story: StoryId(story.0), original: None, copies: Vec::new() }
}

/// Puts `members` into the story that the first of them opens.
pub fn settle(store: &dyn Store, members: &[ArticleId]) -> StoryId {
    let opener = members[0];
    let assignments = members.iter().map(|&member| assign(member, opener)).collect();
    let stories = vec![StoryDraft { id: StoryId(opener.0), lead: opener }];
    store.settle(&SettleIntent { assignments, stories, ..SettleIntent::default() }).unwrap();
    StoryId(opener.0)
}

pub fn summary_of(store: &dyn Store, story: StoryId) -> StorySummary {
    match store.story(story).unwrap() {
        Some(StoryLookup::Found(summary)) => summary,
        other => panic!("story {story} is {other:?}"),
    }
}
