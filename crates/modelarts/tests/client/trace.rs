//! What the tracing of every crate writes, as text.

use std::io;

use tracing::subscriber::{DefaultGuard, set_default};
use tracing_subscriber::{fmt::format::FmtSpan, layer::SubscriberExt};

use super::*;

/// A log of this thread, as long as it lives.
pub(super) struct Log {
    bytes: Arc<Mutex<Vec<u8>>>,
    _guard: DefaultGuard,
}

struct Writer(Arc<Mutex<Vec<u8>>>);

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    pub(super) fn start() -> Self {
        let bytes: Arc<Mutex<_>> = Arc::default();
        let written = Arc::clone(&bytes);
        let layer = tracing_subscriber::fmt::layer().with_ansi(false).without_time();
        let layer = layer
            .with_span_events(FmtSpan::NEW)
            .with_writer(move || Writer(written.clone()));
        let _guard = set_default(tracing_subscriber::registry().with(layer));
        Self { bytes, _guard }
    }

    pub(super) fn finish(self) -> String {
        String::from_utf8(std::mem::take(&mut *self.bytes.lock().unwrap())).unwrap()
    }
}
