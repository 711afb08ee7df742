//! Progress shown on a terminal while a call takes long.

use std::{pin::pin, process, time::Duration};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use modelarts::Retry;
use tokio::time::timeout;

use crate::output::plain;

/// Wait before the spinner appears.
const DELAY: Duration = Duration::from_secs(1);
/// Time between two frames.
const TICK: Duration = Duration::from_millis(100);
/// Exit status of a process ended by Ctrl-C, as shells report it.
const INTERRUPTED: i32 = 130;

/// A line on standard error with the current attempt and why the last one failed. Clones share the line.
#[derive(Clone)]
pub(crate) struct Spinner {
    bar: ProgressBar,
    max_attempts: u32,
}

impl Spinner {
    /// Creates a spinner. From now on, Ctrl-C removes it and exits the process.
    pub(crate) fn new(max_attempts: u32) -> Self {
        let style = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}");
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
            .with_message(format!("waiting for the service, attempt 1 of {max_attempts}"));
        let shown = bar.clone();
        tokio::spawn(async move {
            // If the handler cannot be installed, the system ends the process, only less tidily.
            if tokio::signal::ctrl_c().await.is_ok() {
                shown.finish_and_clear();
                process::exit(INTERRUPTED);
            }
        });
        Self { bar, max_attempts }
    }

    /// Waits for `work`, and shows the spinner if that takes long and standard error is a terminal.
    pub(crate) async fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        if let Ok(outcome) = timeout(DELAY, &mut work).await {
            return outcome;
        }
        self.bar.reset();
        self.bar.clone().with_elapsed(DELAY);
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        self.bar.enable_steady_tick(TICK);
        let outcome = work.await;
        self.bar.finish_and_clear();
        outcome
    }

    /// Shows that a call is about to be retried.
    pub(crate) fn retry(&self, retry: &Retry<'_>) {
        let next = retry.attempts.saturating_add(1);
        let reason = plain(&retry.error.to_string());
        self.bar
            .set_message(format!("attempt {next} of {}: {reason}", self.max_attempts));
    }
}
