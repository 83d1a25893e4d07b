//! Which language a text is in, well enough to keep Persian, Urdu, Sorani Kurdish, Pashto, English and French apart from Arabic.
//!
//! Two kinds of evidence are counted over the first [`SAMPLE`] words: letters that one language writes and the others do not (ک and
//! ی in Persian and Urdu, ٹ and ے in Urdu, ێ and ڵ in Kurdish, ة and ى in Arabic), and function words. Arabic press that types ی for ي
//! is still known by its articles and prepositions. Method after Cavnar and Trenkle, "N-gram-based text categorization"
//! (1994), reduced to what tells these seven apart.

use crate::letters::{Class, class};

/// A language that a news source near Arabic may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    Arabic,
    Persian,
    Urdu,
    /// Sorani (Central Kurdish), written in Arabic letters.
    Kurdish,
    Pashto,
    English,
    French,
}

impl Language {
    /// The BCP 47 tag: `ar`, `fa`, `ur`, `ckb`, `ps`, `en`, `fr`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Arabic => "ar",
            Language::Persian => "fa",
            Language::Urdu => "ur",
            Language::Kurdish => "ckb",
            Language::Pashto => "ps",
            Language::English => "en",
            Language::French => "fr",
        }
    }
}

const ALL: [Language; 7] = [
    Language::Arabic,
    Language::Persian,
    Language::Urdu,
    Language::Kurdish,
    Language::Pashto,
    Language::English,
    Language::French,
];

/// Words looked at, from the beginning.
pub const SAMPLE: usize = 400;

fn function_words(language: Language) -> &'static [&'static str] {
    match language {
        Language::Arabic => &[
            "في", "من", "على", "إلى", "الى", "أن", "ان", "عن", "التي", "الذي", "هذا", "هذه", "مع", "ما", "لا", "كان", "بعد",
            "قال", "أو", "بين", "ذلك", "كما", "قد", "لم", "هو", "هي", "خلال", "ولا", "وفي", "ومن", "فى", "حتى", "عند", "أكد",
            "منذ",
        ],
        Language::Persian => &[
            "در", "به", "از", "که", "این", "را", "با", "است", "برای", "آن", "های", "شد", "شده", "خود", "بود", "کرد", "گفت",
            "نیز", "هم", "یک", "تا", "می", "بر", "ها", "شود", "كه", "اين", "براي", "كرد", "ی",
        ],
        Language::Urdu => &[
            "کے", "کی", "میں", "ہے", "کا", "سے", "اور", "نے", "کو", "ہیں", "پر", "یہ", "اس", "ہے۔", "کہ", "کر", "بھی", "تھا",
            "نہیں", "ایک", "ان", "گیا", "وہ", "لیے", "ساتھ",
        ],
        Language::Kurdish => &[
            "لە",
            "بۆ",
            "و",
            "کە",
            "بە",
            "ئەو",
            "ئەم",
            "لەگەڵ",
            "دەکات",
            "کرد",
            "کوردستان",
            "هەرێمی",
            "لەسەر",
            "نییە",
            "یەک",
            "سەر",
            "هەیە",
            "ئێمە",
            "دوای",
            "پێش",
            "بووە",
            "له",
            "بو",
        ],
        Language::Pashto => &[
            "د",
            "په",
            "چې",
            "کې",
            "او",
            "ته",
            "له",
            "نه",
            "شوی",
            "شوه",
            "دی",
            "ده",
            "یې",
            "خو",
            "سره",
            "وویل",
            "پر",
            "هم",
            "دا",
            "څخه",
            "لپاره",
            "ښه",
        ],
        Language::English => &[
            "the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "with", "was", "as", "by", "it", "from", "at", "are",
            "said", "has", "its", "his", "be", "an", "this", "will", "have", "not",
        ],
        Language::French => &[
            "le", "la", "les", "de", "des", "du", "et", "en", "un", "une", "dans", "est", "que", "qui", "pour", "sur", "au",
            "aux", "par", "avec", "ce", "il", "a", "plus", "ne", "pas", "son", "ses", "selon",
        ],
    }
}

/// Points that one letter gives to languages: what it never is in the others.
fn letter_points(c: char) -> Option<(&'static [Language], f32)> {
    use Language::{Arabic, Kurdish, Pashto, Persian, Urdu};
    Some(match c {
        'ة' | 'ى' => (&[Arabic], 0.35),
        'ي' | 'ك' => (&[Arabic], 0.05),
        'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ۓ' | 'ہ' | 'ھ' => (&[Urdu], 0.5),
        'ێ' | 'ڵ' | 'ڕ' | 'ۆ' | 'ە' | 'ۊ' => (&[Kurdish], 0.5),
        'ښ' | 'ځ' | 'څ' | 'ډ' | 'ړ' | 'ږ' | 'ګ' | 'ټ' | 'ې' | 'ۍ' | 'ڼ' => (&[Pashto], 0.8),
        'ڤ' => (&[Kurdish], 0.1),
        'پ' | 'چ' | 'گ' => (&[Persian, Urdu, Kurdish, Pashto], 0.2),
        'ژ' => (&[Persian, Kurdish, Pashto], 0.2),
        'ک' | 'ی' => (&[Persian, Urdu, Kurdish, Pashto], 0.12),
        'k' | 'w' => (&[Language::English], 0.15),
        'é' | 'è' | 'ê' | 'à' | 'ç' | 'ù' | 'ô' | 'î' | 'œ' => (&[Language::French], 0.4),
        _ => return None,
    })
}

