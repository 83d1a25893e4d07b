//! Endings: what inflected forms of a word have in common.
//!
//! Number and gender (ات ون ين ان ة), the nisba (ي), case (ا) and pronouns (ها هم نا …) come off step by step while what remains is
//! attested, so that فلسطينيين, فلسطينية and فلسطين meet and برلمان stays whole. Where the bare stem is no word of its own but
//! stem + ة is (سياسي, سياسات), the family is named by that.

use super::Evidence;
use crate::stop_words;

/// Longest first: an ending is tried before the shorter one that it ends with.
const ENDINGS: [&str; 22] = [
    "تهما", "اتها", "اتهم", "تها", "تهم", "يها", "هما", "تين", "تان", "ات", "ون", "ين", "ان", "يه", "ها", "هم", "نا", "وا", "كم",
    "ته", "ه", "ي",
];
const MAX_STEPS: usize = 3;

/// The light stem of a guided form into `light`.
pub(super) fn stem_into(evidence: &mut Evidence<'_, '_>, guided: &str, light: &mut String) {
    light.clear();
    let mut rest = guided;
    let mut taa = false;
    for _ in 0..MAX_STEPS {
        match step(evidence, rest) {
            Some((shorter, with_taa)) => (rest, taa) = (shorter, with_taa),
            None => break,
        }
        if taa {
            break;
        }
    }
    light.push_str(rest);
    if taa {
        light.push('ه');
    }
}

/// The word without its ending, and whether what remains wants a ta marbuta to be a word.
fn step<'w>(evidence: &mut Evidence<'_, '_>, word: &'w str) -> Option<(&'w str, bool)> {
    let whole = evidence.noun(word);
    for ending in ENDINGS.iter().copied().chain(std::iter::once("ا")) {
        let Some(rest) = word.strip_suffix(ending).filter(|rest| super::letters(rest, 3)) else { continue };
        // A dual is rarer than its singular, so that سودان and سلطان are none.
        let share = if ending == "ان" { 1 } else { 12 };
        let bare = evidence.noun(rest);
        if bare >= super::ATTESTED && bare * share >= whole && !stop_words::is_stop(rest) {
            return Some((rest, false));
        }
        if ending != "ه" {
            let feminine = evidence.joined("", rest, "ه") + evidence.joined("ال", rest, "ه");
            if feminine >= super::ATTESTED && feminine * 12 >= whole {
                return Some((rest, true));
            }
        }
    }
    None
}
