//! Countries by code and name: what outlets are filed under, and what readers write.

/// ISO 3166-1 alpha-2, Arabic and English short names (as the Unicode CLDR has them, the Arabic ones as newspapers shorten
/// them): the Arab League's members first, then where else Arabic news comes from or is about.
const COUNTRIES: &[(&str, &str, &str)] = &[
    ("AE", "الإمارات", "United Arab Emirates"),
    ("BH", "البحرين", "Bahrain"),
    ("DJ", "جيبوتي", "Djibouti"),
    ("DZ", "الجزائر", "Algeria"),
    ("EG", "مصر", "Egypt"),
    ("IQ", "العراق", "Iraq"),
    ("JO", "الأردن", "Jordan"),
    ("KM", "جزر القمر", "Comoros"),
    ("KW", "الكويت", "Kuwait"),
    ("LB", "لبنان", "Lebanon"),
    ("LY", "ليبيا", "Libya"),
    ("MA", "المغرب", "Morocco"),
    ("MR", "موريتانيا", "Mauritania"),
    ("OM", "عمان", "Oman"),
    ("PS", "فلسطين", "Palestine"),
    ("QA", "قطر", "Qatar"),
    ("SA", "السعودية", "Saudi Arabia"),
    ("SD", "السودان", "Sudan"),
    ("SO", "الصومال", "Somalia"),
    ("SY", "سوريا", "Syria"),
    ("TN", "تونس", "Tunisia"),
    ("YE", "اليمن", "Yemen"),
    ("AF", "أفغانستان", "Afghanistan"),
    ("AT", "النمسا", "Austria"),
    ("AU", "أستراليا", "Australia"),
    ("BE", "بلجيكا", "Belgium"),
    ("BR", "البرازيل", "Brazil"),
    ("CA", "كندا", "Canada"),
    ("CH", "سويسرا", "Switzerland"),
    ("CN", "الصين", "China"),
    ("CY", "قبرص", "Cyprus"),
    ("DE", "ألمانيا", "Germany"),
    ("DK", "الدنمارك", "Denmark"),
    ("ER", "إريتريا", "Eritrea"),
    ("ES", "إسبانيا", "Spain"),
    ("ET", "إثيوبيا", "Ethiopia"),
    ("FR", "فرنسا", "France"),
    ("GB", "بريطانيا", "United Kingdom"),
    ("GR", "اليونان", "Greece"),
    ("ID", "إندونيسيا", "Indonesia"),
    ("IL", "إسرائيل", "Israel"),
    ("IN", "الهند", "India"),
    ("IR", "إيران", "Iran"),
    ("IT", "إيطاليا", "Italy"),
    ("JP", "اليابان", "Japan"),
    ("KR", "كوريا الجنوبية", "South Korea"),
    ("MT", "مالطا", "Malta"),
    ("MY", "ماليزيا", "Malaysia"),
    ("NG", "نيجيريا", "Nigeria"),
    ("NL", "هولندا", "Netherlands"),
    ("NO", "النرويج", "Norway"),
    ("PK", "باكستان", "Pakistan"),
    ("RU", "روسيا", "Russia"),
    ("SE", "السويد", "Sweden"),
    ("SN", "السنغال", "Senegal"),
    ("SS", "جنوب السودان", "South Sudan"),
    ("TD", "تشاد", "Chad"),
    ("TR", "تركيا", "Türkiye"),
    ("UA", "أوكرانيا", "Ukraine"),
    ("US", "الولايات المتحدة", "United States"),
    ("VA", "الفاتيكان", "Vatican City"),
    ("ZA", "جنوب أفريقيا", "South Africa"),
];

/// The name of a country in Arabic and English. `None` for codes that this table has not.
pub fn country_names(code: &str) -> Option<(&'static str, &'static str)> {
    COUNTRIES.iter().find(|(known, ..)| *known == code).map(|&(_, arabic, english)| (arabic, english))
}

/// The code of a country by what `same` takes for its name, or a code itself (of any case, known here or not).
pub fn country_code(text: &str, same: impl Fn(&str) -> bool) -> Option<String> {
    let text = text.trim();
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Some(text.to_ascii_uppercase());
    }
    let found = COUNTRIES.iter().find(|(_, arabic, english)| same(arabic) || english.eq_ignore_ascii_case(text));
    found.map(|(code, ..)| (*code).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes() {
        assert_eq!(country_names("IQ"), Some(("العراق", "Iraq")));
        assert_eq!(country_names("XX"), None);
        assert_eq!(country_code("jo", |_| false).as_deref(), Some("JO"));
        assert_eq!(country_code("egypt", |_| false).as_deref(), Some("EG"));
        assert_eq!(country_code("تونس", |name| name == "تونس").as_deref(), Some("TN"));
        assert_eq!(country_code("Atlantis", |_| false), None);
    }

    #[test]
    fn each_code_is_there_once() {
        let codes: std::collections::HashSet<_> = COUNTRIES.iter().map(|(code, ..)| code).collect();
        assert_eq!(codes.len(), COUNTRIES.len());
    }
}
