//! The document: a table of targets first, then a section for each part.

use std::fmt::Write;

/// A part of the document.
pub(super) struct Section {
    pub(super) title: &'static str,
    /// Markdown under the title.
    pub(super) text: String,
    pub(super) targets: Vec<Target>,
}

/// What was promised, and what came of it.
pub(super) struct Target {
    pub(super) what: String,
    pub(super) wanted: String,
    pub(super) measured: String,
    pub(super) is_met: bool,
}

impl Target {
    /// A number that is to stay below another.
    pub(super) fn below(what: impl Into<String>, measured: f64, limit: f64, unit: &str) -> Self {
        Self {
            what: what.into(),
            wanted: format!("below {}{unit}", number(limit)),
            measured: format!("{}{unit}", number(measured)),
            is_met: measured < limit,
        }
    }

    /// A number that is to reach another.
    pub(super) fn at_least(what: impl Into<String>, measured: f64, limit: f64, unit: &str) -> Self {
        Self {
            what: what.into(),
            wanted: format!("at least {}{unit}", number(limit)),
            measured: format!("{}{unit}", number(measured)),
            is_met: measured >= limit,
        }
    }
}

/// The whole document.
pub(super) fn whole(machine: &str, sections: &[Section]) -> String {
    let mut text = "# Performance\n\nWritten by `cargo xtask bench`; do not edit. What is compared ran in turns within one process \
        where it could, since machines are noisy: read the ratios, not the times. A target that is missed says so, and its \
        section says why.\n\n"
        .to_owned();
    text.push_str(machine);
    let targets = sections.iter().flat_map(|section| {
        let targets = section.targets.iter();
        targets.map(|target| {
            let verdict = if target.is_met { "met" } else { "**missed**" };
            [
                section.title.to_owned(),
                target.what.clone(),
                target.wanted.clone(),
                target.measured.clone(),
                verdict.to_owned(),
            ]
        })
    });
    text.push_str("\n## Targets\n\n");
    text.push_str(&table(["section", "what", "target", "measured", ""], targets));
    for section in sections {
        let _ = write!(text, "\n## {}\n\n{}\n", section.title, section.text.trim_end());
    }
    text
}

/// A table with numbers to the right, but for the first column.
pub(super) fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut text = format!("| {} |\n|", head.join(" | "));
    for column in 0..N {
        text.push_str(if column == 0 { "---|" } else { "---:|" });
    }
    text.push('\n');
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text
}

/// A number with as many digits as mean something.
pub(super) fn number(value: f64) -> String {
    let digits = match value.abs() {
        magnitude if magnitude >= 100.0 => 0,
        magnitude if magnitude >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{value:.digits$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let whole = in_groups(whole);
    if fraction.is_empty() {
        whole
    } else {
        format!("{whole}.{fraction}")
    }
}

/// Digits in groups of three.
fn in_groups(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        let left = digits.len() - place;
        if place > 0 && left.is_multiple_of(3) && text != "-" {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Nanoseconds, in a unit that suits them.
pub(super) fn duration(nanoseconds: f64) -> String {
    match nanoseconds {
        long if long >= 1e9 => format!("{} s", number(long / 1e9)),
        long if long >= 1e6 => format!("{} ms", number(long / 1e6)),
        long if long >= 1e3 => format!("{} µs", number(long / 1e3)),
        short => format!("{} ns", number(short)),
    }
}

/// Bytes, in a unit that suits them.
pub(super) fn bytes(bytes: f64) -> String {
    match bytes {
        large if large >= 1e6 => format!("{} MB", number(large / 1e6)),
        small => format!("{} kB", number(small / 1e3)),
    }
}

/// So many pools.
pub(super) fn pools(count: u32) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} pool{plural}", number(f64::from(count)))
}

/// How many times.
pub(super) fn times(ratio: f64) -> String {
    format!("{} x", number(ratio))
}
