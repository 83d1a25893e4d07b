//! Stories and copies as analysis decided them.

use rafid_core::*;

use crate::kit::{add, article, assign, at, cases, commit, draft, id_of, intent, settle, source, summary_of};

cases!(store:
    what_waits_comes_by_time, a_story_counts_its_articles, whole_copies_are_no_originals, copies_are_known_from_both_sides,
    an_article_moves, a_story_without_articles_leads_on, a_merged_story_leads_on, a_merge_of_a_merge_leads_to_the_last,
    a_merged_story_can_come_back, a_lead_is_a_member, digests_of_a_window, assigning_again_changes_nothing,
    what_is_not_there_is_passed_over, who_shares_wording_is_found, a_changed_text_is_decided_about_again,
    agencies_and_shares_are_counted,
);

fn ids(rows: &[DigestRow]) -> Vec<ArticleId> {
    rows.iter().map(|row| row.id).collect()
}

fn merge(store: &dyn Store, from: StoryId, into: StoryId) {
    store.settle(&SettleIntent { merges: vec![StoryMerge { from, into }], ..SettleIntent::default() }).unwrap();
}

fn what_waits_comes_by_time(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let minutes = [30, 10, 20];
    let outcomes = commit(store, minutes.iter().map(|&n| draft(&outlet, &format!("a{n}"), n)).collect());
    let [late, early, middle] = [0, 1, 2].map(|n: usize| id_of(&outcomes[n]));
    let waiting = store.unsettled(10).unwrap();
    assert_eq!(ids(&waiting), [early, middle, late]);
    let expected = DigestRow {
        id: early,
        source: outlet.id,
        at: at(10),
        story: None,
        original: None,
        digest: Digest("عنوان a10".as_bytes().to_vec()),
    };
    assert_eq!(waiting[0], expected);
    assert_eq!(ids(&store.unsettled(2).unwrap()), [early, middle]);
    assert_eq!(store.counts().unwrap().unsettled, 3);
    settle(store, &[middle]);
    assert_eq!(ids(&store.unsettled(usize::MAX).unwrap()), [early, late]);
    assert_eq!(store.counts().unwrap().unsettled, 2);
}

fn a_story_counts_its_articles(store: &dyn Store) {
    let (first, second) = (source(store, "first"), source(store, "second"));
    let drafts = vec![draft(&second, "b", 5), draft(&first, "a", 0), draft(&first, "c", 9), draft(&second, "d", 7)];
    let all: Vec<_> = commit(store, drafts).iter().map(id_of).collect();
    let story = settle(store, &all);
    let expected = StorySummary {
        id: story,
        lead: all[0],
        first_at: at(0),
        last_at: at(9),
        articles: 4,
        originals: 4,
        sources: vec![first.id, second.id],
        shares: vec![
            OutletShare { originals: 2, first_at: at(0), last_at: at(9) },
            OutletShare { originals: 2, first_at: at(5), last_at: at(7) },
        ],
        agencies: vec![],
    };
    assert_eq!(summary_of(store, story), expected);
    let members: Vec<_> = store.story_articles(story).unwrap().into_iter().map(|summary| summary.id).collect();
    assert_eq!(members, [all[1], all[0], all[3], all[2]]);
    assert_eq!(article(store, all[2]).summary.story, Some(story));
    assert_eq!(store.counts().unwrap().stories, 1);
}

fn whole_copies_are_no_originals(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let all = add(store, &outlet, &["a", "b"]);
    let story = settle(store, &all);
    let copied = AssignIntent { original: Some(all[0]), ..assign(all[1], all[0]) };
    store.settle(&SettleIntent { assignments: vec![copied], ..SettleIntent::default() }).unwrap();
    let summary = summary_of(store, story);
    assert_eq!((summary.articles, summary.originals), (2, 1));
    assert_eq!(article(store, all[1]).summary.original, Some(all[0]));
    assert_eq!(store.digests(&[all[1]]).unwrap()[0].original, Some(all[0]));
}

