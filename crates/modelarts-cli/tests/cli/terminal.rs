//! A pseudo-terminal.

use std::{
    fs::File,
    io::Read,
    os::fd::OwnedFd,
    process::{Child, Command, Stdio},
};

use rustix::{
    fs::{Mode, OFlags},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};

/// A command running in a terminal, with its output so far.
///
/// Reading ends at the latest when the command runs into its own time limit.
pub(crate) struct Terminal {
    child: Child,
    ours: File,
    seen: String,
}

impl Terminal {
    /// Runs a command in a terminal with this many columns.
    pub(crate) fn run(mut command: Command, columns: u16) -> Self {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let name = ptsname(&ours, Vec::new()).unwrap();
        let theirs = rustix::fs::open(&name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        let size = Winsize {
            ws_row: 40,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&theirs, size).unwrap();
        let end = |theirs: &OwnedFd| Stdio::from(theirs.try_clone().unwrap());
        command.env("TERM", "xterm-256color");
        command.stdin(end(&theirs)).stdout(end(&theirs)).stderr(end(&theirs));
        let child = command.spawn().unwrap();
        Self {
            child,
            ours: ours.into(),
            seen: String::new(),
        }
    }

    /// Waits for a text to appear.
    pub(crate) fn wait_for(&mut self, text: &str) {
        while !self.seen.contains(text) {
            // A command that repeats itself would never end.
            let may_come = self.seen.len() < 100_000 && self.read();
            assert!(may_come, "{text:?} is not in {:?}", self.seen);
        }
    }

    /// Waits for the end; returns the whole output and the exit status.
    pub(crate) fn end(mut self) -> (String, Option<i32>) {
        while self.read() {}
        (self.seen.replace("\r\n", "\n"), self.child.wait().unwrap().code())
    }

    /// Ends the command as Ctrl-C does.
    pub(crate) fn interrupt(mut self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(130));
    }

    /// Reads more output, unless the other end is closed.
    fn read(&mut self) -> bool {
        let mut chunk = [0; 4096];
        let length = self.ours.read(&mut chunk).unwrap_or_default();
        self.seen.push_str(&String::from_utf8_lossy(&chunk[..length]));
        length > 0
    }
}
