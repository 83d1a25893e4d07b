//! Old entries among the new ones, over a real store.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rafid_core::*;
use rafid_store::{Access, Opened};

use super::{STRETCHES, Settler};
use crate::ingest::Engine;

/// What three outlets tell of two events; the days say how long before now.
const TOLD: [(&str, &str, &str); 6] = [
    (
        "camels",
        "انطلاق سباق الهجن السنوي في واحة النخيل بمشاركة أربعين مالكا",
        "انطلق صباح أمس في واحة النخيل سباق الهجن السنوي بمشاركة أربعين مالكا من خمس مناطق، وفاز الهجين برق بالشوط الأول. وقال رئيس لجنة السباق سالم الرملي إن الجوائز تضاعفت.",
    ),
    (
        "camels",
        "برق يكسب الشوط الأول لسباق الهجن في واحة النخيل",
        "خطف الهجين برق لقب الشوط الأول في سباق الهجن بواحة النخيل أمام آلاف الزوار. وذكر سالم الرملي رئيس لجنة السباق أن أربعين مالكا سجلوا للمشاركة وأن الجوائز مضاعفة.",
    ),
    (
        "camels",
        "آلاف الزوار في سباق الهجن بواحة النخيل",
        "استقبلت واحة النخيل آلاف الزوار في اليوم الأول لسباق الهجن الذي تصدره الهجين برق. وأوضحت لجنة السباق برئاسة سالم الرملي أن المالكين قدموا من خمس مناطق.",
    ),
    (
        "comet",
        "مرصد الجبل الأبيض يصور مذنب ليان وهو يقترب من الأرض",
        "التقط مرصد الجبل الأبيض صورا لمذنب ليان الذي يقترب من الأرض ويمكن رؤيته بالعين المجردة مساء الأربعاء. ويبعد المذنب خمسين مليون كيلومتر ولا يشكل أي خطر.",
    ),
    (
        "comet",
        "مذنب ليان يزور سماءنا ومرصد الجبل الأبيض يدعو الهواة",
        "دعا مرصد الجبل الأبيض هواة الفلك إلى متابعة مذنب ليان الذي يمر قرب الأرض مساء الأربعاء. وقالت مكتشفته ليان الفلكي إن رؤية المذنب ممكنة بالعين المجردة.",
    ),
    (
        "comet",
        "هواة الفلك يترقبون مذنب ليان فوق مرصد الجبل الأبيض",
        "يترقب هواة الفلك مساء الأربعاء مرور مذنب ليان على بعد خمسين مليون كيلومتر من الأرض، وفق مرصد الجبل الأبيض الذي يفتح أبوابه لرؤية المذنب.",
    ),
];

struct Rig {
    _dir: tempfile::TempDir,
    store: Arc<dyn Store>,
    engine: Engine,
    settler: Settler,
    outlets: Vec<SourceId>,
}

impl Rig {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let Opened { store, index } = rafid_store::open(dir.path(), Access::Write { holder: "test" }).unwrap();
        let draft = |key: &str| SourceDraft { key: key.into(), name: key.into(), ..SourceDraft::default() };
        let outlets = ["nahr", "waha", "jabal"].iter().map(|key| store.ensure_source(&draft(key)).unwrap().id).collect();
        Self { engine: Engine::new(store.clone(), index), store, settler: Settler::default(), outlets, _dir: dir }
    }

    /// Brings in what an outlet tells, `days` before now.
    fn bring(&mut self, told: usize, days: i64) -> ArticleId {
        let at = now().checked_sub(SignedDuration::from_hours(24 * days)).unwrap();
        let at = at.checked_add(SignedDuration::from_mins(told as i64)).unwrap();
        let draft = ArticleDraft {
            source: self.outlets[told % 3],
            external_id: Some(format!("{told}-{days}")),
            url: None,
            title: TOLD[told].1.into(),
            byline: None,
            summary: None,
            body: Body::from_text(TOLD[told].2),
            published: Some(at),
            updated: None,
            fetched_at: now(),
            image: None,
            tags: Vec::new(),
            section: None,
            credit: None,
            language: Some("ar".into()),
            takes_over: false,
        };
        match self.engine.ingest(vec![draft], &[]).unwrap()[..] {
            [IngestOutcome::Added(id)] => id,
            ref other => panic!("{other:?}"),
        }
    }

    fn settle(&mut self) {
        while self.settler.settle(&*self.store, 100).unwrap() > 0 {}
    }

    fn story(&self, id: ArticleId) -> StoryId {
        self.store.digests(&[id]).unwrap()[0].story.unwrap()
    }
}

fn now() -> Timestamp {
    "2026-11-23T06:00:00Z".parse().unwrap()
}

#[test]
fn an_old_entry_does_not_throw_the_recent_window_away() {
    let mut rig = Rig::new();
    let (first, comet) = (rig.bring(0, 0), rig.bring(3, 0));
    rig.settle();
    let story = rig.story(first);
    assert_ne!(story, rig.story(comet));
    for (days, next) in [(30, 5), (31, 4), (60, 3), (400, 2), (401, 1)] {
        let old = rig.bring(4, days);
        rig.settle();
        assert!(rig.settler.stretches.len() <= STRETCHES);
        // A feed's old entries come in turn with its new ones.
        rig.bring(next, 1);
        rig.settle();
        assert!(rig.settler.stretches.iter().any(|stretch| stretch.window.contains(first)), "{days} days");
        assert_ne!(rig.story(old), rig.story(comet), "{days} days lie between");
        if days == 30 {
            let second = rig.bring(1, 0);
            rig.settle();
            assert_eq!(rig.story(second), story, "the recent story goes on under its id");
        }
    }
    assert_eq!(rig.story(first), story);
}

#[test]
fn stretches_give_the_stories_that_one_go_gives() {
    let plan = [(0, 0), (3, 40), (1, 0), (4, 40), (2, 0), (3, 0), (5, 40), (4, 0), (0, 40), (1, 40)];
    // Of each article its event and days, and of each group the articles that share it.
    let groups = |each: bool| {
        let mut rig = Rig::new();
        let mut ids = Vec::new();
        for (told, days) in plan {
            ids.push((rig.bring(told, days), (told, days)));
            if each {
                rig.settle();
            }
        }
        rig.settle();
        let mut groups: HashMap<StoryId, Vec<(usize, i64)>> = HashMap::new();
        ids.iter().for_each(|(id, what)| groups.entry(rig.story(*id)).or_default().push(*what));
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.sort_unstable();
        groups
    };
    let (turns, at_once) = (groups(true), groups(false));
    assert_eq!(turns, at_once);
    let event = |(told, days): &(usize, i64)| (TOLD[*told].0, *days);
    assert!(at_once.iter().all(|group| group.iter().all(|what| event(what) == event(&group[0]))), "{at_once:?}");
    assert_eq!(at_once.len(), 4, "two events, twice: {at_once:?}");
}

#[test]
fn a_stretch_of_the_same_days_learns_what_another_settled() {
    let mut rig = Rig::new();
    let recent = rig.bring(0, 0);
    rig.settle();
    // Its window reaches into the recent days, which the other holds.
    let earlier = rig.bring(3, 5);
    rig.settle();
    assert_eq!(rig.settler.stretches.len(), 2);
    let between = rig.bring(4, 4);
    rig.settle();
    assert_eq!(rig.story(between), rig.story(earlier));
    let late = rig.bring(5, 3);
    rig.settle();
    assert_eq!(rig.story(late), rig.story(earlier), "whichever window it came into");
    assert_ne!(rig.story(late), rig.story(recent));
}