fn copies_are_known_from_both_sides(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let all = add(store, &outlet, &["a", "b", "c"]);
    settle(store, &all);
    let link = |other, kind, similarity| CopyLink { other, kind, similarity, of_this: similarity, of_other: similarity };
    let copies = vec![link(all[0], CopyKind::EditedCopy, 0.5), link(all[1], CopyKind::Copy, 1.0)];
    let intent = AssignIntent { copies: copies.clone(), ..assign(all[2], all[0]) };
    store.settle(&SettleIntent { assignments: vec![intent], ..SettleIntent::default() }).unwrap();
    // The closest first.
    assert_eq!(article(store, all[2]).copies, [copies[1], copies[0]]);
    assert_eq!(article(store, all[0]).copies, [link(all[2], CopyKind::EditedCopy, 0.5)]);
    assert_eq!(article(store, all[1]).copies, [link(all[2], CopyKind::Copy, 1.0)]);
    // What is assigned again without its copies keeps them; what is judged anew is judged anew from both sides.
    settle(store, &all);
    assert_eq!(article(store, all[2]).copies.len(), 2);
    let intent = AssignIntent { copies: vec![link(all[2], CopyKind::Copy, 0.75)], ..assign(all[0], all[0]) };
    store.settle(&SettleIntent { assignments: vec![intent], ..SettleIntent::default() }).unwrap();
    assert_eq!(article(store, all[2]).copies[1], link(all[0], CopyKind::Copy, 0.75));
}

fn an_article_moves(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let all = add(store, &outlet, &["a", "b", "c"]);
    let (left, right) = (settle(store, &all[..2]), settle(store, &all[2..]));
    store.settle(&SettleIntent { assignments: vec![assign(all[1], all[2])], ..SettleIntent::default() }).unwrap();
    assert_eq!((summary_of(store, left).articles, summary_of(store, left).last_at), (1, at(0)));
    assert_eq!((summary_of(store, right).articles, summary_of(store, right).first_at), (2, at(1)));
}

fn a_story_without_articles_leads_on(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let all = add(store, &outlet, &["a", "b"]);
    let (left, right) = (settle(store, &all[..1]), settle(store, &all[1..]));
    store.settle(&SettleIntent { assignments: vec![assign(all[0], all[1])], ..SettleIntent::default() }).unwrap();
    assert_eq!(store.story(left).unwrap(), Some(StoryLookup::MovedTo(right)));
    assert_eq!(store.story_articles(left).unwrap(), []);
    assert_eq!(store.counts().unwrap().stories, 1);
    // And when the article goes back, its story is there again.
    settle(store, &all[..1]);
    assert_eq!(summary_of(store, left).articles, 1);
}

fn a_merged_story_leads_on(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let all = add(store, &outlet, &["a", "b", "c"]);
    let (left, right) = (settle(store, &all[..2]), settle(store, &all[2..]));
    merge(store, left, right);
    assert_eq!(store.story(left).unwrap(), Some(StoryLookup::MovedTo(right)));
    let summary = summary_of(store, right);
    assert_eq!((summary.articles, summary.lead, summary.first_at), (3, all[2], at(0)));
    assert_eq!(store.story(StoryId(9_999)).unwrap(), None);
}

fn a_merge_of_a_merge_leads_to_the_last(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let all = add(store, &outlet, &["a", "b", "c", "d"]);
    let stories: Vec<_> = all.iter().map(|&id| settle(store, &[id])).collect();
    merge(store, stories[0], stories[1]);
    merge(store, stories[1], stories[2]);
    // This one empties without a merge: its article moves.
    let moved = SettleIntent { assignments: all[..3].iter().map(|&id| assign(id, all[3])).collect(), ..SettleIntent::default() };
    store.settle(&moved).unwrap();
    for story in &stories[..3] {
        assert_eq!(store.story(*story).unwrap(), Some(StoryLookup::MovedTo(stories[3])));
    }
}

