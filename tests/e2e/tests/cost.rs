//! The scripts in every frame stay within what they may cost.
#![cfg(test)]

mod common;

use askfirst_e2e::cost;
use common::dist;

#[tokio::test(flavor = "multi_thread")]
async fn the_guard_is_small_and_quick() {
    let costs = cost::scripts(&dist("chromium"), 200).await.expect("the costs");
    let guard = costs.iter().find(|cost| cost.script == "guard.js").expect("the guard");
    assert!(guard.gzip <= 5 * 1024, "{guard:?}");
    assert!(guard.median < 0.3, "{guard:?}");
    // The other two together are no more than it.
    let others: f64 = costs.iter().filter(|cost| cost.script != "guard.js").map(|cost| cost.median).sum();
    assert!(others < 0.3, "{costs:?}");
}
