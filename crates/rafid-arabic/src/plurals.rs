//! Broken plurals: وزراء is the plural of وزير, مدن of مدينة, though no ending tells.
//!
//! Arabic forms most plurals of basic nouns by changing the word inside. [`singulars`] knows the patterns (the classical list as in
//! Wright, *A Grammar of the Arabic Language*, §304–305, on folded letters, so that a hamza on its carrier counts as the
//! carrier): it names every word whose plural a word may be. Which of them it is, a corpus tells (`examples/make_plurals.rs`):
//! both must be nouns, and stand in the same documents far more often than chance would have it. What was learned is frozen in
//! `data/plurals.tsv`; the light stem of a broken plural is that of its singular.

use crate::table::WordTable;
use std::sync::LazyLock;

/// A learned table from broken plurals to their singulars.
#[derive(Debug, Clone, Default)]
pub struct Plurals {
    words: WordTable,
    /// For each word, the number of its singular (its own when it is one).
    singular: Vec<u32>,
}

impl Plurals {
    /// The table that is built into this crate.
    pub fn builtin() -> &'static Plurals {
        static BUILTIN: LazyLock<Plurals> = LazyLock::new(|| Plurals::parse(include_str!("../data/plurals.tsv")));
        &BUILTIN
    }

    /// Reads lines of `plural TAB singular`, both folded; other lines are passed over.
    pub fn parse(lines: &str) -> Plurals {
        let mut plurals = Plurals::default();
        for (plural, singular) in lines.lines().filter_map(|line| line.split_once('\t')) {
            if let (Some(singular), Some(plural)) = (plurals.number(singular), plurals.number(plural)) {
                plurals.singular[plural] = singular as u32;
            }
        }
        plurals
    }

    /// The singular of a folded noun without clitics, if it is one of the known plurals.
    pub fn singular(&self, noun: &str) -> Option<&str> {
        let number = self.words.find(noun)?;
        self.singular
            .get(number)
            .filter(|&&singular| singular as usize != number)
            .map(|&singular| self.words.word(singular as usize))
    }

    fn number(&mut self, word: &str) -> Option<usize> {
        let number = self.words.insert(word)?;
        if number == self.singular.len() {
            self.singular.push(number as u32);
        }
        Some(number)
    }
}

/// A pattern of plurals with the patterns of their singulars: digits are the root's consonants, letters are themselves. Patterns
/// that verbal nouns and adjectives share so often that no evidence sorts them out (فُعُل, فَعَلة) are left out, and those whose singular
/// only adds a ta marbuta (دول, دولة), which the light stem unites anyway.
const PATTERNS: [(&str, &[&str]); 26] = [
    // وزراء وزير, علماء عالم
    ("123اء", &["12ي3", "1ا23"]),
    // أصدقاء صديق, أطباء طبيب, أغنياء غني, أعضاء عضو, أنباء نبأ, أجزاء جزء
    ("ا123اء", &["12ي3"]),
    ("ا12اء", &["12ي2", "12و", "12ا", "12ء"]),
    ("ا12ياء", &["12ي"]),
    // أهداف هدف, أصحاب صاحب, أشراف شريف, أتراك تركي; أبواب باب, أسواق سوق, أبيات بيت
    ("ا12ا3", &["123", "1ا23", "12ي3", "123ي"]),
    ("ا1وا3", &["1ا3", "1و3"]),
    ("ا1يا3", &["1ي3"]),
    ("ا12ا2", &["12", "12ي2"]),
    // أسلحة سلاح, أرغفة رغيف, أعمدة عمود; أدوية دواء, أندية نادي; أدلة دليل, أجنة جنين, أئمة إمام
    ("ا123ه", &["12ا3", "12ي3", "12و3"]),
    ("ا12يه", &["12اء", "1ا2ي"]),
    ("ا12ه", &["12ي2", "12ا2"]),
    // بنوك بنك, شهود شاهد; حقوق حق
    ("12و3", &["123", "1ا23"]),
    ("12و2", &["12"]),
    // طلاب طالب, كبار كبير, جبال جبل; شباب شاب
    ("12ا3", &["1ا23", "12ي3", "123"]),
    ("12ا2", &["1ا2", "12ي2"]),
    // مدن مدينة, صحف صحيفة
    ("123", &["12ي3ه"]),
    // جرحى جريح
    ("123ي", &["12ي3"]),
    // قادة قائد, سادة سيد
    ("1ا3ه", &["1اي3", "1ي3"]),
    // شوارع شارع, عواصم عاصمة; مواد مادة
    ("1وا23", &["1ا23", "1ا23ه"]),
    ("1وا2", &["1ا2ه"]),
    // مراكز مركز, مدارس مدرسة, زوارق زورق
    ("12ا34", &["1234", "1234ه"]),
    // صواريخ صاروخ, مشاريع مشروع, مفاتيح مفتاح, تقارير تقرير, أساطير أسطورة
    ("12ا3ي4", &["123و4", "123ا4", "123ي4", "1ا3و4", "123و4ه"]),
    // قبائل قبيلة, رسائل رسالة, عجائز عجوز
    ("12اي3", &["12ي3ه", "12ا3ه", "12و3"]),
    // أراضي أرض, ليالي ليلة, مباني مبنى; قضايا قضية
    ("12ا3ي", &["123", "123ه", "123ي"]),
    ("12ايا", &["12يه"]),
    // بلدان بلد, قمصان قميص
    ("123ان", &["123", "12ي3"]),
];

