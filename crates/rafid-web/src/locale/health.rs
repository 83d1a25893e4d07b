//! The state of a source in a sentence.

use rafid_arabic::plural::Digits;

use super::Locale;
use crate::portal::{HealthState, Rate, SourceHealth};

impl Locale {
    pub fn health_state(self, state: HealthState) -> &'static str {
        let t = self.texts();
        match state {
            HealthState::Well => t.health_well,
            HealthState::NotAsked => t.health_not_asked,
            HealthState::Paused => t.health_paused,
            HealthState::Troubled => t.health_troubled,
            HealthState::Silent => t.health_silent,
            HealthState::Failing => t.health_failing,
            HealthState::Gone => t.health_gone,
        }
    }

    /// What an operator should know, and do, about a source; the state's name where there is no more to say.
    pub fn health_sentence(self, health: &SourceHealth, digits: Digits) -> String {
        let t = self.texts();
        if let (HealthState::Silent, Some(silence)) = (health.state, health.silence) {
            let days = self.count(silence.days, &t.days_n, digits);
            let usual = match silence.usual {
                Rate::Daily(n) => t.rate_daily.replace("{}", &self.count(n, &t.articles_published_n, digits)),
                Rate::Weekly(n) => t.rate_weekly.replace("{}", &self.count(n, &t.articles_published_n, digits)),
                Rate::Monthly(n) => t.rate_monthly.replace("{}", &self.count(n, &t.articles_published_n, digits)),
            };
            return t.health_silence.replace("{}", &days).replace("{usual}", &usual);
        }
        let worst = health.feeds.iter().filter(|feed| feed.state == HealthState::Failing).max_by_key(|feed| feed.failures);
        match (health.state, worst) {
            (HealthState::Failing | HealthState::Troubled, Some(feed)) => {
                let times = self.count(feed.failures.into(), &t.failures_n, digits);
                let why = feed.trouble.as_ref().map(|trouble| match (trouble.kind, self) {
                    (Some(kind), Self::Ar) => kind.advice_ar().to_owned(),
                    (Some(kind), Self::En) => kind.advice().to_owned(),
                    (None, _) => trouble.detail.clone(),
                });
                let times = t.health_failed.replace("{}", &times);
                why.map_or(times.clone(), |why| format!("{times}: {why}"))
            }
            (state, _) => self.health_state(state).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rafid_core::FailureKind;

    use super::*;
    use crate::portal::{FeedHealth, Silence, Trouble};

    fn health(state: HealthState, silence: Option<Silence>, failures: u32) -> SourceHealth {
        let trouble = Some(Trouble { kind: Some(FailureKind::Timeout), detail: "no headers within 20s".into() });
        let feed = FeedHealth {
            address: "https://wadi.example/rss".into(),
            state: HealthState::Failing,
            failures,
            trouble,
            last_success_at: None,
            next_at: None,
            issues: vec![],
            hubs: vec![],
        };
        SourceHealth {
            key: "wadi.example".into(),
            name: "صدى الوادي".into(),
            state,
            last_success_at: None,
            next_at: None,
            last_article_at: None,
            last_day: 0,
            usual_per_day: None,
            silence,
            feeds: vec![feed],
        }
    }

    #[test]
    fn silence_is_said_with_the_right_plurals() {
        let say = |days, usual| {
            let silent = health(HealthState::Silent, Some(Silence { days, usual }), 0);
            (Locale::Ar.health_sentence(&silent, Digits::ArabicIndic), Locale::En.health_sentence(&silent, Digits::ArabicIndic))
        };
        assert_eq!(say(9, Rate::Daily(20)).0, "لم ينشر منذ ٩ أيام، وكان ينشر ٢٠ مقالة يوميًا");
        assert_eq!(say(9, Rate::Daily(20)).1, "nothing published for 9 days; it used to publish 20 articles a day");
        assert_eq!(say(2, Rate::Daily(5)).0, "لم ينشر منذ يومين، وكان ينشر ٥ مقالات يوميًا");
        assert_eq!(say(11, Rate::Daily(2)).0, "لم ينشر منذ ١١ يومًا، وكان ينشر مقالتين يوميًا");
        assert_eq!(say(100, Rate::Weekly(1)).0, "لم ينشر منذ ١٠٠ يوم، وكان ينشر مقالة واحدة أسبوعيًا");
    }

    #[test]
    fn failures_come_with_advice() {
        let failing = health(HealthState::Failing, None, 3);
        assert_eq!(
            Locale::Ar.health_sentence(&failing, Digits::ArabicIndic),
            "أخفقت آخر ٣ محاولات: الخادم بطيء جدا؛ ستعاد المحاولة تلقائيا"
        );
        assert_eq!(
            Locale::En.health_sentence(&failing, Digits::ArabicIndic),
            "the last 3 tries failed: the server is too slow; it is tried again later by itself"
        );
        assert_eq!(Locale::En.health_sentence(&health(HealthState::Well, None, 0), Digits::Ascii), "well");
    }
}
