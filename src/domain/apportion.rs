//! A whole shared out among rows in whole numbers: targets among units, quotas among members, a campaign among its phases.

use super::text::thousands;
use crate::domain::as_count;
use crate::error::{Error, Result};

/// Shares `total` out in whole numbers that add up to it exactly, by weight, the largest remainders first; of equal
/// remainders the earlier row. A locked row keeps its number. Without any weight the open rows share evenly.
///
/// # Errors
/// `target.locked_exceed` when the locked rows hold more than the total; `target.nothing_open` when all rows are locked
/// and hold less.
pub fn share_out(total: u32, rows: &[(u32, Option<u32>)]) -> Result<Vec<u32>> {
    let locked: u64 = rows.iter().filter_map(|(_, locked)| locked.map(u64::from)).sum();
    let Some(rest) = u64::from(total).checked_sub(locked) else {
        return Err(Error::new("target.locked_exceed")
            .with("total", thousands(total))
            .with("locked", thousands(locked)));
    };
    let open = rows.iter().filter(|(_, locked)| locked.is_none());
    let (count, weights) =
        open.fold((0_u64, 0_u64), |(n, sum), (weight, _)| (n + 1, sum + u64::from(*weight)));
    if count == 0 && rest > 0 {
        return Err(Error::new("target.nothing_open")
            .with("total", thousands(total))
            .with("locked", thousands(locked)));
    }
    let whole = u128::from(if weights == 0 { count } else { weights }).max(1);
    let mut left = rest;
    let mut shares = Vec::with_capacity(rows.len());
    let mut remainders = Vec::with_capacity(rows.len());
    for (place, (weight, locked)) in rows.iter().enumerate() {
        let Some(kept) = locked else {
            let weight = if weights == 0 { 1 } else { u128::from(*weight) };
            let product = u128::from(rest) * weight;
            let share = as_count(product / whole);
            left = left.saturating_sub(u64::from(share));
            remainders.push((std::cmp::Reverse(product % whole), place));
            shares.push(share);
            continue;
        };
        shares.push(*kept);
    }
    remainders.sort_unstable();
    // Fewer are left than rows are open: each remainder is smaller than one.
    for (_, place) in remainders.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        if let Some(share) = shares.get_mut(place) {
            *share += 1;
        }
    }
    Ok(shares)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shares_are_whole_and_add_up() {
        let check = |total, rows: &[(u32, Option<u32>)], expect: std::result::Result<&[u32], &str>| {
            let found = share_out(total, rows).map_err(|e| e.code);
            assert_eq!(found.as_deref().map_err(|e| *e), expect, "{total} {rows:?}");
        };
        check(10, &[(1, None), (1, None), (1, None)], Ok(&[4, 3, 3]));
        check(100, &[(50, None), (30, None), (20, None)], Ok(&[50, 30, 20]));
        check(7, &[(3, None), (5, None), (0, None)], Ok(&[3, 4, 0])); // 2,625 and 4,375
        check(10, &[(1, Some(7)), (1, None), (2, None)], Ok(&[7, 1, 2]));
        check(5, &[(0, None), (0, None)], Ok(&[3, 2])); // nobody counted yet
        check(88, &[(10, None), (1, None)], Ok(&[80, 8])); // more than the eligible
        check(5, &[(1, Some(6)), (1, None)], Err("target.locked_exceed"));
        check(5, &[(1, Some(4))], Err("target.nothing_open"));
        check(4, &[(1, Some(4))], Ok(&[4]));
        check(0, &[], Ok(&[]));
        check(u32::MAX, &[(u32::MAX, None), (u32::MAX, None)], Ok(&[2_147_483_648, 2_147_483_647]));
    }

    proptest! {
        #[test]
        fn any_sharing_adds_up_exactly(
            total in 0_u32..5_000_000,
            weights in proptest::collection::vec((0_u32..400_000, proptest::option::weighted(0.2, 0_u32..2_000)), 1..60),
        ) {
            if let Ok(shares) = share_out(total, &weights) {
                prop_assert_eq!(shares.iter().map(|s| u64::from(*s)).sum::<u64>(), u64::from(total));
                for ((_, locked), share) in weights.iter().zip(&shares) {
                    prop_assert!(locked.is_none_or(|kept| kept == *share));
                }
            }
        }
    }
}