/// Plurals of another root, and common ones of patterns that are left out.
const SUPPLETIVE: [(&str, &str); 19] = [
    ("برامج", "برنامج"),
    ("نساء", "امراه"),
    ("ايام", "يوم"),
    ("مياه", "ماء"),
    ("بنات", "بنت"),
    ("ابناء", "ابن"),
    ("اسماء", "اسم"),
    ("اجواء", "جو"),
    ("اعوام", "عام"),
    ("كتب", "كتاب"),
    ("طرق", "طريق"),
    ("فرق", "فريق"),
    ("سبل", "سبيل"),
    ("رسل", "رسول"),
    ("طلبه", "طالب"),
    ("قضاه", "قاضي"),
    ("وجوه", "وجه"),
    ("جنود", "جندي"),
    ("ليالي", "ليله"),
];

/// The folded words whose broken plural the folded `noun` may be, by its letters alone; most of them are no words.
///
/// ```
/// assert!(rafid_arabic::plurals::singulars("وزراء").contains(&"وزير".to_owned()));
/// ```
pub fn singulars(noun: &str) -> Vec<String> {
    let letters: Vec<char> = noun.chars().collect();
    let mut found: Vec<String> = SUPPLETIVE.iter().filter(|pair| pair.0 == noun).map(|pair| pair.1.to_owned()).collect();
    for (pattern, singulars) in PATTERNS {
        let Some(root) = root(&letters, pattern) else { continue };
        // A folded و may be a hamza's carrier, which its singular writes otherwise: رؤساء رئيس, رؤوس رأس.
        let seconds: &[char] = match pattern {
            "123اء" if root[2] == 'و' => &['ي'],
            "12و3" if root[2] == 'و' => &['ا'],
            _ => &[root[2]],
        };
        for singular in singulars {
            for &second in seconds {
                let consonant = |place: u32| if place == 2 { second } else { root[place as usize] };
                let word: String = singular.chars().map(|c| c.to_digit(10).map_or(c, consonant)).collect();
                if word != noun && !found.contains(&word) {
                    found.push(word);
                }
            }
        }
    }
    found
}

/// The consonants that make `letters` of `pattern`, from place 1.
fn root(letters: &[char], pattern: &str) -> Option<[char; 5]> {
    let mut root = [' '; 5];
    let mut places = pattern.chars();
    for &letter in letters {
        match places.next()? {
            digit @ '1'..='4' => {
                let place = &mut root[digit as usize - '0' as usize];
                if *place != ' ' && *place != letter {
                    return None;
                }
                *place = letter;
            }
            fixed if fixed == letter => {}
            _ => return None,
        }
    }
    // Only a hamza at the beginning is a consonant that folds to alef, and a heh at the end is a ta marbuta.
    let is_none = root[2..].contains(&'ا') || root[3..].contains(&'ه') || pattern == "123ان" && root[3] == 'و';
    (places.next().is_none() && !is_none).then_some(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_lead_to_singulars() {
        for (plural, singular) in [
            ("وزراء", "وزير"),
            ("روساء", "رييس"),
            ("مدن", "مدينه"),
            ("طلاب", "طالب"),
            ("اسواق", "سوق"),
            ("ابواب", "باب"),
            ("حقوق", "حق"),
            ("رووس", "راس"),
            ("شوارع", "شارع"),
            ("عواصم", "عاصمه"),
            ("مدارس", "مدرسه"),
            ("صواريخ", "صاروخ"),
            ("قوانين", "قانون"),
            ("رسايل", "رساله"),
            ("اسلحه", "سلاح"),
            ("اصدقاء", "صديق"),
            ("اعضاء", "عضو"),
            ("قضايا", "قضيه"),
            ("اراضي", "ارض"),
            ("نساء", "امراه"),
        ] {
            assert!(singulars(plural).iter().any(|word| word == singular), "{plural}: {:?}", singulars(plural));
        }
        for noun in ["", "و", "كتاب و", "abc", "معلومات"] {
            assert!(!singulars(noun).iter().any(|word| word == noun), "{noun}");
        }
    }

    #[test]
    fn a_plural_leads_to_its_singular() {
        let plurals = Plurals::parse("وزراء\tوزير\nnonsense");
        assert_eq!((plurals.singular("وزراء"), plurals.singular("وزير"), plurals.singular("كتاب")), (Some("وزير"), None, None));
    }
}
