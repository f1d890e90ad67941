//! The conversation in *Chat only*: it goes on over pages, names nobody, and when it is over nothing of it is left.
#![cfg(test)]

mod common;

#[path = "common/chats.rs"]
mod chats;
#[path = "common/lives.rs"]
mod lives;

use std::collections::BTreeSet;
use std::time::Duration;

use askfirst_e2e::browser::{Chromium, Tab};
use askfirst_e2e::standin::{Kind, Logged};
use askfirst_e2e::wait;
use chats::{BUTTON, ask_for_the_chat, chat_is, monitored, open, say};
use common::{dist, get, guarded, kept, set_mode, unguarded, view_when};
use lives::Lives;
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(15);
const RESUMED: &str = "window.__lp && window.__lp.states.includes('resume') && window.__lp.chat === 'open'";

/// Waits until nothing of LivePerson's is left, in the page's own storage and among the cookies.
async fn nothing_is_left(browser: &Chromium, what: &str) {
    let left = wait::until("nothing to be left", PATIENCE, || async { Ok(kept(browser).await.is_empty().then_some(())) }).await;
    if left.is_err() {
        panic!("{what}: {:?}", kept(browser).await);
    }
}

/// Whether any message of a conversation names the visitor, or the visit.
fn names_anyone(log: &[Logged]) -> bool {
    log.iter().filter(|one| one.kind == Kind::Message).any(|one| {
        let message: Value = serde_json::from_str(&one.body).expect("JSON");
        let context = &message["body"]["conversationContext"];
        !context["visitorId"].is_null() || !context["sessionId"].is_null()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_goes_on_over_pages_and_leaves_nothing() {
    let (web, control) = unguarded().await;
    chats::drawn(&control, "https://one.test/form", json!([1, 5])).await;
    control.click(BUTTON).await.expect("the button");
    chat_is(&control, "open").await;
    say(&control, "Is the lamp in stock?").await;
    assert!(names_anyone(&web.log()), "the control says who it is");
    say(&control, "bye").await;
    chat_is(&control, "ended").await;
    let left = kept(&control).await;
    assert!(left.contains("cookie LPVID") && left.contains("indexedDB LPSecureStorage"), "the control keeps: {left:?}");
    drop((web, control));

    let (web, browser) = guarded().await;
    let tab = ask_for_the_chat(&browser, "https://one.test/form").await;
    chat_is(&browser, "open").await;
    browser.type_into("#name", "Ada").await.expect("typing");
    say(&browser, "Is the lamp in stock?").await;
    view_when(&browser, tab, |view| view["chat"]["state"] == "open").await;
    assert_eq!(get(&browser, "document.querySelector('#name').value").await, "Ada");
    // A reload; minimised; the next page, also with the worker stopped.
    browser.reload().await.expect("a reload");
    browser.wait_for(RESUMED).await.expect("the conversation");
    browser.click("#lpChat .lp_minimize").await.expect("minimising");
    browser.wait_for("lpTag.events.hasFired('lpUnifiedWindow', 'minimized').length").await.expect("the event");
    browser.stop_worker().await.expect("stopping");
    browser.click("#next").await.expect("the next page");
    browser.wait_for(RESUMED).await.expect("the conversation");
    assert_eq!(get(&browser, "document.querySelector('#lpChat').classList.contains('lp_minimized')").await, true);
    browser.click("#lpChat .lp_minimize").await.expect("showing");
    say(&browser, "And the bowl?").await;
    assert!(!names_anyone(&web.log()));
    assert_eq!(monitored(&web.log()).len(), 2);
    assert!(web.log_to_liveperson().iter().all(|one| one.cookie.is_none()), "no cookie was sent");
    let view = view_when(&browser, tab, |view| view["chat"]["state"] == "open").await;
    let roles: Vec<&str> = view["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .filter(|group| group["sent"] != 0)
        .filter_map(|group| group["role"].as_str())
        .collect();
    assert!(roles.contains(&"messaging"), "what was sent is said: {roles:?}");

    // The agent ends it.
    say(&browser, "bye").await;
    chat_is(&browser, "ended").await;
    view_when(&browser, tab, |view| view["chat"]["state"] == "ended").await;
    nothing_is_left(&browser, "after the end").await;
    browser.reload().await.expect("a reload");
    browser.wait_for("window.__lp?.drawn.length === 1").await.expect("the button");
    assert_eq!(get(&browser, "window.__lp.states").await, json!([]), "it is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_a_tab_that_is_closed() {
    let (_web, browser) = guarded().await;
    open(&browser, "https://one.test/").await;
    let first = browser.tab().await.expect("a tab");
    let second = browser.new_tab().await.expect("a tab");
    let tab = ask_for_the_chat(&browser, "https://one.test/").await;
    // However long the mode lasts.
    set_mode(&browser, tab, "chat").await;
    chat_is(&browser, "open").await;
    say(&browser, "Hello").await;
    browser.eval("document.cookie = 'LPSID-20000001=talking; path=/'").await.expect("a session cookie of the chat's");
    assert!(kept(&browser).await.contains("cookie LPSID-20000001"), "it serves the chat");
    browser.close(&second, &first).await.expect("closing");
    nothing_is_left(&browser, "after the tab").await;
}

/// Opens the chat's own window, and goes there; gives the tab of the page and that of the window.
async fn pop_out(browser: &Chromium) -> (Tab, Tab) {
    let page = browser.tab().await.expect("a tab");
    browser.click("#lpChat [data-lp-point=popout]").await.expect("the button");
    let window = wait::until("the window", PATIENCE, || async { Ok(browser.tabs().await?.into_iter().find(|tab| *tab != page)) });
    let window = window.await.expect("a window");
    browser.switch(&window).await.expect("the window");
    browser
        .wait_for("location.href.includes('le_unified_window') && window.__lp?.chat === 'open' && window.__lp.watched !== null")
        .await
        .expect("the chat");
    (page, window)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chats_own_window_is_treated_as_the_page_that_opened_it() {
    let lasting = |cookies: Vec<askfirst_e2e::browser::Cookie>| -> Vec<String> {
        cookies.into_iter().filter(|one| one.expires.is_some() && one.domain.contains("lpsnmedia")).map(|one| one.name).collect()
    };
    let (_web, control) = unguarded().await;
    chats::drawn(&control, "https://one.test/", json!([1, 5])).await;
    control.click(BUTTON).await.expect("the button");
    chat_is(&control, "open").await;
    pop_out(&control).await;
    assert_eq!(get(&control, "window.__lp.watched").await, true, "the control goes on watching");
    assert_eq!(lasting(control.cookies().await.expect("cookies")), ["LPCID-20000001"]);
    drop(control);

    let (web, browser) = guarded().await;
    ask_for_the_chat(&browser, "https://one.test/").await;
    chat_is(&browser, "open").await;
    web.clear_log();
    let (page, window) = pop_out(&browser).await;
    say(&browser, "Can you hear me here?").await;
    assert_eq!(get(&browser, "window.__lp.watched").await, false);
    assert_eq!(lasting(browser.cookies().await.expect("cookies")), [""; 0]);
    assert_eq!(browser.local_storage().await.expect("storage"), json!({}));
    assert!(!names_anyone(&web.log()) && monitored(&web.log()).is_empty(), "{:?}", web.log());
    assert!(web.log_to_liveperson().iter().all(|one| one.cookie.is_none()));
    // It goes on without the page that opened it, and leaves nothing.
    browser.close(&page, &window).await.expect("closing the page");
    say(&browser, "And now?").await;
    browser.reload().await.expect("a reload");
    browser.wait_for("window.__lp?.chat === 'open'").await.expect("the chat");
    assert!(kept(&browser).await.contains("cookie LPCID-20000001"), "it serves the window");
    let last = browser.new_tab().await.expect("a tab");
    open(&browser, "https://news.test/").await;
    browser.close(&window, &last).await.expect("closing the window");
    nothing_is_left(&browser, "after the window").await;
    drop((web, browser));

    // Where all is allowed it is left alone.
    let (_web, browser) = guarded().await;
    open(&browser, "https://one.test/").await;
    let tab = browser.chrome_tab_id().await.expect("a tab");
    set_mode(&browser, tab, "allow").await;
    chats::drawn(&browser, "https://one.test/", json!([1, 5])).await;
    browser.click(BUTTON).await.expect("the button");
    chat_is(&browser, "open").await;
    pop_out(&browser).await;
    assert_eq!(get(&browser, "window.__lp.watched").await, true);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_id_of_an_earlier_visit_is_sent() {
    // Without the extension, then a restart: the visit before is known again.
    let lives = Lives::new().await;
    let before = lives.begin(None).await;
    chats::drawn(&before, "https://one.test/", json!([1, 5])).await;
    before.click(BUTTON).await.expect("the button");
    chat_is(&before, "open").await;
    say(&before, "Hello").await;
    let ids: BTreeSet<String> = [get(&before, "window.__lp.vid").await, get(&before, "window.__lp.sid").await]
        .iter()
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect();
    assert_eq!(ids.len(), 2);
    before.quit().await.expect("the end");
    let carries =
        |log: &[Logged]| log.iter().any(|one| ids.iter().any(|id| format!("{one} {:?} {}", one.cookie, one.body).contains(id.as_str())));
    lives.web.clear_log();
    let control = lives.begin(None).await;
    chats::drawn(&control, "https://one.test/next", json!([1, 5])).await;
    assert!(carries(&lives.web.log_to_liveperson()), "the control is known again");
    control.quit().await.expect("the end");

    lives.web.clear_log();
    let browser = lives.begin(Some(&dist("chromium"))).await;
    ask_for_the_chat(&browser, "https://one.test/").await;
    chat_is(&browser, "open").await;
    say(&browser, "Hello again").await;
    browser.reload().await.expect("a reload");
    browser.wait_for(RESUMED).await.expect("the conversation");
    assert!(!carries(&lives.web.log_to_liveperson()), "{:?}", lives.web.log_to_liveperson());
}
