//! Waiting for a condition, with a deadline.

use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;

/// How often a condition is looked at.
const STEP: Duration = Duration::from_millis(25);

/// Asks `look` until it gives something, and gives that. An error of `look` counts as "not yet"; the last one is told
/// when the time is over.
///
/// # Errors
/// When the time is over.
pub async fn until<T, F, Fut>(what: &str, timeout: Duration, mut look: F) -> anyhow::Result<T>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = anyhow::Result<Option<T>>>,
{
    let deadline = Instant::now() + timeout;
    loop {
        let last = match look().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if Instant::now() >= deadline {
            return Err(match last {
                Some(error) => error.context(format!("waited {timeout:?} for {what}")),
                None => anyhow::anyhow!("waited {timeout:?} for {what}"),
            });
        }
        tokio::time::sleep(STEP).await;
    }
}
