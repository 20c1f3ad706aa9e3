//! Power cuts, faults and kills of a scenario, each drawn from a seed.

use std::fs;
use std::path::Path;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::disk::{Call, Disk, Loss, read_log, read_tree, write_tree};
use crate::judge::{Moment, judge_ended, judge_stopped, keep_state};
use crate::office::{Plan, run, scratch};
use crate::scenarios::{Prepared, Scenario};

/// A scenario that was watched from its begin to its end.
pub(crate) struct Watched {
    prepared: Prepared,
    calls: Vec<Call>,
    /// How many calls had been made when each command had ended.
    ends: Vec<usize>,
    /// Before the first command, and after each.
    moments: Vec<Moment>,
}

/// What came of the ordeals of a scenario.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) scenario: &'static str,
    pub(crate) cuts: usize,
    pub(crate) faults: usize,
    pub(crate) kills: usize,
    pub(crate) failures: Vec<String>,
}

fn words(args: &[String]) -> Vec<&str> {
    args.iter().map(String::as_str).collect()
}

/// The chance of one ordeal: the same whatever was done before it.
fn chance(scenario: &str, kind: u64, nr: usize, seed: u64) -> ChaCha8Rng {
    let name = scenario.bytes().fold(kind, |sum, byte| sum.wrapping_mul(131).wrapping_add(u64::from(byte)));
    ChaCha8Rng::seed_from_u64(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ name ^ ((nr as u64) << 32))
}

impl Watched {
    /// Runs the commands of a scenario under the shim.
    pub(crate) fn new(scenario: &'static Scenario) -> Self {
        let prepared = scenario.prepare();
        let (folder, aside) = (scratch(), scratch());
        let (root, log) = (folder.path(), aside.path().join("log"));
        write_tree(root, &prepared.start);
        let mut moments = vec![Moment::new(prepared.start.clone(), &[]).unwrap()];
        let mut ends = Vec::new();
        for args in &prepared.commands {
            let output = run(root, &words(args), Some(&log), None);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: {args:?}: {said}", scenario.name);
            ends.push(read_log(&fs::read(&log).unwrap(), root).len());
            moments.push(Moment::new(read_tree(root), &[]).unwrap());
        }
        let calls: Vec<Call> =
            read_log(&fs::read(&log).unwrap(), root).into_iter().map(|(_, call)| call).collect();
        let mut disk = Disk::new(&prepared.start);
        calls.iter().for_each(|call| disk.run(call));
        let end = disk.after_cut(Loss::Nothing, &mut ChaCha8Rng::seed_from_u64(0));
        assert!(end == read_tree(root), "{}: calls went past the shim", scenario.name);
        Self { prepared, calls, ends, moments }
    }