fn a_merged_story_can_come_back(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let all = add(store, &outlet, &["a", "b"]);
    let (left, right) = (settle(store, &all[..1]), settle(store, &all[1..]));
    merge(store, left, right);
    merge(store, right, left);
    assert_eq!(summary_of(store, left).articles, 2);
    assert_eq!(store.story(right).unwrap(), Some(StoryLookup::MovedTo(left)));
}

fn a_lead_is_a_member(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let all = add(store, &outlet, &["a", "b", "c"]);
    let story = settle(store, &all[..2]);
    let lead = |article| {
        let stories = vec![StoryDraft { id: story, lead: article }];
        store.settle(&SettleIntent { stories, ..SettleIntent::default() }).unwrap();
        summary_of(store, story).lead
    };
    assert_eq!(lead(all[1]), all[1]);
    settle(store, &all[2..]);
    assert_eq!(lead(all[2]), all[0], "one from elsewhere cannot lead");
    assert_eq!(lead(all[1]), all[1]);
    // The lead moves away: the earliest takes its place.
    store.settle(&SettleIntent { assignments: vec![assign(all[1], all[2])], ..SettleIntent::default() }).unwrap();
    assert_eq!(summary_of(store, story).lead, all[0]);
}

fn digests_of_a_window(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let all = add(store, &outlet, &["a", "b", "c", "d"]);
    let story = settle(store, &all[..3]);
    let rows = store.digests_between(at(1), at(3)).unwrap();
    assert_eq!(ids(&rows), [all[1], all[2]], "both ends count, what waits does not");
    assert!(rows.iter().all(|row| row.story == Some(story)));
    assert_eq!(ids(&store.digests_of_story(story, 2).unwrap()), [all[1], all[2]]);
    assert_eq!(ids(&store.digests(&[all[3], ArticleId(9_999), all[0]]).unwrap()), [all[3], all[0]]);
}

fn assigning_again_changes_nothing(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let all = add(store, &outlet, &["a", "b"]);
    let story = settle(store, &all);
    let before = (summary_of(store, story), store.counts().unwrap());
    settle(store, &all);
    assert_eq!((summary_of(store, story), store.counts().unwrap()), before);
    store.settle(&SettleIntent::default()).unwrap();
}

fn what_is_not_there_is_passed_over(store: &dyn Store) {
    let nobody = ArticleId(9_999);
    let intent = SettleIntent {
        assignments: vec![assign(nobody, nobody)],
        stories: vec![StoryDraft { id: StoryId(8_888), lead: nobody }],
        merges: vec![StoryMerge { from: StoryId(7_777), into: StoryId(6_666) }],
        unlinked: vec![nobody],
    };
    store.settle(&intent).unwrap();
    assert_eq!(store.counts().unwrap(), StoreCounts::default());
    for story in [9_999, 8_888, 7_777, 6_666] {
        assert_eq!(store.story(StoryId(story)).unwrap(), None, "{story}");
    }
}

fn who_shares_wording_is_found(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let signed = |name: &str, signature: &[u32]| {
        let mut intent = intent(draft(&outlet, name, 0));
        intent.analysis.signature = signature.to_vec();
        intent
    };
    let intents = [signed("a", &[1, 2, 3, 4]), signed("b", &[3, 4, 5, u32::MAX]), signed("c", &[7, 8])];
    let all: Vec<_> = store.commit(&intents, &[]).unwrap().iter().map(id_of).collect();
    assert_eq!(store.sharing_signature(&[2, 3, 4, u32::MAX], 1, 9).unwrap(), [(all[0], 3), (all[1], 3)]);
    assert_eq!(store.sharing_signature(&[1, 2, 3], 2, 9).unwrap(), [(all[0], 3)]);
    assert_eq!(store.sharing_signature(&[1, 3, 7], 1, 1).unwrap(), [(all[0], 2)]);
    assert_eq!(store.sharing_signature(&[], 0, 9).unwrap(), []);
    // A text that changes leaves its former wording.
    let mut changed = signed("a", &[9, 10]);
    changed.content_hash += 1;
    store.commit(&[changed], &[]).unwrap();
    assert_eq!(store.sharing_signature(&[1, 2, 9, 10], 1, 9).unwrap(), [(all[0], 2)]);
    // What very many have says nothing.
    let many: Vec<_> = (0..70).map(|n| signed(&format!("m{n}"), &[100, 1_000 + n])).collect();
    store.commit(&many, &[]).unwrap();
    assert_eq!(store.sharing_signature(&[100], 1, 999).unwrap(), []);
    assert_eq!(store.sharing_signature(&[100, 1_007], 1, 999).unwrap().len(), 1);
}

