//! Memory: no text makes its values take more than its length allows.
//!
//! The input is `BEFORE|PART|AFTER`. The part is repeated, since what takes much is short.
#![no_main]

use allocation_counter::measure;
use libfuzzer_sys::{Corpus, fuzz_target};
use modelarts_api::{
    Call,
    builder::{ListPools, ShowOsQuota, ShowPoolStatistics, ShowWorkspaceQuotas},
    wire::{Body, Extra},
};

/// Length of the repeated parts: beyond what any text may take.
const LENGTH: usize = 256 * 1024;

fuzz_target!(|input: &str| -> Corpus {
    let mut parts = input.splitn(3, '|');
    let (Some(before), Some(part), Some(after)) = (parts.next(), parts.next(), parts.next()) else {
        return Corpus::Reject;
    };
    let text = format!("{before}{}{after}", vec![part; LENGTH / (part.len() + 1)].join(","));
    let body = Body::from(text.as_str());
    let decoders: [fn(Body); 5] = [
        |body| drop(ListPools::decode(body)),
        |body| drop(ShowOsQuota::decode(body)),
        |body| drop(ShowPoolStatistics::decode(body)),
        |body| drop(ShowWorkspaceQuotas::decode(body)),
        |body| drop(body.parse::<Extra>()),
    ];
    for decode in decoders {
        let taken = measure(|| decode(body.clone())).bytes_max;
        // The client may hold the body three times while it arrives.
        let bound = 13 * text.len() as u64 + 1024 * 1024;
        assert!(taken <= bound, "{taken} bytes for {} of text", text.len());
    }
    Corpus::Keep
});