    fn name(&self) -> &'static str {
        self.prepared.scenario.name
    }

    /// Cuts the power `times` times, a third of them after a command was done.
    pub(crate) fn cut(&self, times: std::ops::Range<usize>, seed: u64, tally: &mut Tally) {
        let mut cuts: Vec<(usize, usize, ChaCha8Rng)> = times
            .map(|nr| {
                let mut chance = chance(self.name(), 1, nr, seed);
                let done = chance.random_range(0..3) == 0;
                let at = if done {
                    self.ends[chance.random_range(0..self.ends.len())]
                } else {
                    chance.random_range(0..=self.calls.len())
                };
                (at, nr, chance)
            })
            .collect();
        cuts.sort_by_key(|(at, nr, _)| (*at, *nr));
        let mut disk = Disk::new(&self.prepared.start);
        let mut run = 0;
        for (at, nr, mut chance) in cuts {
            self.calls[run..at].iter().for_each(|call| disk.run(call));
            run = at;
            let loss = disk.some_loss(&mut chance);
            let tree = disk.after_cut(loss, &mut chance);
            let done = self.ends.iter().filter(|end| **end <= at).count();
            let with_entry = self.prepared.scenario.papers_with_entry;
            let (before, after) = (&self.moments[done], self.moments.get(done + 1));
            let wrong = judge_stopped(tree.clone(), before, after, with_entry, true);
            if !wrong.is_empty() {
                keep_state(&format!("{} cut {nr}", self.name()), &tree);
                let state = if after.is_none() { "done" } else { "running" };
                tally.failures.push(format!(
                    "{} cut {nr}, seed {seed}: after call {at} of {} ({state}), lost {loss:?}: {}",
                    self.name(),
                    self.calls.len(),
                    wrong.join("; ")
                ));
            }
            tally.cuts += 1;
        }
    }

    /// Lets a call fail, `times` times.
    pub(crate) fn fault(&self, times: std::ops::Range<usize>, seed: u64, tally: &mut Tally) {
        for nr in times {
            let mut chance = chance(self.name(), 2, nr, seed);
            // A call that is not made cannot fail: another one.
            for _ in 0..20 {
                let step = chance.random_range(0..self.ends.len());
                let plan = self.some_fault(step, &mut chance);
                if self.stop(step, &plan, &format!("fault {nr}, seed {seed}"), tally) {
                    tally.faults += 1;
                    break;
                }
            }
        }
    }

    /// Kills the program, `times` times.
    pub(crate) fn kill(&self, times: std::ops::Range<usize>, seed: u64, tally: &mut Tally) {
        for nr in times {
            let mut chance = chance(self.name(), 3, nr, seed);
            for _ in 0..20 {
                let step = chance.random_range(0..self.ends.len());
                let kinds = "owtsrum";
                let calls = self.count(step, kinds).max(1);
                let plan = Plan { kinds, from: chance.random_range(1..=calls), what: -1, on: false };
                if self.stop(step, &plan, &format!("kill {nr}, seed {seed}"), tally) {
                    tally.kills += 1;
                    break;
                }
            }
        }
    }

    /// The calls of one command of such kinds.
    fn count(&self, step: usize, kinds: &str) -> usize {
        let from = if step == 0 { 0 } else { self.ends[step - 1] };
        let kind = |call: &Call| match call {
            Call::Open { .. } => 'o',
            Call::Write { .. } => 'w',
            Call::Resize { .. } => 't',
            Call::Sync { .. } => 's',
            Call::Rename { .. } | Call::Link { .. } => 'r',
            Call::Remove { .. } => 'u',
            Call::MakeFolder { .. } => 'm',
            _ => '-',
        };
        self.calls[from..self.ends[step]].iter().filter(|call| kinds.contains(kind(call))).count()
    }

    fn some_fault(&self, step: usize, chance: &mut ChaCha8Rng) -> Plan {
        const EIO: i32 = 5;
        const EACCES: i32 = 13;
        const ENOSPC: i32 = 28;
        const FAULTS: [(&str, i32, bool); 18] = [
            ("w", EIO, false),
            ("w", ENOSPC, false),
            ("w", 0, false),
            ("s", EIO, false),
            ("s", ENOSPC, false),
            ("r", EIO, false),
            ("r", EACCES, false),
            ("t", EIO, false),
            ("u", EIO, false),
            ("m", ENOSPC, false),
            ("o", EIO, false),
            ("o", EACCES, false),
            ("i", EIO, false),
            // A disk that is full, one that can no longer sync, one that was pulled out.
            ("wtm", ENOSPC, true),
            ("s", EIO, true),
            ("wtsrm", EIO, true),
            ("wtsrum", EIO, true),
            ("oiwtsrum", EIO, true),
        ];
        let (kinds, what, on) = FAULTS[chance.random_range(0..FAULTS.len())];
        // Reads are not in the log: about as many as pages.
        let reads = if kinds.contains('i') { 150 } else { 0 };
        let calls = (self.count(step, kinds) + reads).max(1);
        Plan { kinds, from: chance.random_range(1..=calls), what, on }
    }

    /// Runs the commands up to `step`, that one with the plan, and judges what is there. `false`: the plan met no call.
    fn stop(&self, step: usize, plan: &Plan, which: &str, tally: &mut Tally) -> bool {
        let (folder, aside) = (scratch(), scratch());
        let (root, log) = (folder.path(), aside.path().join("log"));
        write_tree(root, &self.prepared.start);
        for args in &self.prepared.commands[..step] {
            assert!(run(root, &words(args), None, None).status.success());
        }
        let output = run(root, &words(&self.prepared.commands[step]), Some(&log), Some(plan));
        let Some((kind, path)) = first_fault(&log, root) else { return false };
        let tree = read_tree(root);
        let (before, after) = (&self.moments[step], &self.moments[step + 1]);
        let wrong = if plan.what < 0 {
            judge_stopped(tree.clone(), before, Some(after), self.prepared.scenario.papers_with_entry, false)
        } else {
            judge_ended(&output, tree.clone(), before, after, plan.kinds.contains('u'))
        };
        if !wrong.is_empty() {
            keep_state(&format!("{} {which}", self.name()), &tree);
            tally.failures.push(format!(
                "{} {which}: {:?} met {kind} of {path:?}: {} [{}]",
                self.name(),
                plan,
                wrong.join("; "),
                String::from_utf8_lossy(&output.stderr).trim()
            ));
        }
        true
    }
}

fn first_fault(log: &Path, root: &Path) -> Option<(char, String)> {
    let calls = read_log(&fs::read(log).unwrap_or_default(), root);
    calls.into_iter().find_map(|(_, call)| match call {
        Call::Fault { kind, path } => Some((kind, path)),
        _ => None,
    })
}
