//! The scripts in every frame stay within what they may cost. The milliseconds are told by `cargo xtask bench`, on a machine that
//! does nothing else; here stands what does not depend on the machine.
#![cfg(test)]

mod common;

use askfirst_e2e::cost;
use common::dist;

/// What the guard may take of a frame's time, in times of the least that a guard can be.
const MOST_OF_LEAST: f64 = 2.5;

#[tokio::test(flavor = "multi_thread")]
async fn the_guard_is_small_and_quick() {
    let costs = cost::scripts(&dist("chromium"), 200).await.expect("the costs");
    let guard = costs.iter().find(|cost| cost.script == "guard.js").expect("the guard");
    assert!(guard.gzip <= 5 * 1024, "{guard:?}");
    assert!(guard.of_least < MOST_OF_LEAST, "{costs:#?}");
    // Nor do the other two together.
    let others: f64 = costs.iter().filter(|cost| cost.script != "guard.js").map(|cost| cost.of_least).sum();
    assert!(others < MOST_OF_LEAST, "{costs:#?}");
}

/// What the popup's first picture waits for. Issue 5's limit: 120 KB.
#[test]
fn the_popups_core_is_small() {
    let core = std::fs::read(common::dist("chromium").join("wasm/popup_bg.wasm")).expect("the popup's core");
    let size = cost::gzip(&core).expect("a size");
    assert!(size <= 120_000, "{size} bytes");
}
