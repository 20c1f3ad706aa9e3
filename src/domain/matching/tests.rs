//! Measures on invented communes, and single cases.

use std::time::Instant;

use super::commune::{Commune, Noise, commune};
use super::*;

#[derive(Debug, Clone, Copy)]
struct Figures {
    precision: f64,
    recall: f64,
    first: f64,
    review: f64,
}

fn measure(commune: &Commune, matches: &[Match]) -> Figures {
    let (mut matched, mut right, mut present, mut first, mut review) = (0u32, 0u32, 0u32, 0u32, 0u32);
    for (found, truth) in matches.iter().zip(&commune.truth) {
        matched += u32::from(found.verdict == Verdict::Matched);
        right += u32::from(found.verdict == Verdict::Matched && found.citizen == *truth);
        review += u32::from(found.verdict == Verdict::Review);
        if let Some(truth) = truth {
            present += 1;
            first += u32::from(found.candidates.first() == Some(truth));
        }
    }
    let share = |a: u32, b: u32| f64::from(a) / f64::from(b.max(1));
    Figures {
        precision: share(right, matched),
        recall: share(right, present),
        first: share(first, present),
        review: share(review, matches.len() as u32),
    }
}

fn run(commune: &Commune) -> Vec<Match> {
    let register: Vec<MatchPerson<'_>> = commune.register.iter().map(super::commune::Row::person).collect();
    let roster: Vec<MatchPerson<'_>> = commune.roster.iter().map(super::commune::Row::person).collect();
    reconcile(&register, &roster)
}

/// `cargo test --lib matching::tests::full_size -- --ignored --nocapture`
#[test]
#[ignore = "figures of the full size, to read"]
fn full_size() {
    let people = std::env::var("PEOPLE").ok().and_then(|n| n.parse().ok()).unwrap_or(130_000);
    let seed = std::env::var("SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let only = std::env::var("PROFILE").unwrap_or_default();
    let show: usize = std::env::var("SHOW").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    for noise in [Noise::usual()].into_iter().chain(Noise::others()).filter(|n| n.label.contains(&only)) {
        let commune = commune(seed, people, &noise);
        let start = Instant::now();
        let matches = run(&commune);
        let time = start.elapsed();
        let f = measure(&commune, &matches);
        let wrong = matches
            .iter()
            .zip(&commune.truth)
            .filter(|(m, t)| m.verdict == Verdict::Matched && m.citizen != **t)
            .count();
        println!(
            "{:12} {} x {}  precision {:.6} (wrong {wrong})  recall {:.5}  first {:.5}  review {:.5}  {:?}",
            noise.label,
            commune.register.len(),
            commune.roster.len(),
            f.precision,
            f.recall,
            f.first,
            f.review,
            time
        );
        if show > 0 {
            let mut rules = std::collections::BTreeMap::<(&str, bool), u32>::new();
            for (m, t) in matches.iter().zip(&commune.truth) {
                *rules.entry((m.rule, m.candidates.first() == t.as_ref())).or_default() += 1;
            }
            println!("{rules:?}");
            let mut bins = std::collections::BTreeMap::<(&str, i32), [u32; 2]>::new();
            for (m, t) in matches.iter().zip(&commune.truth).filter(|(m, _)| m.score < 1.0 && m.score > 0.0) {
                let odds = (m.score / (1.0 - m.score)).ln().floor() as i32;
                let kind = if m.verdict == Verdict::Matched { "matched" } else { m.rule };
                bins.entry((kind, odds)).or_default()[usize::from(m.candidates.first() == t.as_ref())] += 1;
            }
            println!("{bins:?}");
            let mut left = [show; 3];
            for ((m, t), row) in matches.iter().zip(&commune.truth).zip(&commune.roster) {
                let kind = if m.verdict == Verdict::Matched && m.citizen != *t {
                    0
                } else if t.is_some() && m.verdict == Verdict::Review {
                    1
                } else if t.is_some() && m.verdict == Verdict::Unknown {
                    2
                } else {
                    continue;
                };
                if left[kind] == 0 {
                    continue;
                }
                left[kind] -= 1;
                println!(
                    "{} {} {:.4} {:?}\n   row   {}",
                    ["WRONG", "review", "unknown"][kind],
                    m.rule,
                    m.score,
                    m.evidence,
                    line(row)
                );
                if let Some(t) = t {
                    println!("   truth {}", line(&commune.register[*t]));
                }
                if m.candidates.first() != t.as_ref()
                    && let Some(c) = m.candidates.first()
                {
                    println!("   first {}", line(&commune.register[*c]));
                }
            }
        }
    }
}

fn line(row: &super::commune::Row) -> String {
    format!(
        "{} | {} | {:?} | {} | {} | {} | {} | {} | {}",
        row.name,
        row.birth.map(PartialDate::to_vi).unwrap_or_default(),
        row.sex,
        row.number,
        row.phone,
        row.hamlet,
        row.address,
        row.head,
        row.house_number
    )
}
