//! What is read in the popup beyond its first picture, in a real Chromium: single addresses, what a page had laid out for the tag that
//! did not run, what was learned where it did, what is watched, what needs consent, and the report.
#![cfg(test)]

mod common;

use askfirst_e2e::browser::{Chromium, Popup};
use common::{get, guarded, set_mode, view_when, violations};
use serde_json::{Value, json};

/// Opens a page with the tag, and waits until it was held back.
async fn held(browser: &Chromium, url: &str) -> i64 {
    browser.goto(url).await.expect(url);
    browser.wait_for("window.__done").await.expect(url);
    let tab = browser.chrome_tab_id().await.expect("a tab");
    view_when(browser, tab, |view| view["verdict"] == "held-back").await;
    tab
}

/// Unfolds a part of the popup by keyboard.
async fn unfold(popup: &Popup, fold: &str) {
    popup.wait_for("document.querySelector('#reading').read").await.expect("it is read");
    popup.eval(&format!("document.querySelector('{fold} > summary').focus()")).await.expect("focus");
    popup.press("Enter").await.expect("a key");
    popup.wait_for(&format!("document.querySelector('{fold}').open")).await.expect("unfolded");
}

/// The rows of what was learned: how far it got, label, value, how personal.
async fn learned(popup: &Popup) -> Vec<[String; 4]> {
    let rows = popup
        .eval(
            "const text = (row, slot) => { const it = row.querySelector(`[data-slot=${slot}]`); return it.hidden ? '' : it.textContent };
             return [...document.querySelectorAll('#learned-ways .learned')].map((row) =>
               [row.closest('[data-way]').dataset.way, text(row, 'label'), text(row, 'value') || text(row, 'words'), row.dataset.personal])",
        )
        .await
        .expect("rows");
    serde_json::from_value(rows).expect("four texts each")
}

