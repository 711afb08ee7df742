//! Progress shown on a terminal while a call takes long.

use std::{
    process,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use modelarts::Retry;

use crate::output::plain;

/// Wait before the spinner appears.
const DELAY: Duration = Duration::from_secs(1);
/// Time between two frames.
const TICK: Duration = Duration::from_millis(100);
/// Exit status of a process ended by Ctrl-C, as shells report it.
const INTERRUPTED: i32 = 130;

/// A line on standard error with the current attempt and why the last one failed. It appears only on a terminal, and
/// only after a second. Clones share the line.
#[derive(Clone)]
pub(crate) struct Spinner {
    bar: ProgressBar,
    max_attempts: u32,
    /// Once stopped, it must not appear again.
    stopped: Arc<Mutex<bool>>,
}

impl Spinner {
    /// Starts a spinner. From now on, Ctrl-C removes it and exits the process.
    pub(crate) fn start(max_attempts: u32) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(format!("waiting for the service, attempt 1 of {max_attempts}"));
        let spinner = Self {
            bar,
            max_attempts,
            stopped: Arc::default(),
        };
        tokio::spawn(spinner.clone().appear());
        tokio::spawn(spinner.clone().exit_on_ctrl_c());
        spinner
    }

    async fn appear(self) {
        tokio::time::sleep(DELAY).await;
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        if !*stopped {
            // Draws nothing unless standard error is a terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(TICK);
        }
    }

    async fn exit_on_ctrl_c(self) {
        // If the handler cannot be installed, the system ends the process, only less tidily.
        if tokio::signal::ctrl_c().await.is_ok() {
            self.stop();
            process::exit(INTERRUPTED);
        }
    }

    /// Shows that a call is about to be retried.
    pub(crate) fn retry(&self, retry: &Retry<'_>) {
        let next = retry.attempts.saturating_add(1);
        let reason = plain(&retry.error.to_string());
        self.bar
            .set_message(format!("attempt {next} of {}: {reason}", self.max_attempts));
    }

    /// Removes the spinner for good.
    pub(crate) fn stop(&self) {
        let mut stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        *stopped = true;
        self.bar.finish_and_clear();
    }
}
