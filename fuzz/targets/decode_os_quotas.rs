//! Decode, encode, compare: `ShowOsQuotaResponse`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    modelarts_fuzz::round_trip::check::<modelarts_api::types::ShowOsQuotaResponse>(bytes);
});
