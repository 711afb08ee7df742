//! One attempt at a time, however many callers want its result.

use std::{
    future::Future,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Lets one caller attempt something while the others wait for how it ends.
///
/// A success is found by the others in whatever the attempt filled. A failure is shared too: everyone who
/// was waiting when it happened is answered with it, since a thousand callers that each repeat a failing
/// attempt, one after the other, would wait for a thousand timeouts.
///
/// Nothing is spawned, and nothing is held but a lock that frees itself: when the caller that is attempting
/// is dropped, the next in line attempts.
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

    /// Attempts, or waits for whoever is attempting. `ready` looks for a result that somebody else left.
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

    /// Attempts, unless somebody is attempting already.
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
        if failures.count == count {
            None
        } else {
            failures.last.clone()
        }
    }

    /// A panic elsewhere cannot leave the counters half-changed, so a poisoned lock is as good as any.
    fn failures(&self) -> MutexGuard<'_, Failures<E>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
