//! What the scripts that run in every frame cost: their size as shipped, and their time in a frame.
//!
//! Measured in a page: each round makes a fresh frame and runs a shipped script in it, as the browser does at document start;
//! what an empty script takes is taken off. Beside it, in the same page, stands the least that a guard can be: the same properties
//! replaced by functions that only pass on. On a busy machine both take longer; their ratio stays.
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
    /// The median, in medians of the least that a guard can be.
    pub of_least: f64,
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
        let times: Times = serde_json::from_value(times)?;
        let (own, least) = (sorted(times.own), sorted(times.least));
        let median = at(&own, 0.5)?;
        let of_least = median / at(&least, 0.5)?;
        costs.push(Cost { script, gzip: gzip(source.as_bytes())?, median, p95: at(&own, 0.95)?, of_least });
    }
    browser.quit().await?;
    Ok(costs)
}

/// Milliseconds of each round.
#[derive(serde::Deserialize)]
struct Times {
    own: Vec<f64>,
    least: Vec<f64>,
}

fn sorted(mut times: Vec<f64>) -> Vec<f64> {
    times.drain(..WARM_UP.min(times.len()));
    times.sort_by(f64::total_cmp);
    times
}

/// The time that this part of the frames stays below.
fn at(times: &[f64], part: f64) -> anyhow::Result<f64> {
    times.get((times.len() as f64 * part) as usize).copied().context("no rounds")
}

/// Runs a script in fresh frames; milliseconds of each, beyond what an empty script takes in the frame before it. (The page's
/// policy for scripts is the stand-in's own.)
const ROUNDS: &str = "(source, rounds) => {
    const LEAST = `(() => {
        const { apply } = Reflect;
        const passing = (native) => function () { return apply(native, this, arguments); };
        const places = [
            [Function.prototype, 'toString'], [Document.prototype, 'cookie'], [CookieStore.prototype, 'set'], [window, 'localStorage'],
            [window, 'sessionStorage'], [Storage.prototype, 'setItem'], [Storage.prototype, 'getItem'], [Storage.prototype, 'removeItem'],
            [Storage.prototype, 'key'], [Storage.prototype, 'clear'], [Storage.prototype, 'length'], [StorageEvent.prototype, 'storageArea'],
            [IDBFactory.prototype, 'open'], [HTMLIFrameElement.prototype, 'contentWindow'], [HTMLIFrameElement.prototype, 'contentDocument'],
        ];
        for (const [holder, name] of places) {
            const descriptor = Object.getOwnPropertyDescriptor(holder, name);
            for (const part of ['value', 'get', 'set']) if (descriptor[part]) descriptor[part] = passing(descriptor[part]);
            Object.defineProperty(holder, name, descriptor);
        }
    })()`;
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
    const times = (text) => Array.from({ length: rounds }, () => -run(';') + run(text));
    return { own: times(source), least: times(LEAST) };
}";

/// Size in bytes, gzip at level 9.
///
/// # Errors
/// None that a vector in memory would have.
pub fn gzip(content: &[u8]) -> anyhow::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}
