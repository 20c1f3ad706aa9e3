//! Keys with the places they stand for, counts of keys, and work on two threads at once.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is made here from the length of the vector it goes into"
)]

use std::thread;

use super::names::mix;
use crate::domain::as_count;

/// The last bits of a mixed key, the place it stands for, and what is asked of it most: small, as most of the time goes into
/// fetching them.
pub(super) type Entry<H = ()> = (u32, u32, H);

/// Keys with the places they stand for, in buckets by the first bits of the mixed key.
pub(super) struct Index<H = ()> {
    shift: u32,
    starts: Vec<u32>,
    entries: Vec<Entry<H>>,
}

impl<H: Copy + Default + Ord> Index<H> {
    pub(super) fn of(pairs: impl Iterator<Item = (u64, u32, H)> + Clone, about: usize) -> Self {
        let bits = about.max(2).ilog2();
        let shift = 64 - bits;
        let mixed = pairs.filter(|(key, ..)| *key != 0).map(|(key, place, hint)| (mix(key, 5), place, hint));
        let mut starts = vec![0u32; (1 << bits) + 1];
        for (key, ..) in mixed.clone() {
            starts[low(key >> shift) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0, H::default()); starts.last().map_or(0, |n| *n as usize)];
        for (key, place, hint) in mixed {
            let at = &mut next[low(key >> shift)];
            entries[*at as usize] = (last(key), place, hint);
            *at += 1;
        }
        for bucket in starts.windows(2) {
            entries[bucket[0] as usize..bucket[1] as usize]
                .sort_unstable_by_key(|(key, place, hint)| (*key, *hint, *place));
        }
        Self { shift, starts, entries }
    }

    pub(super) fn get(&self, key: u64) -> &[Entry<H>] {
        if key == 0 {
            return &[];
        }
        let key = mix(key, 5);
        let bucket = low(key >> self.shift);
        let entries = &self.entries[self.starts[bucket] as usize..self.starts[bucket + 1] as usize];
        let key = last(key);
        let from = entries.partition_point(|(k, ..)| *k < key);
        let rest = &entries[from..];
        &rest[..rest.partition_point(|(k, ..)| *k == key)]
    }
}

/// Counts of hashed keys, open addressing, half empty at least.
pub(super) struct Counts {
    slots: Vec<(u64, u32)>,
    used: usize,
    pub(super) total: u32,
}

impl Counts {
    pub(super) fn new() -> Self {
        Self { slots: vec![(0, 0); 1 << 10], used: 0, total: 0 }
    }

    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = low(mix(key, 3)) & mask;
        while self.slots[at].1 > 0 && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }

    pub(super) fn add(&mut self, key: u64) {
        let at = self.slot(key);
        self.used += usize::from(self.slots[at].1 == 0);
        self.slots[at] = (key, self.slots[at].1 + 1);
        self.total += 1;
        if self.used * 2 > self.slots.len() {
            let wider = vec![(0, 0); self.slots.len() * 4];
            for (key, count) in std::mem::replace(&mut self.slots, wider) {
                if count > 0 {
                    let at = self.slot(key);
                    self.slots[at] = (key, count);
                }
            }
        }
    }

    pub(super) fn get(&self, key: u64) -> u32 {
        self.slots[self.slot(key)].1
    }

    /// −ln of the frequency; a key seen once counts as one and a half.
    pub(super) fn surprise(&self, key: u64) -> f32 {
        -((real(self.get(key)) + 0.5) / (real(self.total) + 1.0)).ln()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "only the low bits are wanted")]
fn last(hash: u64) -> u32 {
    hash as u32
}

#[expect(clippy::cast_possible_truncation, reason = "only the low bits are wanted")]
fn low(hash: u64) -> usize {
    hash as usize
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^24")]
pub(super) fn real(count: u32) -> f32 {
    count as f32
}

#[expect(clippy::cast_possible_truncation, reason = "a share needs no more")]
pub(super) fn narrow(share: f64) -> f32 {
    share as f32
}

pub(super) fn small(place: usize) -> u32 {
    as_count(place)
}

/// Does `left` and `right` at once.
pub(super) fn both<A: Send, B: Send>(
    left: impl FnOnce() -> A + Send,
    right: impl FnOnce() -> B + Send,
) -> (A, B) {
    thread::scope(|scope| {
        let left = scope.spawn(left);
        let right = right();
        match left.join() {
            Ok(left) => (left, right),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