fn has(rows: &[[String; 4]], wanted: [&str; 4]) -> bool {
    rows.iter().any(|row| row.iter().zip(wanted).all(|(is, wanted)| is == wanted))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lay_ready_for_a_tag_that_did_not_run_is_told_and_stored_nowhere() {
    let (_web, browser) = guarded().await;
    held(&browser, "https://shop.test/cart?code=summer").await;
    // By push after the stub has started, by assignment, by a getter and by a function: none of which is called.
    browser
        .eval(
            "window.__called = 0;
             lpTag.sdes.push({ type: 'personal', personal: { firstname: 'Anna', contacts: [{ email: 'anna@a.test' }], get age() { window.__called += 1; return 44; } } });
             lpTag.sdes.send({ type: 'ctmrinfo', info: { customerId: 'C-1234', nonsense: '<b>x</b>' } });
             lpTag.identities = [() => { window.__called += 1; return { sub: 'x' }; }];
             lpTag.vars = [['page', 'lamp', 'on']];",
        )
        .await
        .expect("the page's own words");
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.querySelector('#learned-gist')?.textContent.includes('First name')").await.expect("the line below the title");
    unfold(&popup, "#learned-fold").await;
    popup.wait_for("document.querySelector('.learned')").await.expect("rows");
    let rows = learned(&popup).await;
    for wanted in [
        ["ready", "The full address of the page", "https://shop.test/cart?code=summer", "browsing"],
        ["ready", "The page’s title", "Your cart: Willow & Oak", "browsing"],
        ["ready", "What is in your cart: Value in all", "0", "browsing"],
        ["ready", "First name", "Anna", "direct"],
        ["ready", "E-mail address", "anna@a.test", "direct"],
        ["ready", "Age", "a function of the page, which was not called", "direct"],
        ["ready", "Customer number", "C-1234", "direct"],
        ["ready", "What the site knows of you as a customer", "<b>x</b>", "direct"],
        ["ready", "Who you are logged in as, or the identity of an earlier chat", "a function that would say who you are", "direct"],
        ["ready", "What else the site tells LivePerson of the visit, under names of its own", "page, lamp, on", "direct"],
    ] {
        assert!(has(&rows, wanted), "{wanted:?} is not among {rows:#?}");
    }
    assert_eq!(get(&browser, "window.__called").await, 0, "a function of the page was called");
    unfold(&popup, "#watched-fold").await;
    popup.wait_for("document.querySelector('[data-behaviour=cart] [data-sign]')").await.expect("the cart is watched");
    let said = popup.eval("return [...document.querySelectorAll('#said-list > *')].map((it) => it.dataset.behaviour)").await.expect("said");
    assert_eq!(said, json!(["scroll-depth", "exit-intent"]), "what nobody saw stays apart");
    unfold(&popup, "#consent-fold").await;
    popup.wait_for("document.querySelector('#consent-list').textContent.includes('Source: ')").await.expect("why, and who says so");
    assert_eq!(violations(&popup).await, json!([]));
    let wide = popup.eval("return document.documentElement.scrollWidth - document.documentElement.clientWidth").await.expect("widths");
    assert_eq!(wide, 0, "nothing stands out at the side");
    // Nowhere in the extension's storage.
    let stored = browser
        .ext_eval("return JSON.stringify([await chrome.storage.local.get(null), await chrome.storage.session.get(null)])")
        .await
        .expect("what is stored");
    let stored = stored.as_str().expect("a text");
    assert!(stored.contains("tag-script") && !stored.contains("anna@") && !stored.contains("C-1234"), "{stored}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_is_told_as_sent_with_its_addresses() {
    let (_web, browser) = guarded().await;
    let tab = held(&browser, "https://shop.test/").await;
    set_mode(&browser, tab, "allow").await;
    browser.goto("https://shop.test/cart").await.expect("the cart");
    browser.wait_for("window.__lp && window.__lp.sent.ip > 1").await.expect("it is watched");
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.querySelector('#learned-title').textContent === 'What it learned'").await.expect("it says that it was sent");
    unfold(&popup, "#learned-fold").await;
    popup.wait_for("document.querySelector('[data-way=sent] .learned')").await.expect("rows");
    let rows = learned(&popup).await;
    assert!(has(&rows, ["sent", "The full address of the page", "https://shop.test/cart", "browsing"]), "{rows:#?}");
    assert!(has(&rows, ["sent", "What is in your cart: Value in all", "0", "browsing"]), "{rows:#?}");
    assert!(has(&rows, ["sent", "The kind of message", "ip", "no"]), "{rows:#?}");
    assert!(
        rows.iter()
            .any(|[way, label, _, personal]| way == "sent" && label.starts_with("The id that recognises") && personal == "identifier"),
        "{rows:#?}"
    );
    assert!(rows.iter().all(|[way, ..]| way != "ready"), "the tag ran: the page is not asked");
    unfold(&popup, "#watched-fold").await;
    popup
        .wait_for("document.querySelector('[data-behaviour=time-on-page]')?.textContent.includes('t=ip')")
        .await
        .expect("the time on the page");
    // The single addresses, when they are unfolded.
    popup.eval("document.querySelector('[data-role=monitoring] summary').focus()").await.expect("focus");
    popup.press("Enter").await.expect("a key");
    popup.wait_for("document.querySelector('[data-service=monitoring-start] [data-url]')").await.expect("addresses");
    let address = popup
        .eval(
            "const it = document.querySelector('[data-service=monitoring-start] [data-url]');
             return [it.querySelector('.url').textContent, it.dataset.outcome, it.querySelector('time').dateTime.length, it.querySelector('time').textContent]",
        )
        .await
        .expect("an address");
    assert!(address[0].as_str().is_some_and(|url| url.contains(".v.liveperson.net/api/js/") && url.contains("t=sp")), "{address}");
    assert_eq!(json!([address[1], address[2]]), json!(["sent", 24]));
    assert!(address[3].as_str().is_some_and(|time| time.matches(':').count() == 2), "a time of day with seconds: {address}");
    // What follows leaves what is unfolded and focused as it is.
    popup.eval("window.__kept = document.querySelector('[data-service=monitoring-start] [data-url]')").await.expect("an address");
    let before = popup.eval("return document.body.dataset.shown").await.expect("a number");
    popup.wait_for(&format!("document.body.dataset.shown !== '{}'", before.as_str().expect("a number"))).await.expect("the next message");
    let kept = "return window.__kept.isConnected && document.activeElement.matches('[data-role=monitoring] summary')
                && document.querySelector('[data-role=monitoring] details').open";
    assert_eq!(popup.eval(kept).await.expect("the same"), true);
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_are_read_and_a_page_that_lies_or_breaks_spoils_nothing_but_its_own_words() {
    let (_web, browser) = guarded().await;
    // The tag is in another site's frame.
    held(&browser, "https://shop.test/frame").await;
    browser.enter_frame("iframe").await.expect("the frame");
    browser.eval("lpTag.sdes.push({ type: 'searchInfo', keywords: ['lamp'] })").await.expect("the frame's words");
    browser.leave_frames().await.expect("the page");
    let popup = browser.open_popup().await.expect("the popup");
    unfold(&popup, "#learned-fold").await;
    popup.wait_for("document.querySelector('#learned-ways').textContent.includes('lamp')").await.expect("what the frame had ready");
    popup.close().await.expect("closing");
    // Whatever the page has there: it comes out bounded, or not at all.
    held(&browser, "https://shop.test/").await;
    browser
        .eval(
            "const loop = {}; loop.again = loop;
             const wild = new Proxy({}, { ownKeys: () => { throw new Error('no') }, getOwnPropertyDescriptor: () => { throw new Error('no') } });
             lpTag.sdes = [loop, wild, window, document, { type: 'cart', total: 'x'.repeat(1e6) }, ...Array.from({ length: 5000 }, (_, n) => ({ type: 't' + n, n }))];
             lpTag.vars = { ['__proto__']: 1, '<img src=x onerror=alert(1)>': '<script>alert(1)</script>' };
             Object.defineProperty(lpTag, 'identities', { get() { window.__called = true; throw new Error('no') } });
             Object.defineProperty(document, 'title', { get() { throw new Error('no') } });
             Object.keys = () => { throw new Error('no') }; Array.isArray = () => { throw new Error('no') };",
        )
        .await
        .expect("a hostile page");
    let popup = browser.open_popup().await.expect("the popup");
    popup.wait_for("document.querySelector('#learned-gist').textContent.includes('The full address')").await.expect("the address is told");
    unfold(&popup, "#learned-fold").await;
    popup.wait_for("document.querySelector('.learned')").await.expect("rows");
    assert!(learned(&popup).await.len() <= 101, "in steps");
    assert_eq!(popup.eval("return document.querySelectorAll('#learned img, #learned script').length").await.expect("a number"), 0);
    assert_eq!(get(&browser, "window.__called ?? null").await, Value::Null, "a getter of the page was called");
}

/// A view and evidence with so many rows of each kind.
fn many(rows: usize) -> (Value, Value) {
    let services: Value = json!([{ "id": "monitoring-keep-alive", "tried": rows, "blocked": rows, "sent": 0, "first": 1.0, "last": 2.0 }]);
    let groups = json!([{ "role": "monitoring", "need": "consent", "tried": rows, "blocked": rows, "sent": 0, "first": 1.0, "last": 2.0, "services": services }]);
    let kept: Vec<Value> = (0..rows)
        .map(|n| {
            json!({ "id": "visitor-id", "name": format!("LPVID-{n}"), "kind": "cookie", "asked": { "seconds": 31_536_000 }, "class": "persistent-id",
                    "need": "consent", "outcome": "blocked", "by": "script", "script": "shop.test", "count": 2, "more": false, "first": 1.0, "last": 9e9 })
        })
        .collect();
    let counted = |number: usize| json!({ "number": number, "more": false });
    let counts = json!({ "attempts": counted(rows), "blocked": counted(rows), "session_only": counted(0), "removed": counted(0), "allowed": counted(0), "stopped": counted(0) });
    let view = json!({ "page": "web", "site": "shop.test", "mode": "ask", "lasts": null, "until": null, "chosen_for": null, "chat": null,
        "verdict": "held-back", "blocked": rows, "more": false, "tried_more": false, "kept_more": false, "groups": groups, "kept": kept,
        "kept_counts": counts, "disguised": [], "would_keep": [], "reload": false,
        "gist": { "sent": false, "named": [{ "words": "monitoring_u" }], "more": false, "behaviours": 0 } });
    let addresses: Vec<Value> = (0..rows)
        .map(|n| {
            let url = format!("https://va.v.liveperson.net/api/js/1?t=ip&n={n}");
            json!({ "service": "monitoring-keep-alive", "url": url, "plain": url, "outcome": "blocked", "count": 1, "first": 1.0, "last": 1.0 })
        })
        .collect();
    let learned: Vec<Value> = (0..rows)
        .map(|n| {
            json!({ "way": "blocked", "parameter": "u", "words": "monitoring_u", "value": { "text": format!("https://shop.test/{n}") },
                    "personal": "browsing", "count": 1, "first": 1.0, "last": 1.0 })
        })
        .collect();
    (view, json!({ "groups": groups, "addresses": addresses, "learned": learned }))
}

#[tokio::test(flavor = "multi_thread")]
async fn five_thousand_rows_are_shown_as_quickly_as_fifty() {
    const TAB: i64 = 424_242;
    let (_web, browser) = guarded().await;
    let mut took = Vec::new();
    for rows in [50, 5_000] {
        let (view, evidence) = many(rows);
        let popup = browser.popup_told(TAB, &format!("return {view}")).await.expect("the popup");
        popup.eval(&format!("window.__evidence = {evidence}")).await.expect("evidence");
        popup.wait_for("document.body.dataset.state === 'held-back'").await.expect("a view");
        // Asked again, so that what is measured begins here.
        let time = popup
            .eval(&format!(
                "const until = async (is) => {{ while (!is()) await new Promise(requestAnimationFrame) }};
                 const of = (selector) => document.querySelectorAll(selector).length;
                 const shown = document.body.dataset.shown;
                 const begun = performance.now();
                 await chrome.storage.session.set({{ 'tab:{TAB}': String(Math.random()) }});
                 await until(() => document.body.dataset.shown !== shown);
                 document.querySelector('#attempts-fold').open = true;
                 await until(() => of('#attempts-rest > *') >= 44);
                 await until(() => document.querySelector('#learned-gist').textContent !== '');
                 document.querySelector('#learned-fold').open = true;
                 await until(() => of('.learned') === 50);
                 document.querySelector('[data-role=monitoring] details').open = true;
                 await until(() => of('[data-url]') === 50);
                 scrollTo(0, document.documentElement.scrollHeight);
                 await new Promise(requestAnimationFrame);
                 return performance.now() - begun;"
            ))
            .await
            .expect("a time");
        took.push(time.as_f64().expect("milliseconds"));
        let drawn = popup.eval("return document.querySelectorAll('main li').length").await.expect("a number");
        assert!(drawn.as_u64().is_some_and(|drawn| drawn < 250), "{drawn} rows are drawn of {rows}");
        let more = popup.eval("return [...document.querySelectorAll('[data-more-of]')].filter((it) => it.checkVisibility()).length").await;
        assert_eq!(more.expect("buttons"), if rows > 50 { 3 } else { 0 });
        popup.close().await.expect("closing");
    }
    println!("50 rows: {:.0} ms, 5,000 rows: {:.0} ms", took[0], took[1]);
    // All of it drawn takes seconds; what grows with the rows is reading the answer alone.
    assert!(took[1] < took[0] + 600.0, "{took:?}");
}
