//! Decoding alone: how far the raw types are from reading the same text and keeping nothing.

use std::time::Duration;

use anyhow::{Result, bail};
use modelarts_api::types::ListPoolsResponse;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::{
    payload, report,
    turns::{Turns, time},
};

/// The raw types against `IgnoredAny`, and against `Value`, which is what there is without types.
pub(crate) fn run(budget: Duration) -> Result<()> {
    for pools in payload::SIZES {
        let body = payload::list(pools)?;
        report(&format!("decode.{pools}.body"), body.len() as f64);
        let _: ListPoolsResponse = serde_json::from_slice(&body)?;
        // One round of a small list is too short for the clock.
        let repeats = (100 / pools).max(1);
        let turns = Turns::run(budget, || {
            let mut times = [Duration::ZERO; 4];
            for _ in 0..repeats {
                let [ignored, typed, untyped, whole] = &mut times;
                *ignored += time(|| serde_json::from_slice::<IgnoredAny>(&body));
                *typed += time(|| serde_json::from_slice::<ListPoolsResponse>(&body));
                *untyped += time(|| serde_json::from_slice::<Value>(&body));
                // With the drop of it.
                *whole += time(|| drop(serde_json::from_slice::<ListPoolsResponse>(&body)));
            }
            times
        });
        for (index, name) in ["ignored", "raw", "value", "raw-and-drop"].into_iter().enumerate() {
            let name = format!("decode.{pools}.{name}");
            report(&name, turns.least(index) / repeats as f64);
            report(&format!("{name}.ratio"), turns.least(index) / turns.least(0));
        }
        for (name, counted) in [
            (
                "raw",
                allocation_counter::measure(|| drop(serde_json::from_slice::<ListPoolsResponse>(&body))),
            ),
            (
                "value",
                allocation_counter::measure(|| drop(serde_json::from_slice::<Value>(&body))),
            ),
        ] {
            report(&format!("decode.{pools}.{name}.allocations"), counted.count_total as f64);
            report(&format!("decode.{pools}.{name}.peak"), counted.bytes_max as f64);
        }
    }
    Ok(())
}

/// One decode and nothing else, for a profiler that counts instructions. `none` is what setting up takes.
pub(crate) fn once(target: &str, pools: usize) -> Result<()> {
    let body = payload::list(pools)?;
    match target {
        "none" => {}
        "ignored" => drop(serde_json::from_slice::<IgnoredAny>(&body)?),
        "raw" => drop(serde_json::from_slice::<ListPoolsResponse>(&body)?),
        _ => bail!("nothing decodes into {target}"),
    }
    Ok(())
}
