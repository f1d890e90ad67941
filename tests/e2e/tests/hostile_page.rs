//! A page that wants to break the guard: whatever it does to its own world, LivePerson's writes are held, ordinary ones
//! work, and no error comes up. Each trick is done without the extension too, where all the writes get through.
#![cfg(test)]

mod common;

use std::collections::BTreeSet;
use std::time::Duration;

use askfirst_e2e::browser::Chromium;
use askfirst_e2e::wait;
use common::{guarded, unguarded};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(15);

/// What each page does before the writes of `site/ways/writes.js`.
const TRICKS: &[(&str, &str)] = &[
    ("nothing", ""),
    (
        "frozen prototypes",
        "[Object, Array, Function, String, RegExp, Map, Promise, Storage, Document, IDBFactory, Event, EventTarget, Error].forEach((it) => Object.freeze(it.prototype))",
    ),
    ("frozen storage", "Object.freeze(Storage.prototype); Object.freeze(Storage)"),
    ("frozen document", "Object.freeze(document); Object.freeze(Document.prototype)"),
    (
        "getters that throw on Object.prototype",
        "for (const name of ['get', 'set', 'value', 'configurable', 'detail', 'expires', 'name', 'raw', 'kind', 'count', 'then', 'toJSON', '__kind']) Object.defineProperty(Object.prototype, name, { __proto__: null, configurable: true, get() { throw new Error('trap ' + name); } })",
    ),
    (
        "setters that throw on Object.prototype",
        "for (const name of ['outcome', 'asked', 'script', 'by', 'items', 'more', 'attributed', 'seconds']) Object.defineProperty(Object.prototype, name, { __proto__: null, configurable: true, set() { throw new Error('trap ' + name); }, get() { throw new Error('trap ' + name); } })",
    ),
    (
        "getters that throw on Array.prototype",
        "for (const name of [0, 1, 2, 'push', 'map', 'slice', 'length0', 'join', 'indexOf', 'forEach', Symbol.iterator]) Object.defineProperty(Array.prototype, name, { __proto__: null, configurable: true, get() { throw new Error('trap ' + String(name)); }, set() { throw new Error('trap ' + String(name)); } })",
    ),
    (
        "deleted globals",
        "for (const name of ['RegExp', 'Map', 'WeakMap', 'Set', 'Reflect', 'Promise', 'CustomEvent', 'Event', 'FocusEvent', 'Proxy', 'Symbol', 'JSON', 'Date', 'Error', 'String', 'Array', 'Function', 'setTimeout', 'URL', 'Storage', 'CookieStore', 'IDBFactory', 'EventTarget']) delete window[name]",
    ),
    (
        "overwritten globals",
        "for (const name of ['RegExp', 'Map', 'WeakMap', 'Reflect', 'Promise', 'CustomEvent', 'Event', 'Proxy', 'JSON', 'Date', 'Error', 'setTimeout', 'URL', 'Storage']) window[name] = function () { throw new Error('trap ' + name); }",
    ),
    (
        "overwritten strings",
        "for (const name of Object.getOwnPropertyNames(String.prototype)) if (name !== 'constructor' && name !== 'length') String.prototype[name] = () => { throw new Error('trap ' + name); }",
    ),
    (
        "overwritten expressions",
        "for (const name of ['exec', 'test', 'compile', 'toString', Symbol.match, Symbol.replace, Symbol.split, Symbol.search]) RegExp.prototype[name] = () => { throw new Error('trap'); }; Object.defineProperty(RegExp.prototype, 'flags', { get() { throw new Error('trap'); } })",
    ),
    ("expressions that never match", "RegExp.prototype.exec = () => null; RegExp.prototype.test = () => false"),
    (
        "overwritten lists and maps",
        "for (const it of [Array, Map, WeakMap, Set, WeakSet]) for (const name of Object.getOwnPropertyNames(it.prototype)) if (typeof Object.getOwnPropertyDescriptor(it.prototype, name).value === 'function' && name !== 'constructor') it.prototype[name] = () => { throw new Error('trap ' + name); }",
    ),
    (
        "overwritten functions",
        "for (const name of ['call', 'apply', 'bind', 'toString']) Function.prototype[name] = () => { throw new Error('trap ' + name); }; Reflect.apply = () => { throw new Error('trap apply'); }",
    ),
    (
        "overwritten objects",
        "for (const name of ['defineProperty', 'getOwnPropertyDescriptor', 'keys', 'assign', 'freeze', 'getPrototypeOf', 'setPrototypeOf', 'create']) Object[name] = () => { throw new Error('trap ' + name); }",
    ),
    (
        "overwritten events",
        "EventTarget.prototype.dispatchEvent = EventTarget.prototype.addEventListener = () => { throw new Error('trap'); }; Object.defineProperty(Event.prototype, 'isTrusted', { get() { throw new Error('trap'); } }); Object.defineProperty(CustomEvent.prototype, 'detail', { get() { throw new Error('trap'); } })",
    ),
    ("overwritten promises", "Promise.prototype.then = Promise.resolve = () => { throw new Error('trap'); }"),
    (
        "every event stopped",
        "for (const name of ['attempts', 'flush', 'ask', 'allow', 'chat', 'askfirst', 'tag', 'tagged']) { addEventListener(name, (event) => event.stopImmediatePropagation(), true); dispatchEvent(new FocusEvent(name)); dispatchEvent(new CustomEvent(name, { detail: 'allow' })); document.dispatchEvent(new Event(name)); document.documentElement.dispatchEvent(new Event(name, { bubbles: true })); }",
    ),
    (
        "a port of the page's own",
        "const port = document.createElement('i'); dispatchEvent(new FocusEvent('askfirst', { relatedTarget: port })); port.dispatchEvent(new Event('allow')); const heard = []; EventTarget.prototype.dispatchEvent = function (event) { heard.push(this); this.addEventListener && this !== window && this.addEventListener('x', () => {}); return true; }",
    ),
    ("stack traces of the page's own", "Error.prepareStackTrace = () => { throw new Error('trap'); }"),
    (
        "stack traces that write",
        "Error.prepareStackTrace = () => { document.cookie = 'LPVID=stack; Max-Age=31536000; Path=/'; localStorage.lpLastVisit = 'stack'; return []; }",
    ),
    ("no stack traces", "Error.stackTraceLimit = 0"),
    ("endless stack traces", "Error.stackTraceLimit = Infinity; Error.captureStackTrace = () => { throw new Error('trap'); }"),
    (
        "an object as the key",
        "try { localStorage.setItem(new Proxy({}, { get() { throw new Error('trap'); } }), '1'); } catch { /* the browser's own answer */ } try { document.cookie = new Proxy({}, { get() { throw new Error('trap'); } }); } catch { /* the same */ }",
    ),
    (
        "a proxy that writes when asked",
        "let asked = 0; try { localStorage.setItem('a', new Proxy({}, { get: () => () => { if (asked++ < 5) localStorage['12345678lpsmt'] = 'again'; return 'x'; } })); } catch { /* the browser's own answer */ }",
    ),
    (
        "a name of ten million letters",
        "try { document.cookie = 'LPVID' + 'x'.repeat(1e7) + '=1; Max-Age=1'; } catch { /* refused */ } try { localStorage.setItem('lpLastVisit-' + '1'.repeat(1e7), ''); } catch { /* quota */ }",
    ),
    (
        "a value of ten million letters",
        "document.cookie = 'LPVID=' + 'x'.repeat(1e7) + '; Max-Age=31536000'; try { localStorage.setItem('lpLastVisit-12345678', 'x'.repeat(1e7)); } catch { /* quota */ }",
    ),
    (
        "ten million semicolons",
        "document.cookie = 'LPVID=1' + ';'.repeat(1e7) + 'Max-Age=31536000'; document.cookie = 'LPVID=1; expires' + ' '.repeat(1e5) + '= never'",
    ),
    (
        "a call from the deepest stack",
        "const deep = () => { try { deep(); } catch { document.cookie = 'LPVID=deep; Max-Age=31536000; Path=/'; } }; try { deep(); } catch { /* no room left */ }",
    ),
    (
        "a storage put in the place of the other",
        "const { get } = Object.getOwnPropertyDescriptor(window, 'sessionStorage'); Object.defineProperty(window, 'sessionStorage', { configurable: true, get: () => localStorage }); void get",
    ),
    (
        "a symbol that tells of storages",
        "Object.defineProperty(Object.prototype, Symbol.for('storage kind'), { configurable: true, get: () => 'localStorage' })",
    ),
    ("no prototype of windows", "Object.setPrototypeOf(document, Object.create(HTMLDocument.prototype))"),
    (
        "an accessor over the tag's name",
        "try { Object.defineProperty(window, 'lpTag', { get() { throw new Error('trap'); } }); } catch { /* not to be redefined */ }",
    ),
    (
        "the way to the extension caught as it is used",
        "const caught = []; for (const name of ['tag', 'detail']) Object.defineProperty(Element.prototype, name, { configurable: true, set() { caught.push(this); }, get() { caught.push(this); } }); for (const [of, name] of [[CustomEvent, 'detail'], [FocusEvent, 'relatedTarget']]) { const { get } = Object.getOwnPropertyDescriptor(of.prototype, name); Object.defineProperty(of.prototype, name, { configurable: true, get() { caught.push(this.target); return get.call(this); } }); } window.lpTag = { _defB: [], events: { hasFired() {} } }; void window.lpTag; for (const node of caught) { node.dispatchEvent(new Event('allow')); node.dispatchEvent(new Event('chat')); }",
    ),
];

