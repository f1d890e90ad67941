//! What the extension must not touch: an ordinary page does everything with its own items that a page can do, and gets
//! the same answers, bit for bit, as without the extension; and its own means look the same to it.
#![cfg(test)]

mod common;

use askfirst_e2e::browser::Chromium;
use common::{get, guarded, unguarded};
use serde_json::{Map, Value};

const PAGE: &str = "https://ways.test/untouched";

/// One object of the page, by name.
async fn seen(browser: &Chromium, name: &str) -> Map<String, Value> {
    browser.goto(PAGE).await.expect("the page");
    browser.wait_for("window.__done").await.expect("the page's end");
    // Half a surrogate pair, which some results contain, has no form in Rust's strings: its escape is told as text.
    let told = get(browser, &format!(r"JSON.stringify(window.{name}).replace(/(?<!\\)((?:\\\\)*)\\u/g, '$1\\\\u')")).await;
    serde_json::from_str(told.as_str().expect("text")).expect("an object")
}

/// The lines that differ, each shortened.
fn differences(without: &Map<String, Value>, with: &Map<String, Value>) -> Vec<String> {
    let mut names: Vec<&String> = without.keys().chain(with.keys()).collect();
    names.sort();
    names.dedup();
    let short = |value: Option<&Value>| value.map_or("nothing".to_owned(), |value| value.to_string().chars().take(400).collect());
    let differs = |name: &&String| without.get(*name) != with.get(*name);
    names
        .into_iter()
        .filter(differs)
        .map(|name| format!("{name}\n  without: {}\n  with:    {}", short(without.get(name)), short(with.get(name))))
        .collect()
}

/// What a storage that stands before the native one cannot give alike, and why. No page was seen that depends on one.
const STORAGE_DIFFERS: [(&str, &str); 7] = [
    ("clone", "the error's text names the class otherwise"),
    ("post", "the error's text names the class otherwise"),
    ("freeze", "the error's text; it is refused either way"),
    ("seal", "the error's text; it is refused either way"),
    ("defineFixed", "a proxy may not say of a changeable item that it was made unchangeable: refused instead of ignored"),
    ("defineReflectAccessor", "refused by an error instead of silently"),
    ("shadowed", "`Object.keys` leaves out items that are named like Storage's own methods"),
];

/// All that may differ.
fn known() -> Vec<String> {
    let of_storages = ["localStorage", "sessionStorage"].into_iter();
    of_storages
        .flat_map(|storage| STORAGE_DIFFERS.iter().map(move |(what, _)| format!("{storage}: {what}")))
        // The text of the error for a cookie that cannot be made a text.
        .chain(["not a string: notPrimitive".to_owned()])
        .collect()
}

fn same(without: &Map<String, Value>, with: &Map<String, Value>) {
    let differences = differences(without, with);
    assert!(differences.is_empty(), "{} of {} differ:\n{}", differences.len(), without.len(), differences.join("\n"));
}

/// The page gives the same answers to itself twice, or the comparison with the extension would prove nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_control_agrees_with_itself() {
    let (_web, control) = unguarded().await;
    let (_web2, again) = unguarded().await;
    for (name, least) in [("__results", 450), ("__shape", 10_000)] {
        let results = seen(&control, name).await;
        assert!(results.len() > least, "{}", results.len());
        same(&results, &seen(&again, name).await);
    }
    let results = seen(&control, "__results").await;
    // It sees something: near misses are kept, with their lifetimes, and refusals are told.
    let near = results["near miss: lpv12345"].to_string();
    assert!(near.contains("lpv12345=v") && near.contains("9600"), "{near}");
    let heard = results["storage event: heard"].as_array().expect("events");
    assert_eq!(heard.len(), 11, "{heard:?}");
    assert!(results["localStorage: quota"].as_str().is_some_and(|told| told.contains("QuotaExceededError")));
    assert!(results["closed frame: sandboxed"][0].as_str().is_some_and(|told| told.contains("SecurityError")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_livepersons_is_kept_as_it_was_written() {
    let (_web, control) = unguarded().await;
    let (_web2, browser) = guarded().await;
    let (without, with) = (seen(&control, "__results").await, seen(&browser, "__results").await);
    let known = known();
    let unknown: Vec<String> = differences(&without, &with)
        .into_iter()
        .filter(|line| !line.split_once('\n').is_some_and(|(name, _)| known.iter().any(|one| one == name)))
        .collect();
    assert!(unknown.is_empty(), "{} of {} differ:\n{}", unknown.len(), without.len(), unknown.join("\n"));
    for name in &known {
        assert_ne!(without.get(name), with.get(name), "{name} differs no longer: take it off the list");
    }
}

/// Every function and accessor of every interface, in the page and in a fresh frame: name, length, text, flags, own keys.
/// `window` has no name more than before, but one that is a design decision: `lpTag`, not enumerable, which watches for
/// LivePerson's tag and is nothing until that is there.
#[tokio::test(flavor = "multi_thread")]
async fn the_pages_own_means_look_as_before() {
    let (_web, control) = unguarded().await;
    let (_web2, browser) = guarded().await;
    same(&seen(&control, "__shape").await, &seen(&browser, "__shape").await);
    assert_eq!(get(&control, "window.__tagAccessor").await, Value::Null);
    let accessor = get(&browser, "window.__tagAccessor").await;
    if !accessor.is_null() {
        assert_eq!(accessor, serde_json::json!({ "enumerable": false, "value": "undefined", "inLoop": false }));
    }
}
