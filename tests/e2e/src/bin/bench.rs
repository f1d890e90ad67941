//! `cargo xtask bench`: what the scripts in every frame cost.

use std::path::Path;

use anyhow::Context;
use askfirst_e2e::cost;

/// Frames that each script is run in.
const FRAMES: usize = 500;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let dist = std::env::var_os("ASKFIRST_DIST").context("ASKFIRST_DIST names no folder: run `cargo xtask bench`")?;
    let costs = cost::scripts(&Path::new(&dist).join("chromium"), FRAMES).await?;
    println!("in each of {FRAMES} fresh frames of a page in Chromium; the least is a guard that only passes on:\n");
    println!("{:<12}{:>14}{:>14}{:>14}{:>16}", "script", "gzip, bytes", "median, ms", "p95, ms", "of the least");
    for cost in costs {
        println!("{:<12}{:>14}{:>14.3}{:>14.3}{:>16.2}", cost.script, cost.gzip, cost.median, cost.p95, cost.of_least);
    }
    Ok(())
}
