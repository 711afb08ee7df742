//! Documentation pages: whatever is in one, it is read or refused, and what was read can be recorded.
#![no_main]

use docpages::{read, to_yaml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match read(bytes) {
        Ok(reading) => {
            assert!(!to_yaml(&reading.document).is_empty());
            assert_eq!(read(bytes), Ok(reading), "two readings of one page differ");
        }
        Err(refusal) => assert!(!refusal.to_string().is_empty()),
    }
});
