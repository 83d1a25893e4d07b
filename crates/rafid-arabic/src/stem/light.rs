//! Endings: what inflected forms of a word have in common.
//!
//! Number and gender (ات ون ين ان ة), the nisba (ي), case (ا) and pronouns (ها هم نا …) come off step by step while what remains is
//! attested, so that فلسطينيين, فلسطينية and فلسطين meet and برلمان stays whole. Where the bare stem is no word of its own but
//! stem + ة is (سياسي, سياسات), the family is named by that.

use super::{ATTESTED, Evidence, letters};
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

/// Persons of a verb: يلعب, تلعب and لعبت are لعب; يعلن is أعلن, يستمر استمر and يؤكد أكد. A noun takes the article and keeps its
/// letters.
fn verb<'w>(evidence: &mut Evidence<'_, '_>, word: &'w str) -> Option<(&'static str, &'w str)> {
    let whole = evidence.count(word);
    if whole < ATTESTED || evidence.with("ال", word) * 20 > whole {
        return None;
    }
    let other = match word.chars().next() {
        Some('ي') => "ت",
        Some('ت') => "ي",
        _ => {
            let rest = word.strip_suffix('ت').filter(|rest| letters(rest, 3))?;
            return (evidence.count(rest) * 3 >= whole).then_some(("", rest));
        }
    };
    let stem = word.get("ي".len()..).filter(|stem| letters(stem, 3))?;
    if evidence.with(other, stem) < ATTESTED || evidence.with(other, stem) * 30 < whole {
        return None;
    }
    let past = |evidence: &mut Evidence<'_, '_>, stem: &str| evidence.with("ا", stem) >= ATTESTED.max(whole / 30);
    // The ست of تستمر is no future's.
    if stem.starts_with("ست") && past(evidence, stem) {
        return Some(("ا", stem));
    }
    if evidence.count(stem) >= ATTESTED {
        return Some(("", stem));
    }
    if past(evidence, stem) {
        return Some(("ا", stem));
    }
    // يونس and تونس are no verb: verbs have a future (سيؤكد).
    if evidence.with("سي", stem) + evidence.with("ست", stem) < ATTESTED {
        return None;
    }
    if let Some(hamza) = stem.strip_prefix('و').filter(|rest| letters(rest, 2))
        && past(evidence, hamza)
    {
        return Some(("ا", hamza));
    }
    Some(("ي", stem))
}

/// Whether a word in ون, ين or ان is a plural, a dual or a verb of many. Names that look like one (برانسون, شاهين, سليمان) have no
/// other case (مهندسون, مهندسين), take no article, and are not much rarer than what their first letters happen to be.
fn is_inflected(evidence: &mut Evidence<'_, '_>, word: &str, rest: &str, ending: &str, bare: u64) -> bool {
    let whole = evidence.noun(word);
    let others: &[&str] = match ending {
        "ون" => &["ين", "وا"],
        "ين" => &["ون", "ان"],
        "تين" => &["تان"],
        "تان" => &["تين"],
        _ => &["ين"],
    };
    let other: u64 = others.iter().map(|other| evidence.joined("", rest, other) + evidence.joined("ال", rest, other)).sum();
    if other >= ATTESTED && other * 50 >= whole {
        return true;
    }
    let (article, singular) = (evidence.with("ال", word), evidence.with("ال", rest));
    if ending.ends_with("ان") {
        return whole < ATTESTED && bare >= 30 && singular >= 10;
    }
    let participle = rest.starts_with('م') && letters(rest, 4) && bare >= whole;
    let verb = ending == "ون" && rest.starts_with(['ي', 'ت']) && singular * 20 <= bare;
    verb || participle
        || article * 3 >= whole && article >= ATTESTED
        || singular >= ATTESTED && (bare >= whole * 8 || singular * 2 >= whole)
}

/// The word without its ending, and whether what remains wants a ta marbuta to be a word.
fn step<'w>(evidence: &mut Evidence<'_, '_>, word: &'w str, first: bool) -> Option<(&'w str, bool)> {
    let whole = evidence.noun(word);
    for ending in ENDINGS.iter().copied().chain(std::iter::once("ا")) {
        let Some(rest) = word.strip_suffix(ending).filter(|rest| letters(rest, 3)) else { continue };
        // Nothing follows the ن of a dual or plural: the ان of ألمان, left over from ألمانيا, is none.
        if !first && ending.ends_with('ن') {
            continue;
        }
        let bare = evidence.noun(rest);
        // A dual is rarer than its singular, so that سودان and سلطان are none.
        let share = if ending == "ان" { 1 } else { 12 };
        let enough = bare >= ATTESTED && bare * share >= whole && !stop_words::is_stop(rest);
        if enough && ending.ends_with('ن') && !is_inflected(evidence, word, rest, ending, bare) {
            return None;
        }
        if enough {
            return Some((rest, false));
        }
        if ending != "ه" {
            let feminine = evidence.joined("", rest, "ه") + evidence.joined("ال", rest, "ه");
            if feminine >= ATTESTED && feminine * 12 >= whole {
                return Some((rest, true));
            }
        }
    }
    None
}