/// A page of a host of its own that does a trick, then the writes.
async fn run(browser: &Chromium, number: usize, script: &str) {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("script", script).finish();
    browser.goto(&format!("https://t{number}.ways.test/run?{query}")).await.expect("the page");
}

/// A value in the page, by Chromium's own protocol: what the page did to its world does not touch it.
async fn value(browser: &Chromium, expression: &str) -> anyhow::Result<Value> {
    let answer = browser.cdp("Runtime.evaluate", json!({ "expression": expression, "returnByValue": true })).await?;
    Ok(answer["result"]["value"].clone())
}

/// What is there, past whatever the page's own world shows: names in the storage, and cookies of this host that last.
async fn there(browser: &Chromium, number: usize) -> anyhow::Result<BTreeSet<String>> {
    let tree = browser.cdp("Page.getFrameTree", json!({})).await?;
    let world = browser.cdp("Page.createIsolatedWorld", json!({ "frameId": tree["frameTree"]["frame"]["id"] })).await?;
    let expression = "Promise.all([Object.keys(localStorage), indexedDB.databases()]).then(([keys, bases]) => [...keys, ...bases.map((one) => one.name)])";
    let asked = json!({ "contextId": world["executionContextId"], "expression": expression, "awaitPromise": true, "returnByValue": true });
    let answer = browser.cdp("Runtime.evaluate", asked).await?;
    let stored = answer["result"]["value"].as_array().cloned().unwrap_or_default();
    let mut there: BTreeSet<String> = stored.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect();
    let ours = format!("t{number}.ways.test");
    let cookies = browser.cookies().await?;
    there.extend(cookies.into_iter().filter(|cookie| cookie.domain == ours && cookie.expires.is_some()).map(|cookie| cookie.name));
    there.retain(|name| name.len() < 100);
    Ok(there)
}

