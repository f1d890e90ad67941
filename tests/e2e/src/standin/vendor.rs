//! LivePerson's files: the tag, the account's configuration, the media, the old stack.

use serde_json::{Value, json};

use super::BANK_ACCOUNT;
use super::accounts;
use super::log::Logged;
use super::monitor::{CAMPAIGN, FIRST_ENGAGEMENT, ZONE};
use super::reply::{self, Reply};
use crate::site;

/// The version of the chat window.
const WINDOW: &str = "10.23.0-release_1";

/// The answer, if the host is LivePerson's (or lent to it) and the path one of theirs.
pub(super) fn answer(host: &str, asked: &Logged, revision: u32) -> Option<Reply> {
    if asked.is_liveperson() && asked.path.starts_with("/kinds/") {
        return kinds(asked);
    }
    match host {
        "chat.bank.test" | "lptag.liveperson.net" => tag(asked),
        "accdn.lpsnmedia.net" => configuration(asked, revision),
        "lpcdn.lpsnmedia.net" | "lpcdn.messaging.bank.test" => media(asked),
        "api.liveperson.net" => domains(asked),
        "www.liveperson.com" => (asked.path == "/logo.png").then(|| {
            let mut picture = reply::picture();
            reply::cookie(&mut picture, "lpcom_logo=1; Path=/; Max-Age=86400; Secure; SameSite=None");
            picture
        }),
        "static-assets.fs.liveperson.com" => (asked.path == "/brand/x.js").then(|| reply::script("window.__brandScript = true;")),
        _ => legacy(host, asked),
    }
}

fn tag(asked: &Logged) -> Option<Reply> {
    if asked.path == "/tag/tag.js" {
        return Some(reply::script(tag_script(&asked.param("site")?)));
    }
    let account = account_of(asked)?;
    if !asked.path.ends_with("/configuration/applications/taglets/.jsonp") {
        return None;
    }
    if asked.param("scp").as_deref() == Some("uw") {
        return Some(reply::script(site!("vendor/taglets/window-load.js")));
    }
    let taglets = [
        site!("vendor/taglets/load.js"),
        site!("vendor/taglets/monitor.js"),
        site!("vendor/taglets/renderer-stub.js"),
        site!("vendor/taglets/window-stub.js"),
    ];
    Some(reply::script(format!("window.lpTag._conf = {};\n{}", hosts(account), taglets.concat())))
}

/// The tag's own script for an account.
pub(super) fn tag_script(account: &str) -> String {
    let body = [site!("vendor/tag/core.js"), site!("vendor/tag/members.js"), site!("vendor/tag/start.js")].concat();
    format!("// The stand-in's tag for account {}.\n(function () {{\n{body}}})();\n", digits(account))
}

/// Where the account's services are: the bank has its own names for some.
fn hosts(account: &str) -> Value {
    let bank = account == BANK_ACCOUNT;
    let (media, monitor) =
        if bank { ("lpcdn.messaging.bank.test", "chat.bank.test") } else { ("lpcdn.lpsnmedia.net", "va.v.liveperson.net") };
    let (renderer, storage) =
        if bank { ("3.61.0-release_1396603402", "3.31.1-release_1465379762") } else { ("3.53.0-release_1", "3.19.0.0-release_5079") };
    let old = accounts::of(account).old_renderer;
    let renderer = if old { "3.26.0-release_903" } else { renderer };
    json!({
        "accountConfig": "accdn.lpsnmedia.net",
        "domains": "api.liveperson.net",
        "media": media,
        "monitor": monitor,
        "identity": "va.idp.liveperson.net",
        "messaging": "va.msg.liveperson.net",
        "renderer": renderer,
        // Renderers before 3.33 do not tell of an engagement before they make it.
        "tellsBefore": !old,
        "storage": storage,
        "window": WINDOW,
        // An account may keep its storage on the site's own origin alone.
        "storageFrame": !bank,
    })
}

fn configuration(asked: &Logged, revision: u32) -> Option<Reply> {
    let callback = asked.param("cb");
    let callback = callback.as_deref();
    let account = account_of(asked)?;
    let path = asked.path.as_str();
    if path.ends_with("/configuration/setting/accountproperties/") {
        let answer = json!([{ "id": "le.site.storage", "propertyValue": { "value": "firstParty" } }]);
        return Some(reply::jsonp(callback, &answer));
    }
    if path.ends_with("/configuration/le-campaigns/zones") {
        let answer = json!([{ "id": ZONE, "zoneValue": "#lpButtonDiv" }]);
        return Some(reply::jsonp(callback, &answer));
    }
    if path.ends_with("/configuration/domainprotection/refererrestrictions") {
        return Some(reply::jsonp(callback, &json!({ "whiteList": [] })));
    }
    if path.contains("/configuration/engagement-window/window-confs/") {
        return Some(reply::jsonp(callback, &json!({ "title": "Willow & Oak" })));
    }
    let (_, engagement) = path.split_once("/configuration/le-campaigns/campaigns/")?;
    let conf = engagement_of(account, engagement, revision)?;
    Some(reply::jsonp(callback, &conf))
}

