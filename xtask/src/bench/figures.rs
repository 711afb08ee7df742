//! What the measuring programs print.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

/// Figures by name.
#[derive(Default)]
pub(super) struct Figures(BTreeMap<String, f64>);

impl Figures {
    /// Reads lines of a name, a space and a number.
    pub(super) fn parse(output: &str) -> Result<Self> {
        let figures = output.lines().map(|line| {
            let (name, value) = line.split_once(' ').context("it has no space")?;
            Ok((name.to_owned(), value.trim().parse()?))
        });
        let figures: Result<_> = figures.collect();
        Ok(Self(figures.with_context(|| {
            format!("a measuring program printed something else than figures: {output}")
        })?))
    }

    /// Takes over the figures of another program.
    pub(super) fn add(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// A figure by its name.
    pub(super) fn get(&self, name: &str) -> Result<f64> {
        let figure = self.0.get(name).copied();
        figure.with_context(|| format!("no measuring program printed the figure {name}"))
    }
}
