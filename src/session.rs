//! What a job needs beside its arguments: the clock, new ids, random seeds, progress and the wish to stop.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, Utc};
use uuid::{ContextV7, Timestamp, Uuid};
use zeroize::Zeroizing;

use crate::domain::ids::MemberId;
use crate::domain::passphrase::FilePassword;
use crate::error::{Error, Result};

/// Years of which anything in a book is. One day beyond them, and lists, papers and the journal could not be drawn any more.
pub(crate) const YEARS: RangeInclusive<i32> = 1900..=2100;

/// How far a long job is: `done` of `total` of a step named by a row of `messages.csv` (`progress.…`); total 0 is unknown.
pub type Progress = Box<dyn Fn(&'static str, u64, u64) + Send + Sync>;

/// The clock, ids and the wish to stop, handed to every job.
pub struct Session {
    /// A fixed time for tests and scripts (`--now`); else the system's.
    fixed_now: Option<DateTime<FixedOffset>>,
    /// The import's planning thread makes ids too.
    ids: Mutex<ContextV7>,
    /// Who is working, if signed in.
    pub member: Option<MemberId>,
    /// What the next list with names leaves for: a code or words; empty when nobody said.
    pub purpose: String,
    /// What the next workbook with names is locked by; none: it leaves open.
    pub lock: Option<FilePassword>,
    progress: Option<Arc<Progress>>,
    stop: Arc<AtomicBool>,
}

/// The calls of a window in the order in which they were asked for, and up to which of them the user stopped: a call may
/// be asked for, and stopped, while another one still runs.
pub struct Calls {
    /// The number of the last call, and of the last one that was stopped.
    numbers: Mutex<(u64, u64)>,
    stop: Arc<AtomicBool>,
}

impl Calls {
    /// The calls of a session, by its [`Session::stop_switch`].
    #[must_use]
    pub fn new(stop: Arc<AtomicBool>) -> Self {
        Self { numbers: Mutex::new((0, 0)), stop }
    }

    /// A call is asked for; its number.
    pub fn ask(&self) -> u64 {
        let mut numbers = self.numbers();
        numbers.0 += 1;
        numbers.0
    }

    /// The call of this number begins to run: stopped if that was asked for meanwhile.
    pub fn begin(&self, number: u64) {
        let numbers = self.numbers();
        self.stop.store(number <= numbers.1, Ordering::Relaxed);
    }

    /// Stops the call that runs and all that wait.
    pub fn stop(&self) {
        let mut numbers = self.numbers();
        numbers.1 = numbers.0;
        self.stop.store(true, Ordering::Relaxed);
    }

    fn numbers(&self) -> MutexGuard<'_, (u64, u64)> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// A session at the system's clock, or at a fixed time.
    #[must_use]
    pub fn new(fixed_now: Option<DateTime<FixedOffset>>) -> Self {
        Self {
            fixed_now,
            ids: Mutex::new(ContextV7::new()),
            member: None,
            purpose: String::new(),
            lock: None,
            progress: None,
            stop: Arc::default(),
        }
    }

    /// Tells `progress` how far long jobs are.
    #[must_use]
    pub fn with_progress(mut self, progress: Progress) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    /// A session like this one at another time, with the same progress and the same wish to stop; nobody is signed in.
    #[must_use]
    pub fn at(&self, time: DateTime<FixedOffset>) -> Self {
        Self {
            fixed_now: Some(time),
            ids: Mutex::new(ContextV7::new()),
            member: None,
            purpose: String::new(),
            lock: None,
            progress: self.progress.clone(),
            stop: Arc::clone(&self.stop),
        }
    }

    /// What was said of the next list with names is of no other.
    pub fn forget_purpose(&mut self) {
        self.purpose.clear();
        self.lock = None;
    }

    /// Says how far the running job is; called at most some thousand times a job.
    pub fn progress(&self, step: &'static str, done: u64, total: u64) {
        if let Some(progress) = &self.progress {
            progress(step, done, total);
        }
    }

    /// Now, at the offset of Asia/Ho_Chi_Minh (no summer time since 1975).
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is where the clock comes from")]
    pub fn now(&self) -> DateTime<FixedOffset> {
        let zone = FixedOffset::east_opt(7 * 3600);
        match (self.fixed_now, zone) {
            (Some(now), Some(zone)) => now.with_timezone(&zone),
            (Some(now), None) => now,
            (None, Some(zone)) => Utc::now().with_timezone(&zone),
            (None, None) => Utc::now().fixed_offset(),
        }
    }

    /// The computer's own time, where this session was told another one.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is where the clock comes from")]
    pub fn own_clock(&self) -> Option<DateTime<FixedOffset>> {
        let zone = FixedOffset::east_opt(7 * 3600)?;
        self.fixed_now.map(|_| Utc::now().with_timezone(&zone))
    }

    /// Refuses a clock that nothing may be written by: dates of other centuries cannot be drawn, sorted or told any more.
    ///
    /// # Errors
    /// `clock.out_of_range`.
    pub fn check_clock(&self) -> Result<()> {
        // Without the day of `today`, which the ends of time have none of.
        let utc = self.now().naive_utc();
        let year = utc.checked_add_signed(TimeDelta::hours(7)).unwrap_or(utc).year();
        if YEARS.contains(&year) { Ok(()) } else { Err(Error::new("clock.out_of_range").with("year", year)) }
    }

    /// Today in Việt Nam.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// A new UUIDv7, rising within the session.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let now = self.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        Uuid::new_v7(Timestamp::from_unix(&self.ids, seconds, now.timestamp_subsec_nanos()))
    }

    /// 32 bytes from the system's source of secrets, for a key; wiped when dropped.
    ///
    /// # Errors
    /// `book.failed` when the system gives none.
    pub fn new_secret(&self) -> Result<Zeroizing<[u8; 32]>> {
        let mut secret = Zeroizing::new([0; 32]);
        getrandom::fill(secret.as_mut()).map_err(|e| Error::new("book.failed").with("detail", e))?;
        Ok(secret)
    }

    /// The switch that asks the running job to stop: set to true from any thread, and the job leaves the book as it was.
    #[must_use]
    pub fn stop_switch(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    /// `Err` once the user has asked to stop. Long jobs call it between rows.
    ///
    /// # Errors
    /// `job.stopped`.
    pub fn check_stop(&self) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) { Err(Error::new("job.stopped")) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_is_for_all_that_was_asked_for_before() {
        let session = Session::new(None);
        let calls = Calls::new(session.stop_switch());
        let (import, waiting) = (calls.ask(), calls.ask());
        calls.begin(import);
        assert_eq!(session.check_stop(), Ok(()));
        calls.stop();
        assert_eq!(session.check_stop().unwrap_err().code, "job.stopped");
        // It waited for the desk when the stop was pressed.
        calls.begin(waiting);
        assert_eq!(session.check_stop().unwrap_err().code, "job.stopped");
        let later = calls.ask();
        calls.begin(later);
        assert_eq!(session.check_stop(), Ok(()));
    }
}