/// The configuration of `<campaign>/engagements/<engagement>/revision/<revision>`; none for another revision than today's.
fn engagement_of(account: &str, path: &str, revision: u32) -> Option<Value> {
    let account = accounts::of(account);
    let kind = account
        .engagements
        .iter()
        .find(|kind| path == format!("{CAMPAIGN}/engagements/{}/revision/{revision}", FIRST_ENGAGEMENT + **kind))?;
    Some(json!({
        "id": FIRST_ENGAGEMENT + kind,
        "name": format!("Engagement of type {kind}"),
        "type": kind,
        "skillName": "Home",
        "windowId": 31_415,
        "timeout": account.timeout,
        "displayInstances": [{ "events": { "click": { "enabled": account.state == 1 } } }],
    }))
}

fn media(asked: &Logged) -> Option<Reply> {
    let (folder, file) = asked.path.trim_start_matches('/').split_once('/')?;
    match folder {
        "le_re" if ["overlay", "slider", "toaster", "peelingCorner"].iter().any(|format| file.ends_with(&format!("/jsv2/{format}.js"))) => {
            Some(reply::script(site!("vendor/overlay.js")))
        }
        "le_secure_storage" if file.ends_with("/storage.secure.min.js") => Some(reply::script(site!("vendor/storage.js"))),
        "le_secure_storage" if file.ends_with("/storage.secure.min.html") => Some(reply::html(site!("vendor/storage-frame.html"))),
        "le_unified_window" if file.ends_with("/desktopEmbedded.js") => Some(reply::script(
            [site!("vendor/window/talk.js"), site!("vendor/window/look.js"), site!("vendor/window/embedded.js")].concat(),
        )),
        "le_unified_window" if file.ends_with("/index.html") => {
            let scripts = [site!("vendor/window/talk.js"), site!("vendor/window/look.js"), site!("vendor/window/pop-out.js")].concat();
            Some(reply::html(site!("vendor/window/pop-out.html").replace("{{scripts}}", &scripts)))
        }
        _ => None,
    }
}

fn domains(asked: &Logged) -> Option<Reply> {
    account_of(asked)?;
    asked.path.ends_with("/service/baseURI.json").then(|| {
        reply::jsonp(asked.param("cb").as_deref(), &json!({ "baseURIs": [{ "service": "smt", "baseURI": "va.v.liveperson.net" }] }))
    })
}

/// One file of each kind that a browser can ask for; see `site/shop/kinds.html`.
fn kinds(asked: &Logged) -> Option<Reply> {
    match asked.path.as_str() {
        "/kinds/data.json" => Some(reply::json(&json!({ "ok": true }))),
        "/kinds/picture.svg" => Some(reply::picture()),
        "/kinds/beacon" => Some(reply::nothing()),
        "/kinds/font.ttf" => Some(reply::font()),
        "/kinds/silence.wav" => Some(reply::silence()),
        "/kinds/style.css" => Some(reply::css("#styled { width: 123px; }")),
        "/kinds/script.js" => Some(reply::script("window.__kindScript = true;")),
        // Keeps things under names that nobody has listed.
        "/kinds/unlisted.js" => Some(reply::script(site!("vendor/unlisted.js"))),
        "/kinds/module.js" => Some(reply::script("export const ok = true;")),
        "/kinds/in-worker.js" => Some(reply::script("self.imported = true;")),
        "/kinds/events" => Some(reply::events("data: ok\n\n")),
        "/kinds/frame.html" => Some(reply::html(
            "<!doctype html><title>frame</title><script>parent.postMessage('kinds-frame:' + location.search, '*')</script>",
        )),
        _ => None,
    }
}

/// The stack before 2013: HumanClick, mTag, and the company Contact At Once.
fn legacy(host: &str, asked: &Logged) -> Option<Reply> {
    let cmd = asked.param("cmd");
    let file = asked.param("file");
    match host {
        "server.iad.liveperson.net" if file.as_deref() == Some("chatScript3") => Some(reply::script(site!("vendor/legacy.js"))),
        "server.iad.liveperson.net" if file.as_deref() == Some("visitorWantsToChat") => Some(reply::html(site!("vendor/legacy-chat.html"))),
        "sales.liveperson.net" if cmd.is_some() => Some(reply::picture()),
        "hc2.humanclick.com" => Some(reply::picture()),
        "www.contactatonce.com" | "tag.contactatonce.co.uk" => Some(reply::script("window.__contactAtOnce = true;")),
        _ => None,
    }
}

/// The account number in the path.
fn account_of(asked: &Logged) -> Option<&str> {
    accounts::number_in(&asked.path)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