fn names(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(|name| (*name).to_owned()).collect()
}

/// The writes, trick by trick; what goes against `held`.
async fn complaints(browser: &Chromium, held: bool) -> Vec<String> {
    let ordinary = names(&["ordinary", "ordinary2"]);
    let theirs = names(&["LPVID", "lpLastVisit-12345678", "12345678lpsmt", "LPSecureStorage"]);
    let mut complaints = Vec::new();
    for (number, (trick, script)) in TRICKS.iter().enumerate() {
        browser.console().await.expect("the console");
        run(browser, number, script).await;
        let done =
            wait::until("the writes", PATIENCE, || async { Ok((value(browser, "window.__done").await? == true).then_some(())) }).await;
        if done.is_err() {
            complaints.push(format!("{trick}: the page hangs"));
        }
        let expected =
            |seen: &BTreeSet<String>| ordinary.is_subset(seen) && if held { theirs.is_disjoint(seen) } else { theirs.is_subset(seen) };
        let settled = wait::until("the writes to be there", Duration::from_secs(2), || async {
            Ok(expected(&there(browser, number).await?).then_some(()))
        });
        if settled.await.is_err() {
            complaints.push(format!("{trick}: there is {:?}", there(browser, number).await.expect("a look")));
        }
        let refused = value(browser, "window.__refused").await.expect("a text");
        if refused != "" {
            complaints.push(format!("{trick}: refused: {refused}"));
        }
        let read = value(browser, "window.__read").await.expect("an object");
        if held && read["cookie"].as_str().is_none_or(|read| read.contains("LPVID")) || read["item"] != "runrun" {
            complaints.push(format!("{trick}: reads {read}"));
        }
        for line in browser.console().await.expect("the console") {
            if line.contains("Uncaught") || line.contains("askfirst") {
                complaints.push(format!("{trick}: {line}"));
            }
        }
    }
    complaints
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_extension_no_trick_stands_in_the_way() {
    let (_web, control) = unguarded().await;
    let complaints = complaints(&control, false).await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_trick_breaks_the_guard() {
    let (_web, browser) = guarded().await;
    let complaints = complaints(&browser, true).await;
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

/// How much longer the loop may take than without the extension.
const MOST_OF_TIME: f64 = 1.05;
/// A million attempts, however they are made.
const MILLION: usize = 1_000_000;
/// Counts the time of a loop, in milliseconds.
const FLOOD: &str = "window.__flood = (write, times) => {
    const since = performance.now();
    for (let at = 0; at < times; at += 1) write(at);
    return performance.now() - since;
}";

async fn flood(browser: &Chromium, number: usize, write: &str, times: usize) -> f64 {
    run(browser, number, FLOOD).await;
    wait::until("the page", PATIENCE, || async { Ok((value(browser, "window.__done").await? == true).then_some(())) })
        .await
        .expect("the page");
    let took = value(browser, &format!("window.__flood({write}, {times})")).await.expect("a time");
    took.as_f64().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_million_attempts_take_no_longer_than_without() {
    let (_web, control) = unguarded().await;
    let (_web2, browser) = guarded().await;
    for (number, (write, times)) in [
        ("(at) => { document.cookie = 'LPVID=' + at + '; Max-Age=31536000; Path=/'; }", MILLION),
        // Without the extension a million of these take the browser up to half a minute.
        ("(at) => localStorage.setItem('lpLastVisit-12345678', at)", MILLION / 10),
        ("(at) => { localStorage['12345678lpsmt'] = at; }", MILLION / 10),
    ]
    .into_iter()
    .enumerate()
    {
        let mut ratios = Vec::new();
        for _ in 0..3 {
            let without = flood(&control, 500 + number, write, times).await;
            ratios.push(flood(&browser, 500 + number, write, times).await / without);
        }
        ratios.sort_by(f64::total_cmp);
        println!("{write}: {ratios:.3?} of the time without");
        assert!(ratios[1] <= MOST_OF_TIME, "{write}: {ratios:.3?}");
    }
}

/// Each attempt under a name of its own, by two kinds of writing: what the page holds does not grow, and the popup says "more than".
#[tokio::test(flavor = "multi_thread")]
async fn a_million_names_cost_bounded_memory() {
    let (_web, browser) = guarded().await;
    run(&browser, 600, FLOOD).await;
    wait::until("the page", PATIENCE, || async { Ok((value(&browser, "window.__done").await? == true).then_some(())) })
        .await
        .expect("the page");
    let before = heap(&browser).await;
    for write in ["(at) => localStorage.setItem('lpLastVisit-' + at, at)", "(at) => { document.cookie = 'LPSID-' + at + '=1'; }"] {
        value(&browser, &format!("window.__flood({write}, {})", MILLION / 2)).await.expect("a time");
    }
    let grown = heap(&browser).await - before;
    println!("a million names: {grown} bytes more");
    assert!(grown < 1_000_000.0, "{grown} bytes more");
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.body.textContent.includes('more than 10,000')").await.expect("the number");
    popup.close().await.expect("closing");
}

/// The bytes that the page's world holds.
async fn heap(browser: &Chromium) -> f64 {
    for _ in 0..2 {
        browser.cdp("HeapProfiler.collectGarbage", json!({})).await.expect("a collection");
    }
    let usage = browser.cdp("Runtime.getHeapUsage", json!({})).await.expect("the heap");
    usage["usedSize"].as_f64().expect("a number")
}
