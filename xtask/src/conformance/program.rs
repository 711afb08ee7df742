//! Running programs that others wrote.

use std::{
    io::{self, BufRead, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
};

/// What a program that succeeded printed to its standard output; else what it had to say, in a few lines.
pub fn run(command: &mut Command) -> Result<String, String> {
    let name = name(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| cannot_start(&name, &error))?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(stdout);
    }
    let stderr = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{name}` failed: {}", excerpt(&format!("{stdout}\n{stderr}"))))
}

/// The same for a program whose output says what is wrong, whatever its exit code: `Err` only where it cannot start.
pub fn output_of(command: &mut Command) -> Result<(bool, String), String> {
    let name = name(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| cannot_start(&name, &error))?;
    let text = [output.stdout, output.stderr].concat();
    Ok((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

fn name(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    name.to_string_lossy().into_owned()
}

fn cannot_start(name: &str, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => format!("`{name}` is not installed"),
        _ => format!("`{name}` cannot be started: {error}"),
    }
}

/// The lines that say something, as many as a reader wants to see.
pub fn excerpt(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<_> = lines.take(12).collect();
    lines.join("\n")
}

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Server {
    /// Starts it. Its standard input stays open as long as it may run.
    pub fn start(command: &mut Command) -> Result<Self, String> {
        let name = name(command);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| cannot_start(&name, &error))?;
        let stdout = child.stdout.take().map(BufReader::new);
        let stdout = stdout.ok_or_else(|| format!("`{name}` has no output"))?;
        Ok(Self { child, stdout })
    }

    /// The lines that it prints up to the first for which `is_last` holds; fewer where it ended before.
    pub fn lines_until(&mut self, is_last: impl Fn(&str) -> bool) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        while self.stdout.read_line(&mut line).is_ok_and(|length| length > 0) {
            lines.push(line.trim_end().to_owned());
            if is_last(&line) {
                break;
            }
            line.clear();
        }
        lines
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing else to do about a failure.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
