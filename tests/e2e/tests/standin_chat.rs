//! Control runs of the chat: without the extension each of the stand-in's sites draws, watches, keeps, opens and resumes as its
//! line in README says. A test that something of it was held back would prove nothing otherwise.
#![cfg(test)]

mod common;

#[path = "common/chats.rs"]
mod chats;

use std::time::Duration;

use askfirst_e2e::standin::Logged;
use chats::{BUTTON, chat_is, drawn, open, said, say, told};
use common::{get, unguarded};
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread")]
async fn each_account_draws_what_it_has() {
    let (_web, browser) = unguarded().await;
    drawn(&browser, "https://one.test/", json!([1, 5])).await;
    drawn(&browser, "https://several.test/", json!([0, 1, 2, 3, 5, 6])).await;
    // The formats that come by themselves go by themselves; the others stay.
    browser.wait_for("window.__lp.timedOut.length === 3").await.expect("the invitations to go");
    assert_eq!(get(&browser, "window.__lp.timedOut").await, json!([0, 1, 2]));
    assert_eq!(get(&browser, "document.querySelectorAll('.LPMcontainer').length").await, 3);
    assert_eq!(
        get(&browser, "lpTag.events.hasFired('LP_OFFERS', 'OFFER_TIMEOUT').map(({ data }) => data.engagementType)").await,
        json!([0, 1, 2])
    );
    drawn(&browser, "https://sticky.test/", json!([6])).await;
    drawn(&browser, "https://inviting.test/", json!([1])).await;
    drawn(&browser, "https://manager.test/", json!([1, 5])).await;
    // Nobody is there: the buttons say so, and open nothing.
    drawn(&browser, "https://noagent.test/", json!([5, 6])).await;
    assert_eq!(get(&browser, "lpTag.events.hasFired('LP_OFFERS', 'OFFER_DISPLAY').map(({ data }) => data.state)").await, json!([2, 2]));
    assert_eq!(
        get(&browser, "[lpTag.taglets.rendererStub.click(900005), lpTag.taglets.rendererStub.getEngagementState(900005)]").await,
        json!([false, 2])
    );
    open(&browser, "https://empty.test/").await;
    browser.wait_for("window.__lp.sent.ip > 0").await.expect("a visit");
    assert_eq!(get(&browser, "document.querySelectorAll('.LPMcontainer').length").await, 0);
    // The renderer says before what it makes, unless it is old; who heard it may stop it.
    const STOP: &str = "lpTag.events.bind('RENDERER_STUB', 'BEFORE_CREATE_ENGAGEMENT_INSTANCE', (one) => { if (one.conf.type === 1) one.skipRendererStubInstantiation = true; })";
    for (url, types) in [("https://one.test/", json!([5])), ("https://old.test/", json!([1, 5, 6]))] {
        let source = json!({ "source": format!("addEventListener('DOMContentLoaded', () => {{ {STOP} }})") });
        let added = browser.cdp("Page.addScriptToEvaluateOnNewDocument", source).await.expect("a listener");
        drawn(&browser, url, types).await;
        browser.cdp("Page.removeScriptToEvaluateOnNewDocument", added).await.expect("no listener");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn snippets_policies_frames_and_views() {
    let (web, browser) = unguarded().await;
    for version in ["1.5.1", "1.6.0", "1.8.0", "1.10.0"] {
        drawn(&browser, &format!("https://snippets.test/{version}"), json!([1, 5])).await;
        assert_eq!(get(&browser, "lpTag._v").await, version);
    }
    for policy in ["nonce", "types"] {
        drawn(&browser, &format!("https://csp.test/{policy}"), json!([1, 5])).await;
        browser.click(BUTTON).await.expect("the button");
        chat_is(&browser, "open").await;
        say(&browser, "Is it safe?").await;
        let escaped = "(() => { const s = document.createElement('script'); try { s.src = 'https://news.test/x.js'; return s.src } catch { return 'refused' } })()";
        let expected = if policy == "types" { "refused" } else { "https://news.test/x.js" };
        assert_eq!(get(&browser, escaped).await, expected);
    }
    for frame in ["own", "same", "cross"] {
        open(&browser, &format!("https://framed.test/{frame}")).await;
        browser.wait_for("window.__frame?.lp?.drawn.length === 2").await.expect(frame);
        browser.enter_frame("#desk").await.expect("the frame");
        browser.click(BUTTON).await.expect("the button");
        chat_is(&browser, "open").await;
        say(&browser, "Hello from a frame").await;
        browser.leave_frames().await.expect("the page");
    }
    drawn(&browser, "https://spa.test/", json!([1, 5])).await;
    web.clear_log();
    browser.click("#go").await.expect("the other view");
    let log = web.wait_for("a second page", PATIENCE, |log| told(log, "pl") > 0).await.expect("the log");
    let start = log.iter().find(|one| one.param("t").as_deref() == Some("sp")).expect("a start");
    assert_eq!(start.param("u").as_deref(), Some("https://spa.test/view-1"));
    assert_eq!(get(&browser, "window.__lp.drawn").await, json!([1, 5]), "what is there stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_goes_on_over_pages_and_ends() {
    let (web, browser) = unguarded().await;
    drawn(&browser, "https://one.test/form", json!([1, 5])).await;
    browser.type_into("#name", "Ada").await.expect("typing");
    browser.click(BUTTON).await.expect("the button");
    chat_is(&browser, "open").await;
    assert_eq!(get(&browser, "window.__lp.clicked").await, json!([{ "type": 5, "isActivated": true }]));
    let before = web.log();
    assert!(!said(&before).contains(&"cm.ConsumerRequestConversation".to_owned()), "nothing is begun before something is said");
    say(&browser, "Is the lamp in stock?").await;
    assert_eq!(
        said(&web.log()),
        [
            "GetClock",
            "InitConnection",
            "userprofile.GetUserProfile",
            "brandprofile.GetBrandProfile",
            "cqm.SubscribeExConversations",
            "cm.ConsumerRequestConversation",
            "ms.SubscribeMessagingEvents",
            "ms.PublishEvent"
        ]
    );
    let log = web.log();
    let request = log.iter().find(|one| one.body.contains("cm.ConsumerRequestConversation")).expect("a conversation");
    assert!(request.body.contains("visitorId") && request.body.contains("sessionId"), "{}", request.body);
    let posts: Vec<&Logged> = log.iter().filter(|one| one.host == "va.idp.liveperson.net" && one.method == "POST").collect();
    assert_eq!(posts.len(), 2, "{posts:?}");
    // One comes through the frame of that host, the other from the page.
    assert_eq!(posts[0].origin.as_deref(), Some("https://va.idp.liveperson.net"));
    assert_eq!((posts[1].origin.as_deref(), posts[1].lp_url.as_deref()), (Some("https://one.test"), Some("https://one.test/form")));
    assert_eq!(get(&browser, "document.getElementById('name').value").await, "Ada");

    // It survives a reload, and follows to the next page, minimised as it was.
    browser.reload().await.expect("a reload");
    let resumed =
        "window.__lp && window.__lp.states.join() === 'resume,chatting' && window.__lp.heard.includes('You said: Is the lamp in stock?')";
    browser.wait_for(resumed).await.expect("the conversation");
    browser.click("#lpChat .lp_minimize").await.expect("minimising");
    browser.wait_for("lpTag.events.hasFired('lpUnifiedWindow', 'minimized').length").await.expect("the event");
    browser.click("#next").await.expect("the next page");
    browser.wait_for(resumed).await.expect("the conversation");
    assert_eq!(get(&browser, "document.querySelector('#lpChat').classList.contains('lp_minimized')").await, true);
    assert_eq!(get(&browser, "window.__lp.clicked").await, json!([]), "without another press");
    browser.click("#lpChat .lp_minimize").await.expect("showing");
    web.clear_log();
    say(&browser, "And the bowl?").await;
    assert!(!said(&web.log()).contains(&"cm.ConsumerRequestConversation".to_owned()), "the same conversation");

    // The agent ends it; what it kept is kept for the next time, but not the conversation.
    say(&browser, "bye").await;
    chat_is(&browser, "ended").await;
    browser.wait_for("window.__lp.states.at(-1) === 'ended'").await.expect("the event");
    browser.click("#lpChat [data-lp-point=close]").await.expect("closing");
    browser
        .wait_for("lpTag.events.hasFired('lpUnifiedWindow', 'windowClosed').length && !document.querySelector('#lpChat')")
        .await
        .expect("closed");
    let kept = browser.indexed_dbs().await.expect("databases");
    let kept = kept["LPSecureStorage"]["lpSS"].as_object().expect("a store").keys().cloned().collect::<Vec<_>>();
    assert!(kept.contains(&"20000001-unAuthJWT".to_owned()) && !kept.contains(&"20000001lpMessaging-20000001".to_owned()), "{kept:?}");
    web.clear_log();
    browser.reload().await.expect("a reload");
    browser.wait_for("window.__lp && window.__lp.sent.ip > 0").await.expect("a visit");
    assert_eq!(get(&browser, "window.__lp.states").await, json!([]), "it is over");
    let start = web.log().into_iter().find(|one| one.param("t").as_deref() == Some("sp")).expect("a start");
    assert!(start.param("identities").is_some_and(|who| who.contains("stand-in.jwt")), "the consumer is told of afterwards");

    // The visitor ends the next; who it is was kept.
    browser.click(BUTTON).await.expect("the button");
    chat_is(&browser, "open").await;
    assert!(!web.log().iter().any(|one| one.path.ends_with("/anonymous/authorize")), "known from before");
    say(&browser, "Me again").await;
    browser.click("#lpChat [data-lp-point=close]").await.expect("closing");
    chat_is(&browser, "closed").await;
    assert_eq!(get(&browser, "window.__lp.states").await, json!(["initialised", "chatting", "ended"]));
    web.wait_for("the end", PATIENCE, |log| log.iter().any(|one| one.body.contains("cm.UpdateConversationField"))).await.expect("the log");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chat_in_a_window_of_its_own() {
    let (web, browser) = unguarded().await;
    drawn(&browser, "https://one.test/", json!([1, 5])).await;
    let page = browser.tab().await.expect("a tab");
    browser.click(BUTTON).await.expect("the button");
    chat_is(&browser, "open").await;
    browser.click("#lpChat [data-lp-point=popout]").await.expect("the button");
    chat_is(&browser, "closed").await;
    let tabs = browser.tabs().await.expect("tabs");
    let window = tabs.iter().find(|tab| **tab != page).expect("a window");
    browser.switch(window).await.expect("the window");
    chat_is(&browser, "open").await;
    let url = browser.url().await.expect("an address");
    assert!(url.starts_with("https://lpcdn.lpsnmedia.net/le_unified_window/10.23.0-release_1/index.html?lpUnifiedWindowConfig="), "{url}");
    say(&browser, "Can you hear me here?").await;
    // It keeps things on its own host, and goes on watching.
    let cookies = browser.cookies().await.expect("cookies");
    assert!(cookies.iter().any(|one| one.name == "LPCID-20000001" && one.domain == "lpcdn.lpsnmedia.net"), "{cookies:?}");
    assert!(browser.local_storage().await.expect("storage")["20000001-lpuw"].is_string());
    browser.wait_for("window.__lp.watched === true").await.expect("the report");
    let log = web.log();
    assert!(log.iter().any(|one| one.origin.as_deref() == Some("https://lpcdn.lpsnmedia.net")
        && one.param("t").as_deref() == Some("ip")
        && one.param("vid").is_some()));
    say(&browser, "bye").await;
    chat_is(&browser, "ended").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chats_that_nobody_asked_for_and_chats_that_were() {
    let (web, browser) = unguarded().await;
    for (path, kind) in [("", 1), ("offer", 1), ("dom", 1)] {
        open(&browser, &format!("https://scripted.test/{path}")).await;
        chat_is(&browser, "open").await;
        assert_eq!(get(&browser, "window.__opened").await, true);
        assert_eq!(get(&browser, "window.__lp.clicked").await, json!([{ "type": kind, "isActivated": false }]), "{path}");
    }
    for path in ["", "de", "marked"] {
        web.clear_log();
        open(&browser, &format!("https://reactive.test/{path}")).await;
        browser.click("#other").await.expect("something else");
        assert_eq!(get(&browser, "typeof window.lpTag").await, "undefined");
        assert!(web.log_to_liveperson().is_empty());
        browser.click("#ask").await.expect("the page's own control");
        chat_is(&browser, "open").await;
        assert!(told(&web.log(), "pl") > 0);
    }
    web.clear_log();
    open(&browser, "https://reactive.test/interaction").await;
    assert!(web.log_to_liveperson().is_empty());
    browser.click("#other").await.expect("anything");
    browser.wait_for("window.__lp && window.__lp.drawn.length === 2").await.expect("the tag");
}
