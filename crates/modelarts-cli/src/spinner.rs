//! What is shown on a terminal while a call takes long.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use modelarts::Retry;

use crate::output::plain;

/// How long a wait may be before it is worth a word.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the spinner turns.
const TICK: Duration = Duration::from_millis(100);

/// A line on standard error that says which attempt is being made, and why. It appears after a second, and only on a
/// terminal. Clones are the same spinner.
#[derive(Clone)]
pub(crate) struct Spinner {
    bar: ProgressBar,
    max_attempts: u32,
    /// Whether it has had its turn: once it is stopped it must not appear.
    stopped: Arc<Mutex<bool>>,
}

impl Spinner {
    pub(crate) fn new(max_attempts: u32) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(format!("waiting for the service, attempt 1 of {max_attempts}"));
        Self {
            bar,
            max_attempts,
            stopped: Arc::default(),
        }
    }

    /// Starts the second after which the spinner appears.
    pub(crate) fn start(&self) {
        let spinner = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            let stopped = spinner.stopped.lock().unwrap_or_else(PoisonError::into_inner);
            if !*stopped {
                // Draws nothing unless standard error is a terminal.
                spinner.bar.set_draw_target(ProgressDrawTarget::stderr());
                spinner.bar.enable_steady_tick(TICK);
            }
        });
    }

    /// A call is about to be tried again.
    pub(crate) fn retry(&self, retry: &Retry<'_>) {
        let next = retry.attempts.saturating_add(1);
        let reason = plain(&retry.error.to_string());
        self.bar
            .set_message(format!("attempt {next} of {}: {reason}", self.max_attempts));
    }

    /// Takes the spinner away, for good.
    pub(crate) fn stop(&self) {
        let mut stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        *stopped = true;
        self.bar.finish_and_clear();
    }
}
