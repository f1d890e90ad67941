//! The chat button on pages in a real Firefox: it is there, looks as it should under a strict policy, is pressed and dismissed.
#![cfg(test)]

mod common;

use askfirst_e2e::browser::{Firefox, FirefoxOptions};
use askfirst_e2e::standin::StandIn;
use askfirst_e2e::wait;
use common::{dist, get};
use serde_json::{Value, json};
use std::time::Duration;

const BUTTON: &str = "askfirst-button";
const PATIENCE: Duration = Duration::from_secs(15);
/// A page with a tag and without a place of its own for a button.
const BARE: &str = "https://shop.test/calls";

/// Runs a function body of `root`, the button's closed root, as only a script of the extension can. Null where there is none.
async fn in_root(browser: &Firefox, tab: i64, body: &str) -> Value {
    let run = format!(
        "const [{{ result }}] = await browser.scripting.executeScript({{ target: {{ tabId: {tab} }}, func: () => {{
           const root = document.querySelector('{BUTTON}')?.openOrClosedShadowRoot;
           if (!root) return null;
           {body} }} }});
         return result"
    );
    browser.ext_eval(&run).await.expect("the root")
}

async fn wait_in_root(browser: &Firefox, tab: i64, expression: &str) -> Value {
    let body = format!("return {expression}");
    wait::until(expression, PATIENCE, || async {
        let value = in_root(browser, tab, &body).await;
        Ok((!value.is_null() && value != false).then_some(value))
    })
    .await
    .expect("the button")
}

/// Presses an element in the root with a real mouse.
async fn press(browser: &Firefox, tab: i64, selector: &str) {
    point(browser, tab, selector, &[json!({ "type": "pointerDown", "button": 0 }), json!({ "type": "pointerUp", "button": 0 })]).await;
}

/// Moves the mouse over a part of the button, and does there what is said.
async fn point(browser: &Firefox, tab: i64, selector: &str, then: &[Value]) {
    let middle = format!(
        "const {{ x, y, width, height }} = root.querySelector('{selector}').getBoundingClientRect();
         return [Math.round(x + width / 2), Math.round(y + height / 2)]"
    );
    let middle = in_root(browser, tab, &middle).await;
    let mut actions = vec![json!({ "type": "pointerMove", "duration": 0, "origin": "viewport", "x": middle[0], "y": middle[1] })];
    actions.extend_from_slice(then);
    browser.command("actions", json!({ "actions": [{ "type": "pointer", "id": "mouse", "actions": actions }] })).await.expect("the mouse");
}

async fn launch(web: &StandIn, with_extension: bool) -> Firefox {
    let options = FirefoxOptions::new(web.proxy_port());
    let options = if with_extension { options.with_extension(dist("firefox")) } else { options };
    Firefox::launch(options).await.expect("Firefox")
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_shows_the_button_too() {
    let web = StandIn::start().await.expect("the stand-in");
    // The control: none is the page's own.
    let control = launch(&web, false).await;
    control.goto(BARE).await.expect(BARE);
    control.wait_for("window.__lp?.started").await.expect("the tag");
    assert_eq!(get(&control, &format!("document.querySelector('{BUTTON}')")).await, json!(null));
    drop(control);

    let browser = launch(&web, true).await;
    browser.goto("https://shop.test/").await.expect("the shop");
    let tab = browser.browser_tab_id().await.expect("a tab");
    wait_in_root(&browser, tab, "root.querySelector('.box').checkVisibility() && root.host.parentNode.id === 'lpButtonDiv'").await;

    browser.goto(BARE).await.expect(BARE);
    wait_in_root(&browser, tab, "root.querySelector('.box').checkVisibility()").await;
    // Made once more under a policy that allows no styles of the page's.
    browser
        .eval(&format!(
            "document.querySelector('{BUTTON}').remove();
             const policy = document.createElement('meta');
             policy.httpEquiv = 'Content-Security-Policy';
             policy.content = \"default-src 'none'; style-src 'none'\";
             document.head.append(policy);"
        ))
        .await
        .expect("a policy");
    let again = format!(
        "const target = {{ tabId: {tab} }};
         await browser.scripting.executeScript({{ target, func: () => {{ globalThis.askFirstButton = false }} }});
         await browser.scripting.executeScript({{ target, files: ['placeholder.js'] }});"
    );
    browser.ext_eval(&again).await.expect("the script");
    wait_in_root(&browser, tab, "root.querySelector('.box').checkVisibility()").await;
    let look = "const { right, bottom, width } = root.querySelector('.box').getBoundingClientRect();
                return [getComputedStyle(root.querySelector('.mark')).backgroundColor, width,
                  Math.round(document.documentElement.clientWidth - right), Math.round(innerHeight - bottom)]";
    assert_eq!(in_root(&browser, tab, look).await, json!(["rgb(10, 104, 103)", 48, 16, 16]));

    // Dismissed for this page, it is there on the next; on this site, on none.
    point(&browser, tab, ".mark", &[]).await;
    wait_in_root(&browser, tab, "root.querySelector('.card').matches(':popover-open')").await;
    press(&browser, tab, "[data-scope=page]").await;
    browser.wait_for(&format!("!document.querySelector('{BUTTON}')")).await.expect("no button");
    browser.goto(BARE).await.expect(BARE);
    wait_in_root(&browser, tab, "root.querySelector('.box').checkVisibility()").await;
    point(&browser, tab, ".mark", &[]).await;
    wait_in_root(&browser, tab, "root.querySelector('.card').matches(':popover-open')").await;
    press(&browser, tab, "[data-scope=site]").await;
    browser.wait_for(&format!("!document.querySelector('{BUTTON}')")).await.expect("no button");
    let stored = "return (await browser.storage.local.get('placeholder')).placeholder ?? null";
    let kept =
        wait::until("the dismissal to be stored", PATIENCE, || async { Ok(browser.ext_eval(stored).await?.as_str().map(str::to_owned)) });
    assert_eq!(kept.await.expect("stored"), r#"{"version":1,"all":false,"sites":["shop.test"]}"#);
    browser.goto("https://shop.test/cart").await.expect("another page of it");
    let asked = format!(
        "const [{{ result }}] = await browser.scripting.executeScript({{ target: {{ tabId: {tab} }},
           func: () => browser.runtime.sendMessage({{ what: 'placeholder', since: performance.timeOrigin }}) }});
         return result"
    );
    assert_eq!(browser.ext_eval(&asked).await.expect("an answer"), json!({ "show": false }));

    // On another site one press starts the chat.
    browser.goto("https://bank.test/").await.expect("the bank");
    wait_in_root(&browser, tab, "root.querySelector('.mark').checkVisibility()").await;
    press(&browser, tab, ".mark").await;
    browser.wait_for(&format!("window.__lp?.drawn.length > 0 && !document.querySelector('{BUTTON}')")).await.expect("the chat");
}
