//! What the tracing of every crate writes, as text.

use tracing::subscriber::{DefaultGuard, set_default};
use tracing_subscriber::{
    fmt::{MakeWriter, format::FmtSpan},
    layer::SubscriberExt,
};

use super::*;

/// A log of this thread, as long as it lives.
pub(super) struct Log {
    bytes: &'static Mutex<Vec<u8>>,
    _guard: DefaultGuard,
}

impl Log {
    pub(super) fn start() -> Self {
        let bytes: &'static Mutex<Vec<u8>> = Box::leak(Box::default());
        let layer = tracing_subscriber::fmt::layer().with_ansi(false).without_time();
        let layer = layer.with_span_events(FmtSpan::NEW).with_writer(|| bytes.make_writer());
        let _guard = set_default(tracing_subscriber::registry().with(layer));
        Self { bytes, _guard }
    }

    pub(super) fn finish(self) -> String {
        String::from_utf8(std::mem::take(&mut *self.bytes.lock().unwrap())).unwrap()
    }
}
