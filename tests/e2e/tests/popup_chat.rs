//! What the popup says of a page's chat in a real Chromium, told by a stand-in for the background: every state of the chat, how the
//! page came to it, the choice that is in force, and what is asked of the background at each press.
#![cfg(test)]

mod common;

use askfirst::catalogue::Role;
use askfirst::chat::{ChatState, ChatView, Deployment};
use askfirst::explain::{GroupView, PageKind, Verdict, View};
use askfirst::placeholder::Dismissed;
use askfirst::policy::{Lasts, Mode};
use askfirst_e2e::browser::{Chromium, Popup};
use common::{guarded, violations};
use serde_json::{Value, json};

/// The tab that the popup is told of: none of the browser's.
const TAB: i64 = 424_242;
const LONG: &str = "a-very-long-name-of-a-site.with-many-labels.and-an-unusually-long-one-in-the-middle.shop.example";

fn view(state: ChatState, mode: Mode, lasts: Option<Lasts>) -> View {
    let mut view = View::without_visit(PageKind::Web, Some("shop.example".to_owned()), mode, None);
    (view.lasts, view.until) = (lasts, (lasts == Some(Lasts::Day)).then_some(1_800_000_000_000.0));
    view.chat = Some(ChatView { state, deployment: Some(Deployment::OnLoad) });
    let group = |role, sent, blocked| GroupView { role, need: None, tried: 3, blocked, sent, first: 1.0, last: 2.0, services: Vec::new() };
    view.blocked = 3;
    view.groups = if mode == Mode::Chat {
        view.verdict = Verdict::Chat;
        vec![group(Role::Monitoring, 0, 3), group(Role::Tag, 2, 0), group(Role::Identity, 2, 0), group(Role::Messaging, 1, 0)]
    } else {
        view.verdict = Verdict::HeldBack;
        vec![group(Role::Tag, 0, 3)]
    };
    view
}

async fn told(browser: &Chromium, view: &View) -> Popup {
    let answer = format!("return window.__view ?? {}", json!(view));
    let popup = browser.popup_told(TAB, &answer).await.expect("the popup");
    popup.wait_for("document.body.dataset.state !== 'loading'").await.expect("a state");
    popup
}

/// The background has stored something of the tab, and answers with another view from now on.
async fn becomes(popup: &Popup, view: &View) {
    let told = format!("window.__view = {}; await chrome.storage.session.set({{ 'tab:{TAB}': String(Math.random()) }})", json!(view));
    popup.eval(&told).await.expect("a change");
}

