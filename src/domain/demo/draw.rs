//! Repeatable chance: one seed gives the same commune on every machine.

use crate::domain::as_count;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// A sequence of draws. Streams of one seed are independent, so that a change in one part of the demo does not move
/// the others.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// 0…n−1; 0 for n = 0.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(n);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// low…high, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let span = u32::try_from(i64::from(high) - i64::from(low) + 1).unwrap_or(0);
        low.saturating_add(i32::try_from(self.below(span)).unwrap_or(0))
    }

    /// True with probability `p`.
    pub(super) fn chance(&mut self, p: f64) -> bool {
        f64::from(self.0.next_u32()) < p * 4_294_967_296.0
    }

    /// One of `items`; the default for an empty slice.
    pub(super) fn one_of<T: Copy + Default>(&mut self, items: &[T]) -> T {
        let i = self.below(as_count(items.len()));
        items.get(i as usize).copied().unwrap_or_default()
    }

    /// Puts `items` into a random order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = self.below(as_count(i + 1)) as usize;
            items.swap(i, j);
        }
    }
}

/// Texts with weights, by kind.
pub(super) struct Table(BTreeMap<String, Vec<(String, u32)>>);

impl Table {
    fn read(csv: &str) -> Self {
        let mut kinds: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
        for record in csv::Reader::from_reader(csv.as_bytes()).records().flatten() {
            let (Some(kind), Some(text), Some(weight)) = (record.get(0), record.get(1), record.get(2)) else {
                continue;
            };
            let texts = kinds.entry(kind.to_owned()).or_default();
            let before = texts.last().map_or(0, |(_, sum)| *sum);
            texts.push((text.to_owned(), before + weight.parse::<u32>().unwrap_or(0)));
        }
        Self(kinds)
    }

    /// A text of `kind` by weight; empty when the table has no such kind.
    pub(super) fn pick(&self, kind: &str, draw: &mut Draw) -> &str {
        self.pick_among(kind, usize::MAX, draw)
    }

    /// As [`Table::pick`], among the first few.
    pub(super) fn pick_among(&self, kind: &str, few: usize, draw: &mut Draw) -> &str {
        let Some(texts) = self.0.get(kind) else { return "" };
        let texts = texts.get(..few).unwrap_or(texts);
        let roll = draw.below(texts.last().map_or(0, |(_, sum)| *sum));
        texts.get(texts.partition_point(|(_, sum)| *sum <= roll)).map_or("", |(text, _)| text.as_str())
    }

    /// The first text of `kind`.
    pub(super) fn first(&self, kind: &str) -> &str {
        self.0.get(kind).and_then(|texts| texts.first()).map_or("", |(text, _)| text.as_str())
    }

    /// All texts of `kind`, in the order of the file.
    pub(super) fn all(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.0.get(kind).into_iter().flatten().map(|(text, _)| text.as_str())
    }
}

/// Parts of names and names of hamlets.
pub(super) fn names() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| Table::read(include_str!("data/names.csv")))
}

/// What volunteers and police lists write: headings, titles, states, addresses.
pub(super) fn texts() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| Table::read(include_str!("data/texts.csv")))
}
