//! One attempt at a time, whose result serves every caller that waits.

use std::{
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Runs one attempt at a time while other callers wait for its result.
///
/// A success is whatever the attempt left where the callers look for it. A failure is shared as well: every caller that
/// waited gets it, since a thousand callers that repeated a failing attempt in turn would wait for a thousand timeouts.
///
/// Nothing is spawned, and only a lock is held: if the caller that attempts is dropped, the next one attempts.
#[derive(Debug)]
pub(super) struct SingleFlight<E> {
    gate: tokio::sync::Mutex<()>,
    failures: Mutex<Failures<E>>,
}

#[derive(Debug)]
struct Failures<E> {
    count: u64,
    last: Option<E>,
}

impl<E: Clone> SingleFlight<E> {
    pub(super) fn new() -> Self {
        Self {
            gate: tokio::sync::Mutex::new(()),
            failures: Mutex::new(Failures { count: 0, last: None }),
        }
    }

    /// Attempts, or waits for the caller that does. `ready` looks for a result that another caller left.
    pub(super) async fn run<T>(
        &self,
        ready: impl Fn() -> Option<T>,
        attempt: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let failures_before = self.failures().count;
        let _gate = self.gate.lock().await;
        if let Some(result) = ready() {
            return Ok(result);
        }
        if let Some(failure) = self.failure_since(failures_before) {
            return Err(failure);
        }
        self.attempt(attempt).await
    }

    /// Attempts, unless another caller does.
    pub(super) async fn try_run<T>(&self, attempt: impl Future<Output = Result<T, E>>) -> Option<Result<T, E>> {
        let _gate = self.gate.try_lock().ok()?;
        Some(self.attempt(attempt).await)
    }

    async fn attempt<T>(&self, attempt: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        let result = attempt.await;
        if let Err(failure) = &result {
            let mut failures = self.failures();
            failures.count = failures.count.wrapping_add(1);
            failures.last = Some(failure.clone());
        }
        result
    }

    fn failure_since(&self, count: u64) -> Option<E> {
        let failures = self.failures();
        failures.last.clone().filter(|_| failures.count != count)
    }

    /// A panic elsewhere cannot leave the counter half-changed, so a poisoned lock is as good as any.
    fn failures(&self) -> MutexGuard<'_, Failures<E>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
