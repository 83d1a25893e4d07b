//! Where a list goes on: opaque to readers, `2026-01-31T08:00:00Z_17` inside.

use jiff::Timestamp;

use super::{PortalError, PortalResult};

pub(super) fn write(at: Timestamp, id: i64) -> String {
    format!("{at}_{id}")
}

pub(super) fn read(cursor: &str) -> PortalResult<(Timestamp, i64)> {
    cursor
        .split_once('_')
        .and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)))
        .ok_or_else(|| PortalError::Invalid("`cursor` is not one that this list gave".to_owned()))
}

/// Cuts `items`, which were asked for with one more than `limit`, and says where the next page goes on.
pub(super) fn page<T>(items: &mut Vec<T>, limit: usize, place: impl Fn(&T) -> (Timestamp, i64)) -> Option<String> {
    if items.len() <= limit {
        return None;
    }
    items.truncate(limit);
    items.last().map(|last| {
        let (at, id) = place(last);
        write(at, id)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_come_back_and_others_are_refused() {
        let at: Timestamp = "2026-01-31T08:00:00.123Z".parse().unwrap();
        assert_eq!(read(&write(at, 17)).unwrap(), (at, 17));
        for bad in ["", "_", "17", "2026-01-31_17", "2026-01-31T08:00:00Z_x", "9999999-01-01T00:00:00Z_1"] {
            assert!(matches!(read(bad), Err(PortalError::Invalid(_))), "{bad}");
        }
    }

    #[test]
    fn a_page_is_cut_only_when_more_follows() {
        let place = |n: &i64| (Timestamp::UNIX_EPOCH, *n);
        let mut items = vec![3, 2, 1];
        assert_eq!(page(&mut items, 3, place), None);
        assert_eq!(page(&mut items, 2, place).unwrap(), "1970-01-01T00:00:00Z_2");
        assert_eq!(items, [3, 2]);
    }
}