/// The language of `text`, or `None` when it has no letters of these languages or too few to tell.
///
/// ```
/// use rafid_arabic::language::{Language, language};
/// assert_eq!(language("وصل الفريق إلى المدينة مساء اليوم"), Some(Language::Arabic));
/// assert_eq!(language("12:30"), None);
/// ```
pub fn language(text: &str) -> Option<Language> {
    let mut points = [0f32; ALL.len()];
    let (mut arabic_letters, mut latin_letters, mut others) = (0usize, 0usize, 0usize);
    let words =
        text.split(|c: char| !c.is_alphanumeric() && !matches!(class(c), Class::Mark | Class::Tatweel | Class::Invisible));
    for word in words.filter(|word| !word.is_empty()).take(SAMPLE) {
        for c in word.chars() {
            match class(c) {
                Class::Arabic => arabic_letters += 1,
                Class::Latin => latin_letters += 1,
                Class::Other => others += 1,
                _ => {}
            }
            if let Some((languages, worth)) = letter_points(c) {
                for &language in languages {
                    points[language as usize] += worth;
                }
            }
        }
        let latin = word.is_ascii().then(|| word.to_ascii_lowercase());
        let word = latin.as_deref().unwrap_or(word);
        for language in ALL {
            if function_words(language).contains(&word) {
                points[language as usize] += 1.0;
            }
        }
        if word.starts_with("ال") && word.chars().count() > 4 {
            points[Language::Arabic as usize] += 0.5;
        }
    }
    if others > arabic_letters + latin_letters {
        return None;
    }
    let arabic_script = arabic_letters * 2 >= latin_letters;
    let (best, worth) = ALL
        .into_iter()
        .filter(|language| matches!(language, Language::English | Language::French) != arabic_script)
        .map(|language| (language, points[language as usize]))
        .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| (b.0 as usize).cmp(&(a.0 as usize))))?;
    // A headline may hold no telling word at all: in Arabic letters it is Arabic until something speaks for another.
    match (worth > 0.0, arabic_script) {
        (true, _) => Some(best),
        (false, true) => (arabic_letters >= 3).then_some(Language::Arabic),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_told_apart() {
        use Language::*;
        for (text, expected) in [
            ("افتتح المعرض أبوابه أمام الزوار في المدينة القديمة", Arabic),
            ("مباراة ودية مساء الجمعة", Arabic),
            ("أعلنت الجامعة نتائج المسابقة السنوية لتصميم الطائرات الورقية، وقال المدير إن المشاركين من عشر مدن", Arabic),
            ("نمایشگاه گل و گیاه در شهر با حضور باغداران برگزار شد و این برنامه تا پایان هفته ادامه دارد", Persian),
            ("شہر میں پھولوں کی نمائش شروع ہو گئی ہے اور بچوں نے پتنگیں اڑائیں", Urdu),
            ("پێشانگای گوڵ لە شار کرایەوە و خوێندکاران بەشدارییان تێدا کرد", Kurdish),
            ("په ښار کې د ګلانو نندارتون پرانیستل شو او ماشومانو پکې برخه واخیسته", Pashto),
            ("د ګلانو نندارتون پیل شو", Pashto),
            ("نمایشگاه گل در تهران گشایش یافت", Persian),
            ("برگزاری جشنواره بادبادک‌ها در اصفهان", Persian),
            ("لاہور میں کتاب میلہ شروع", Urdu),
            ("پھولوں کی نمائش", Urdu),
            ("فیستیڤاڵی گوڵ لە هەولێر دەستی پێکرد", Kurdish),
            ("معرض الكتاب في الرياض يستضيف \"Book Club\" من London", Arabic),
            ("Kite festival opens in الرياض this weekend", English),
            ("L'exposition de fleurs à Rabat attire les familles", French),
            ("افتتاح معرض للزهور", Arabic),
            ("The flower show opened in the old town on Friday", English),
            ("Le salon des fleurs a ouvert ses portes dans la vieille ville", French),
        ] {
            assert_eq!(language(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn arabic_typed_on_a_persian_keyboard_is_arabic() {
        assert_eq!(language("افتتح المعرض فی المدینة القدیمة وقال المدیر إن الزوار من کل المدن"), Some(Language::Arabic));
    }

    #[test]
    fn nothing_to_tell_by_is_no_language() {
        for text in ["", "2018", "!!!", "北京新闻报道", "Новости"] {
            assert_eq!(language(text), None, "{text}");
        }
    }
}
