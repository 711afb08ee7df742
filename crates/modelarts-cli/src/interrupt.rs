//! Ctrl-C.

use crate::spinner::Spinner;

/// What shells report of a program that Ctrl-C ended.
const STATUS: i32 = 130;

/// Ends the process at once when Ctrl-C is pressed, whatever it is doing, with the line of the spinner cleared.
pub(crate) fn end_at_ctrl_c(spinner: Spinner) {
    tokio::spawn(async move {
        // Where it cannot be listened for, the system ends the process, only less tidily.
        if tokio::signal::ctrl_c().await.is_ok() {
            spinner.stop();
            std::process::exit(STATUS);
        }
    });
}
