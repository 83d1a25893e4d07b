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
    for steps in 0..MAX_STEPS {
        match step(evidence, rest, steps == 0) {
            Some((shorter, with_taa)) => (rest, taa) = (shorter, with_taa),
            None => break,
        }
        if taa {
            break;
        }
    }
    if !taa && let Some((prefix, stem)) = verb(evidence, rest) {
        light.extend([prefix, stem]);
        return;
    }
    light.push_str(rest);
    if taa {
        light.push('ه');
    }
}

/// Persons of a verb: يلعب, تلعب and لعبت are لعب. A noun takes the article and keeps its letters.
fn verb<'w>(evidence: &mut Evidence<'_, '_>, word: &'w str) -> Option<(&'static str, &'w str)> {
    let whole = evidence.count(word);
    if whole < super::ATTESTED || evidence.with("ال", word) * 20 > whole {
        return None;
    }
    let other = match word.chars().next() {
        Some('ي') => "ت",
        Some('ت') => "ي",
        _ => {
            let rest = word.strip_suffix('ت').filter(|rest| super::letters(rest, 3))?;
            return (evidence.count(rest) * 3 >= whole).then_some(("", rest));
        }
    };
    let stem = word.get("ي".len()..).filter(|stem| super::letters(stem, 3))?;
    if evidence.with(other, stem) < super::ATTESTED || evidence.with(other, stem) * 30 < whole {
        return None;
    }
    if evidence.count(stem) >= super::ATTESTED {
        return Some(("", stem));
    }
    // يونس and تونس are no verb: verbs have a future (سيؤكد).
    (evidence.with("سي", stem) + evidence.with("ست", stem) >= super::ATTESTED).then_some(("ي", stem))
}

/// The word without its ending, and whether what remains wants a ta marbuta to be a word.
fn step<'w>(evidence: &mut Evidence<'_, '_>, word: &'w str, first: bool) -> Option<(&'w str, bool)> {
    let whole = evidence.noun(word);
    for ending in ENDINGS.iter().copied().chain(std::iter::once("ا")) {
        let Some(rest) = word.strip_suffix(ending).filter(|rest| super::letters(rest, 3)) else { continue };
        // Nothing follows the ن of a dual or plural: the ان of ألمان, left over from ألمانيا, is none.
        if !first && ending.ends_with('ن') {
            continue;
        }
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