async fn talk(popup: &Popup) -> Value {
    popup
        .eval(
            "const shown = (id) => { const it = document.getElementById(id); return it.checkVisibility() ? it.textContent.trim() : null };
             return ['start-chat', 'talk-text', 'talk-reload', 'talk-why'].map(shown)",
        )
        .await
        .expect("what is said of the chat")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_of_a_chat_is_said_and_accessible_in_both_schemes() {
    use ChatState::{Ended, Failed, Held, NoAgent, Offered, Open, Starting, Unreachable};
    for dark in [false, true] {
        let (_web, browser) = common::guarded_in(dark).await;
        for (state, mode, lasts, button, says) in [
            (Held, Mode::Ask, None, Some("Start chat"), "The chat of this site, without invitations, monitoring and ids."),
            (Starting, Mode::Chat, Some(Lasts::Tab), Some("Starting…"), "It starts in the page as it stands"),
            (Offered, Mode::Chat, Some(Lasts::Tab), None, "The chat is ready"),
            (Open, Mode::Chat, Some(Lasts::Day), None, "Your conversation is open"),
            (Ended, Mode::Chat, Some(Lasts::Browser), Some("Start chat"), "Your conversation is over"),
            (NoAgent, Mode::Chat, Some(Lasts::Always), Some("Try again"), "There is nobody to chat with now"),
            (Unreachable, Mode::Chat, Some(Lasts::Tab), Some("Try again"), "LivePerson’s servers do not answer"),
            (Failed, Mode::Chat, Some(Lasts::Tab), Some("Start chat"), "The chat did not start within 15 seconds"),
        ] {
            let mut view = view(state, mode, lasts);
            view.site = Some(LONG.to_owned());
            view.button_off = Some(Dismissed::All);
            let popup = told(&browser, &view).await;
            let said = talk(&popup).await;
            assert_eq!(said[0].as_str(), button, "{state:?}");
            assert!(said[1].as_str().is_some_and(|text| text.starts_with(says)), "{state:?}: {said}");
            assert_eq!(said[2].as_str(), (state == Failed).then_some("Reload page"), "{state:?}");
            assert_eq!(violations(&popup).await, json!([]), "{state:?}");
            // As wide as a popup, and as narrow as one at twice the size.
            for width in [380, 200] {
                popup
                    .cdp(
                        "Emulation.setDeviceMetricsOverride",
                        json!({ "width": width, "height": 600, "deviceScaleFactor": 1, "mobile": false }),
                    )
                    .await
                    .expect("a width");
                let wide = popup.eval("return document.documentElement.scrollWidth - document.documentElement.clientWidth").await;
                assert_eq!(wide.expect("widths"), 0, "{state:?}: nothing stands out at the side of {width}");
            }
            popup.close().await.expect("closing");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_asks_for_the_chat_once_and_its_way_is_followed() {
    let (_web, browser) = guarded().await;
    let popup = told(&browser, &view(ChatState::Held, Mode::Ask, None)).await;
    let asked = "return window.__asked.filter(({ what }) => what !== 'view')";
    for (how, why) in [
        (Deployment::OnLoad, "by itself while it was loading"),
        (Deployment::OnInteraction, "That is not asking"),
        (Deployment::ReactiveLabel, "labelled as chat. That counts as asking"),
        (Deployment::ReactiveMark, "marked as LivePerson’s chat. That counts as asking"),
    ] {
        let mut next = view(ChatState::Held, Mode::Ask, None);
        next.chat = Some(ChatView { state: ChatState::Held, deployment: Some(how) });
        becomes(&popup, &next).await;
        popup.wait_for(&format!("document.querySelector('#talk-why').textContent.includes('{why}')")).await.expect(why);
    }
    // The background takes its time; whoever is impatient has asked all the same only once.
    popup.eval(&format!("window.__view = {}", json!(view(ChatState::Starting, Mode::Chat, Some(Lasts::Tab))))).await.expect("an answer");
    popup.click("#start-chat").await.expect("a press");
    popup.wait_for("document.querySelector('#start-chat').getAttribute('aria-disabled') === 'true'").await.expect("it waits");
    popup.click("#start-chat").await.expect("a press");
    popup
        .wait_for("document.querySelector('#in-force').textContent === 'In force in this tab until you close it.'")
        .await
        .expect("the mode");
    assert_eq!(popup.eval(asked).await.expect("questions"), json!([{ "what": "start-chat", "tab": TAB }]));
    assert_eq!(popup.eval("return document.activeElement.id").await.expect("focus"), "start-chat", "the focus stays while it waits");
    becomes(&popup, &view(ChatState::Offered, Mode::Chat, Some(Lasts::Tab))).await;
    popup.wait_for("!document.querySelector('#start-chat').checkVisibility()").await.expect("no button");
    assert_eq!(popup.eval("return document.activeElement.id").await.expect("focus"), "talk-text", "where the reading goes on");
    let heard = "document.querySelector('#live').textContent.includes('The chat is ready')";
    popup.wait_for(heard).await.expect("a screen reader says so");
    becomes(&popup, &view(ChatState::Ended, Mode::Chat, Some(Lasts::Tab))).await;
    popup.wait_for("document.querySelector('#start-chat').textContent.trim() === 'Start chat'").await.expect("it can be had again");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choice_says_what_is_in_force_and_how_long() {
    let (_web, browser) = guarded().await;
    let popup = told(&browser, &view(ChatState::Open, Mode::Chat, Some(Lasts::Day))).await;
    let now = "const text = (id) => document.getElementById(id).textContent;
               return [document.querySelector('[name=mode]:checked').value, document.querySelector('#lasts').value, text('in-force').replace(/\\s/gu, ' ')]";
    assert_eq!(popup.eval(now).await.expect("the choice"), json!(["chat", "day", "In force until Jan 15, 2027, 8:00 AM."]));
    let said = popup.text().await.expect("text");
    for sentence in [
        "The chat you asked for is here. Invitations, monitoring and lasting identifiers were held back.",
        "What was sent, and what was held back",
        "Your conversation",
        "The identity of your conversation",
    ] {
        assert!(said.contains(sentence), "{sentence} in {said}");
    }
    // Every press says all of the choice.
    let asked = "window.__asked.filter(({ what }) => what !== 'view')";
    popup
        .eval("const list = document.querySelector('#lasts'); list.value = 'browser'; list.dispatchEvent(new Event('change'))")
        .await
        .expect("a choice");
    popup.wait_for(&format!("{asked}.length === 1")).await.expect("a question");
    popup.eval(&format!("window.__view = {}", json!(view(ChatState::Held, Mode::Ask, None)))).await.expect("an answer");
    popup.click("#mode-ask").await.expect("a press");
    popup.wait_for("!document.querySelector('#lasts').checkVisibility()").await.expect("the default has no end");
    let expected = json!([
        { "what": "set-mode", "tab": TAB, "mode": "chat", "lasts": "browser" },
        { "what": "set-mode", "tab": TAB, "mode": "ask", "lasts": "day" },
    ]);
    assert_eq!(popup.eval(&format!("return {asked}")).await.expect("questions"), expected);
    // The way back of whoever has had enough of the button on pages.
    let mut off = view(ChatState::Held, Mode::Ask, None);
    off.button_off = Some(Dismissed::Site);
    becomes(&popup, &off).await;
    popup
        .wait_for("document.querySelector('#button-off-text').textContent === 'The chat button is off on this site.'")
        .await
        .expect("the line");
    popup.eval(&format!("window.__view = {}", json!(view(ChatState::Held, Mode::Ask, None)))).await.expect("an answer");
    popup.click("#button-on").await.expect("a press");
    popup.wait_for("!document.querySelector('#button-off').checkVisibility()").await.expect("it is on");
    assert_eq!(popup.eval(&format!("return {asked}.at(-1)")).await.expect("questions"), json!({ "what": "restore-button", "tab": TAB }));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_chat_starts_for_ever() {
    let (_web, browser) = guarded().await;
    let popup = told(&browser, &view(ChatState::Starting, Mode::Chat, Some(Lasts::Tab))).await;
    assert_eq!(talk(&popup).await[0], "Starting…");
    // Nobody says anything more. Seventeen seconds pass at once.
    popup.eval("const now = Date.now; Date.now = () => now() + 18_000").await.expect("time");
    becomes(&popup, &view(ChatState::Starting, Mode::Chat, Some(Lasts::Tab))).await;
    popup.wait_for("document.querySelector('#talk').dataset.talk === 'failed'").await.expect("it did not start");
    let said = talk(&popup).await;
    assert_eq!(json!([said[0], said[2]]), json!(["Start chat", "Reload page"]));
}
