//! "مقالتان", "٣ مقالات", "١١ مقالة": a number and its noun.
//!
//! The categories are those of the Unicode CLDR plural rules for Arabic (UTS #35, part 3; `ar` in `plurals.xml`, cardinal).

use crate::digits::arabic_indic;

/// CLDR plural category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// The category of a whole number in Arabic.
pub fn category(n: u64) -> Category {
    match (n, n % 100) {
        (0, _) => Category::Zero,
        (1, _) => Category::One,
        (2, _) => Category::Two,
        (_, 3..=10) => Category::Few,
        (_, 11..=99) => Category::Many,
        _ => Category::Other,
    }
}

/// A noun's forms, each as it stands beside a number of its category. In a form, `{}` marks where the number goes; forms without it
/// are said without a number (مقالتان).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forms<'a> {
    /// لا مقالات
    pub zero: &'a str,
    /// مقالة واحدة
    pub one: &'a str,
    /// مقالتان
    pub two: &'a str,
    /// {} مقالات
    pub few: &'a str,
    /// {} مقالة (in the accusative: {} كتابًا)
    pub many: &'a str,
    /// {} مقالة (hundreds and thousands)
    pub other: &'a str,
}

impl Forms<'_> {
    /// The form for `n`, its number's place still marked.
    pub fn form(&self, n: u64) -> &str {
        match category(n) {
            Category::Zero => self.zero,
            Category::One => self.one,
            Category::Two => self.two,
            Category::Few => self.few,
            Category::Many => self.many,
            Category::Other => self.other,
        }
    }
}

/// Digits that a reader is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Digits {
    /// 0123456789
    #[default]
    Ascii,
    /// ٠١٢٣٤٥٦٧٨٩
    ArabicIndic,
}

/// `n` with its noun.
///
/// ```
/// use rafid_arabic::plural::{Digits, Forms, plural};
/// let articles = Forms { zero: "لا مقالات", one: "مقالة واحدة", two: "مقالتان", few: "{} مقالات", many: "{} مقالة", other: "{} مقالة" };
/// assert_eq!(plural(2, &articles, Digits::ArabicIndic), "مقالتان");
/// assert_eq!(plural(3, &articles, Digits::ArabicIndic), "٣ مقالات");
/// assert_eq!(plural(11, &articles, Digits::Ascii), "11 مقالة");
/// ```
pub fn plural(n: u64, forms: &Forms<'_>, digits: Digits) -> String {
    let number = match digits {
        Digits::Ascii => n.to_string(),
        Digits::ArabicIndic => arabic_indic(&n.to_string()),
    };
    forms.form(n).replace("{}", &number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_those_of_icu() {
        use icu_plurals::{PluralCategory, PluralRules};
        let rules = PluralRules::try_new_cardinal(icu_locale_core::locale!("ar").into()).unwrap();
        let same = |n: u64| {
            let expected = match rules.category_for(n) {
                PluralCategory::Zero => Category::Zero,
                PluralCategory::One => Category::One,
                PluralCategory::Two => Category::Two,
                PluralCategory::Few => Category::Few,
                PluralCategory::Many => Category::Many,
                PluralCategory::Other => Category::Other,
            };
            assert_eq!(category(n), expected, "{n}");
        };
        (0..=1_000_000).chain([u64::MAX, u64::MAX - 7]).for_each(same);
    }

    #[test]
    fn categories_are_those_of_cldr() {
        use Category::*;
        let samples: &[(Category, &[u64])] = &[
            (Zero, &[0]),
            (One, &[1]),
            (Two, &[2]),
            (Few, &[3, 10, 103, 110, 1003]),
            (Many, &[11, 26, 99, 111, 1011]),
            (Other, &[100, 102, 200, 202, 300, 1000, 10_000, 1_000_000]),
        ];
        for (expected, numbers) in samples {
            for &n in *numbers {
                assert_eq!(category(n), *expected, "{n}");
            }
        }
    }
}
