//! What the operator decides about the portal. Ready objects: nothing here is read from a file or the environment.

use jiff::tz::TimeZone;
use rafid_arabic::dates::format::MonthNames;
use rafid_arabic::plural::Digits;
use rafid_core::WebUrl;

/// How the portal presents itself.
#[derive(Debug, Clone)]
pub struct WebSettings {
    /// Instead of the locale's own «رافد».
    pub site_name: Option<String>,
    /// Where the portal is reached from outside, such as `https://news.example`; without it, feeds take the request's
    /// `Host`.
    pub base_url: Option<WebUrl>,
    /// In which readers are told the time.
    pub time_zone: TimeZone,
    /// The digits of the Arabic pages.
    pub digits: Digits,
    /// What the Arabic pages call the months.
    pub months: MonthNames,
    /// Whether `/health` and its endpoint answer. They show no secrets, but how the portal is run.
    pub health: bool,
    /// Whether `/metrics` answers.
    pub metrics: bool,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            site_name: None,
            base_url: None,
            time_zone: TimeZone::UTC,
            digits: Digits::ArabicIndic,
            months: MonthNames::Gulf,
            health: true,
            metrics: false,
        }
    }
}
