//! Documentation pages: any bytes are read or refused; a reading survives being recorded and equals itself.
#![no_main]

use std::sync::LazyLock;

use docpages::{Edition, Page, Reading, compare, read};
use libfuzzer_sys::fuzz_target;

/// A page to compare with.
static OTHER: LazyLock<Reading> =
    LazyLock::new(|| read(include_bytes!("../../xtask/docpages/tests/pages/start-firing.rst")).unwrap());

fn edition(reading: &Reading) -> Edition<'_> {
    Edition {
        form: reading.form,
        page: &reading.page,
    }
}

fuzz_target!(|bytes: &[u8]| {
    let reading = match read(bytes) {
        Ok(reading) => reading,
        Err(refusal) => return assert!(!refusal.to_string().is_empty()),
    };
    let recorded = serde_json::to_string(&reading.page).unwrap();
    let again: Page = serde_json::from_str(&recorded).unwrap();
    assert_eq!(again, reading.page);
    let changes = compare(edition(&reading), edition(&reading));
    assert!(changes.is_empty(), "{changes:?}");
    let _ = compare(edition(&OTHER), edition(&reading));
    let _ = compare(edition(&reading), edition(&OTHER));
});
