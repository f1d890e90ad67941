//! Tags in disguise: served by the site itself, on paths that no rule knows. The page gives them away, and they do not start.
#![cfg(test)]

mod common;

use std::collections::BTreeSet;

use common::{get, guarded, kept, set_mode, unguarded, view_when};
use serde_json::json;

const WAYS: [&str; 5] = ["numbered", "named", "unmarked", "bundled", "late"];

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_in_disguise_does_not_start() {
    for way in WAYS {
        let address = format!("https://cloak.test/{way}");
        let (web, control) = unguarded().await;
        control.goto(&address).await.expect(way);
        control
            .wait_for("window.__done && window.__lp.started && window.__lp.sent.pl > 0")
            .await
            .unwrap_or_else(|error| panic!("{way}: {error}"));
        assert!(!kept(&control).await.is_empty() && web.log_to_liveperson().len() > 5, "{way}: the control is watched");
        drop((web, control));

        let (web, browser) = guarded().await;
        browser.goto(&address).await.expect(way);
        browser.wait_for("window.__done").await.expect(way);
        assert_ne!(get(&browser, "window.__lp?.started").await, json!(true), "{way}: the tag began");
        assert_eq!(get(&browser, "window.__errors").await, json!([]), "{way}: the page noticed");
        assert_eq!(get(&browser, "window.__startError ?? null").await, json!(null), "{way}");
        assert_ne!(get(&browser, "window.__fired").await, json!("none"), "{way}: the page has a tag to talk to");
        let hosts: Vec<String> = web.log_to_liveperson().iter().map(ToString::to_string).collect();
        assert!(hosts.is_empty(), "{way}: {hosts:?}");
        assert_eq!(kept(&browser).await, BTreeSet::new(), "{way}");

        // Not for want of trying: nothing was asked of LivePerson that would have had to be blocked.
        let tab = browser.chrome_tab_id().await.expect("a tab");
        let view = view_when(&browser, tab, |view| view["disguised"].as_array().is_some_and(|all| !all.is_empty())).await;
        assert_eq!(view["blocked"], 0, "{way}: {view:#}");
        assert_eq!(view["verdict"], "held-back", "{way}: {view:#}");
        assert!(
            view["disguised"][0]["script"].as_str().is_some_and(|script| script.starts_with("https://cloak.test/assets/")),
            "{way}: {view:#}"
        );
    }
}

/// The chat is held back wherever the tag is from; where the visitor allows the site, a disguise is no matter.
#[tokio::test(flavor = "multi_thread")]
async fn where_the_site_is_allowed_a_disguise_is_let_through() {
    let (_web, browser) = guarded().await;
    browser.goto("https://cloak.test/numbered").await.expect("the shop");
    browser.wait_for("window.__done").await.expect("the shop");
    let tab = browser.chrome_tab_id().await.expect("a tab");
    set_mode(&browser, tab, "allow").await;
    for way in WAYS {
        browser.goto(&format!("https://cloak.test/{way}")).await.expect(way);
        browser
            .wait_for("window.__done && window.__lp.started && window.__lp.sent.pl > 0")
            .await
            .unwrap_or_else(|error| panic!("{way}: {error}"));
        assert!(kept(&browser).await.contains("cookie LPVID"), "{way}");
    }
}
