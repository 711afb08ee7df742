//! Decode, encode, compare: `ListPoolsResponse`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    modelarts_fuzz::round_trip::check::<modelarts_api::types::ListPoolsResponse>(bytes);
});
