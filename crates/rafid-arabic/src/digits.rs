//! Digits of three scripts: 0–9, ٠–٩ (Arabic-Indic), ۰–۹ (extended: Persian, Urdu).

/// `text` with its Arabic-Indic and extended digits turned into ASCII ones; everything else stays.
pub fn ascii(text: &str) -> String {
    text.chars().map(|c| c.shifted('٠', '0').or(c.shifted('۰', '0')).unwrap_or(c)).collect()
}

/// `text` with its ASCII digits turned into Arabic-Indic ones; everything else stays.
pub fn arabic_indic(text: &str) -> String {
    text.chars().map(|c| c.shifted('0', '٠').unwrap_or(c)).collect()
}

trait Shifted {
    /// The digit of the same value in the run that begins with `to`, if `self` is one of the ten from `from` on.
    fn shifted(self, from: char, to: char) -> Option<char>;
}

impl Shifted for char {
    fn shifted(self, from: char, to: char) -> Option<char> {
        let value = (self as u32).checked_sub(from as u32).filter(|&value| value < 10)?;
        char::from_u32(to as u32 + value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_scripts_mean_the_same_number() {
        assert_eq!(ascii("عام ٢٠١٨ و۲۰۱۹"), "عام 2018 و2019");
        assert_eq!(arabic_indic("عام 2018"), "عام ٢٠١٨");
        assert_eq!(ascii(&arabic_indic("0123456789")), "0123456789");
    }
}
