//! The scripts in every frame stay within what they may cost.
#![cfg(test)]

mod common;

use askfirst_e2e::cost;
use common::dist;

#[tokio::test(flavor = "multi_thread")]
async fn the_guard_is_small_and_quick() {
    // A machine that is busy with something else makes everything slower: the quietest of a few looks counts.
    let mut last = None;
    for _ in 0..4 {
        let costs = cost::scripts(&dist("chromium"), 200).await.expect("the costs");
        let guard = costs.iter().find(|cost| cost.script == "guard.js").expect("the guard");
        assert!(guard.gzip <= 5 * 1024, "{guard:?}");
        // The other two together are no more than it may be.
        let others: f64 = costs.iter().filter(|cost| cost.script != "guard.js").map(|cost| cost.median).sum();
        if guard.median < 0.3 && others < 0.3 {
            return;
        }
        last = Some(costs);
    }
    panic!("{last:#?}");
}