fn a_changed_text_is_decided_about_again(store: &dyn Store) {
    let outlet = source(store, "nahr");
    let all = add(store, &outlet, &["a", "b", "c"]);
    let story = settle(store, &all);
    let link = |other| CopyLink { other, kind: CopyKind::Copy, similarity: 1.0, of_this: 1.0, of_other: 0.5 };
    let copy = AssignIntent { original: Some(all[0]), copies: vec![link(all[0])], ..assign(all[1], all[0]) };
    store.settle(&SettleIntent { assignments: vec![copy], ..SettleIntent::default() }).unwrap();
    assert_eq!(article(store, all[0]).copies, [CopyLink { of_this: 0.5, of_other: 1.0, ..link(all[1]) }]);
    assert_eq!(store.unsettled(9).unwrap(), []);
    let corrected = ArticleDraft { body: Body::from_text("نص آخر تماما"), ..draft(&outlet, "a", 0) };
    assert_eq!(commit(store, vec![corrected]), [IngestOutcome::Revised(all[0])]);
    let waiting = store.unsettled(9).unwrap();
    assert_eq!(ids(&waiting), [all[0]]);
    assert_eq!((waiting[0].story, store.counts().unwrap().unsettled), (Some(story), 1), "it stays where it was until then");
    let again = assign(all[0], all[0]);
    store.settle(&SettleIntent { unlinked: vec![all[0]], assignments: vec![again], ..SettleIntent::default() }).unwrap();
    assert_eq!(store.unsettled(9).unwrap(), []);
    for id in &all[..2] {
        assert_eq!((article(store, *id).copies, article(store, *id).summary.original), (vec![], None));
    }
    assert_eq!(summary_of(store, story).originals, 3);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

fn agencies_and_shares_are_counted(store: &dyn Store) {
    let (first, second) = (source(store, "first"), source(store, "second"));
    let told = |outlet: &Source, name: &str, minutes, agency: Option<&str>| {
        let mut intent = intent(draft(outlet, name, minutes));
        intent.analysis.agency = agency.map(str::to_owned);
        intent
    };
    let intents = [
        told(&first, "a", 0, Some("واس")),
        told(&second, "b", 4, Some("رويترز")),
        told(&first, "c", 8, Some("واس")),
        told(&first, "d", 9, None),
    ];
    let all: Vec<_> = store.commit(&intents, &[]).unwrap().iter().map(id_of).collect();
    let story = settle(store, &all);
    let copied = AssignIntent { original: Some(all[0]), ..assign(all[2], all[0]) };
    store.settle(&SettleIntent { assignments: vec![copied], ..SettleIntent::default() }).unwrap();
    let summary = summary_of(store, story);
    assert_eq!(summary.agencies, ["واس", "رويترز"]);
    let share = |originals, from, to| OutletShare { originals, first_at: at(from), last_at: at(to) };
    assert_eq!(summary.shares, [share(2, 0, 9), share(1, 4, 4)]);
    assert_eq!(article(store, all[1]).summary.agency.as_deref(), Some("رويترز"));
}
