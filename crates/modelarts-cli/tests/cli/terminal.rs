//! A pseudo-terminal.

use std::{
    fs::File,
    io::Read,
    os::fd::OwnedFd,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use rustix::{
    fs::{Mode, OFlags},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};

/// Time limit of every wait.
const PATIENCE: Duration = Duration::from_secs(20);

/// A command running in a terminal, with its output so far.
pub(crate) struct Terminal {
    child: Child,
    chunks: Receiver<Vec<u8>>,
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
        drop((command, theirs));
        let (send, chunks) = mpsc::channel();
        thread::spawn(move || {
            let mut ours = File::from(ours);
            let mut chunk = [0; 4096];
            // Reading fails once the other end is closed.
            while let Ok(length @ 1..) = ours.read(&mut chunk) {
                if send.send(chunk[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            chunks,
            seen: String::new(),
        }
    }

    /// Waits for a text to appear.
    pub(crate) fn wait_for(&mut self, text: &str) {
        while !self.seen.contains(text) {
            let chunk = self.chunks.recv_timeout(PATIENCE);
            let chunk = chunk.unwrap_or_else(|_| panic!("{text:?} is not in {:?}", self.seen));
            self.seen.push_str(&String::from_utf8_lossy(&chunk));
        }
    }

    /// Waits for the end; returns the whole output and the exit status.
    pub(crate) fn end(mut self) -> (String, Option<i32>) {
        while let Ok(chunk) = self.chunks.recv_timeout(PATIENCE) {
            self.seen.push_str(&String::from_utf8_lossy(&chunk));
        }
        (self.seen.replace("\r\n", "\n"), self.child.wait().unwrap().code())
    }
}
