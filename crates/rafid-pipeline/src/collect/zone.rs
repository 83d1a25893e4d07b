//! The time zone of an outlet, for pages that print a time without one.

use jiff::tz::{Offset, TimeZone};

/// The zone of the capital, as the tz database has it; where that is missing, its standard offset. UTC for a country that
/// is not listed.
pub(crate) fn of_country(country: Option<&str>) -> TimeZone {
    let (name, hours) = match country.unwrap_or_default() {
        "SA" => ("Asia/Riyadh", 3),
        "AE" => ("Asia/Dubai", 4),
        "OM" => ("Asia/Muscat", 4),
        "QA" => ("Asia/Qatar", 3),
        "BH" => ("Asia/Bahrain", 3),
        "KW" => ("Asia/Kuwait", 3),
        "YE" => ("Asia/Aden", 3),
        "IQ" => ("Asia/Baghdad", 3),
        "SY" => ("Asia/Damascus", 3),
        "JO" => ("Asia/Amman", 3),
        "LB" => ("Asia/Beirut", 2),
        "PS" => ("Asia/Hebron", 2),
        "EG" => ("Africa/Cairo", 2),
        "SD" => ("Africa/Khartoum", 2),
        "LY" => ("Africa/Tripoli", 2),
        "TN" => ("Africa/Tunis", 1),
        "DZ" => ("Africa/Algiers", 1),
        "MA" => ("Africa/Casablanca", 1),
        "SO" => ("Africa/Mogadishu", 3),
        "DJ" => ("Africa/Djibouti", 3),
        "KM" => ("Indian/Comoro", 3),
        "TR" => ("Europe/Istanbul", 3),
        "GB" => ("Europe/London", 0),
        "FR" => ("Europe/Paris", 1),
        "DE" => ("Europe/Berlin", 1),
        _ => return TimeZone::UTC,
    };
    TimeZone::get(name).unwrap_or_else(|_| TimeZone::fixed(Offset::constant(hours)))
}
