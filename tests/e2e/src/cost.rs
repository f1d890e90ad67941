//! What the scripts that run in every frame cost: their size as shipped, and their time in a frame.
//!
//! Measured in a page: each round makes a fresh frame and runs a shipped script in it, as the browser does at document start;
//! what an empty script takes is taken off.
//! The page is isolated from other origins, so that its clock is exact to 5 microseconds.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use flate2::{Compression, write::GzEncoder};
use serde_json::json;

use crate::browser::{Chromium, ChromiumOptions};
use crate::standin::StandIn;

/// The scripts, in the order in which they run.
const SCRIPTS: [&str; 3] = ["guard.js", "stub.js", "relay.js"];
/// Rounds that are run first and not counted: the browser compiles what runs often.
const WARM_UP: usize = 20;

/// What one script costs.
#[derive(Debug, Clone)]
pub struct Cost {
    /// The file.
    pub script: &'static str,
    /// Size in bytes, gzip at level 9.
    pub gzip: usize,
    /// Median time in a frame, in milliseconds.
    pub median: f64,
    /// The time that 19 of 20 frames stay below, in milliseconds.
    pub p95: f64,
}

/// Measures the scripts of the extension in `dist`, over so many fresh frames each.
pub async fn scripts(dist: &Path, frames: usize) -> anyhow::Result<Vec<Cost>> {
    let web = StandIn::start().await?;
    let browser = Chromium::launch(ChromiumOptions::new(web.port())).await?;
    browser.goto("https://news.test/isolated").await?;
    anyhow::ensure!(browser.eval("return crossOriginIsolated").await? == json!(true), "the page's clock is not exact");
    let mut costs = Vec::new();
    for script in SCRIPTS {
        let source = std::fs::read_to_string(dist.join(script)).with_context(|| format!("{script} is not in {}", dist.display()))?;
        let times = browser.eval(&format!("return ({ROUNDS})({}, {})", json!(source), frames + WARM_UP)).await?;
        let mut times: Vec<f64> = serde_json::from_value(times)?;
        times.drain(..WARM_UP.min(times.len()));
        times.sort_by(f64::total_cmp);
        let at = |part: f64| times.get((times.len() as f64 * part) as usize).copied().context("no rounds");
        costs.push(Cost { script, gzip: gzip(source.as_bytes())?, median: at(0.5)?, p95: at(0.95)? });
    }
    browser.quit().await?;
    Ok(costs)
}

/// Runs a script in fresh frames; milliseconds of each, beyond what an empty script takes in the frame before it.
const ROUNDS: &str = "(source, rounds) => {
    const run = (text) => {
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const script = frame.contentDocument.createElement('script');
        script.textContent = text;
        const began = performance.now();
        frame.contentDocument.head.append(script);
        const took = performance.now() - began;
        frame.remove();
        return took;
    };
    return Array.from({ length: rounds }, () => -run(';') + run(source));
}";

fn gzip(content: &[u8]) -> anyhow::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}
