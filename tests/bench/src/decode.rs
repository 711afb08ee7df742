//! Decoding alone: how far the raw types are from reading the same text and keeping nothing.

use std::time::Duration;

use anyhow::{Result, bail};
use modelarts_api::{Call, builder::ListPools, types::ListPoolsResponse};
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::{
    payload, report,
    turns::{Turns, time},
};

/// The raw types against `IgnoredAny`; and against `Value`, which is what there is without types.
pub fn run(budget: Duration) -> Result<()> {
    let list: Value = serde_json::from_slice(&payload::list(1)?)?;
    report("decode.pool.keys", payload::keys(&list["items"]) as f64);
    for pools in payload::SIZES {
        let body = payload::list(pools)?;
        report(&format!("decode.{pools}.body"), body.len() as f64);
        raw(&body)?;
        // One round of a small list is too short for the clock.
        let repeats = (100 / pools).max(1);
        let turns = Turns::run(budget, || {
            let mut times = [Duration::ZERO; 3];
            for _ in 0..repeats {
                let [read, decoded, dropped] = &mut times;
                *read += time(|| ignored(&body));
                let mut list = None;
                *decoded += time(|| list = raw(&body).ok());
                *dropped += time(|| drop(list));
            }
            times
        });
        // In turns of its own: what it leaves of the heap would slow down the others.
        let values = Turns::run(budget / 4, || [time(|| serde_json::from_slice::<Value>(&body))]);
        let each = |contender| turns.least(contender) / repeats as f64;
        for (name, nanoseconds) in [
            ("ignored", each(0)),
            ("raw", each(1)),
            ("drop", each(2)),
            ("value", values.least(0)),
        ] {
            report(&format!("decode.{pools}.{name}"), nanoseconds);
            report(&format!("decode.{pools}.{name}.ratio"), nanoseconds / each(0));
        }
    }
    Ok(())
}

/// Decodes as the client does: the text is checked once, and not string by string. A profile finds it by its name.
#[inline(never)]
pub fn raw(body: &[u8]) -> Result<ListPoolsResponse> {
    Ok(ListPools::decode(std::str::from_utf8(body)?)?)
}

/// Reads the same text and keeps nothing.
#[inline(never)]
pub fn ignored(body: &[u8]) -> Result<IgnoredAny> {
    Ok(serde_json::from_slice(body)?)
}

/// The same list decoded `count` times and nothing else, for a profiler.
pub fn repeat(target: &str, pools: usize, count: usize) -> Result<()> {
    let body = payload::list(pools)?;
    for _ in 0..count {
        match target {
            "ignored" => drop(ignored(&body)?),
            "raw" => drop(raw(&body)?),
            _ => bail!("nothing decodes into {target}"),
        }
    }
    Ok(())
}
