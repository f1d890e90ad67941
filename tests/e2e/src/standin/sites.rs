//! The sites a visitor goes to. Their pages are files under `site/`, for a person to read.

use axum::http::{HeaderName, header};

use super::log::Logged;
use super::reply::{self, Reply};
use super::{BANK_ACCOUNT, SHOP_ACCOUNT};
use crate::site;

/// The inline snippet, as a brand pastes it into its pages.
#[derive(Clone, Copy)]
pub(super) enum Snippet {
    /// Keeps what it finds on `window.lpTag`.
    V1_10,
    /// As 1.10.
    V1_8,
    /// As 1.5.
    V1_6,
    /// Overwrites `window.lpTag`.
    V1_5,
}

/// The shop under other kinds of names: addresses of numbers (of an IPv6 one the log keeps the bracket), one without a dot, one in
/// other letters.
const ANY_SHOP: [&str; 5] = ["127.0.0.1", "[", "localhost", "xn--bcher-kva.test", "de.xn--bcher-kva.test"];

/// The snippet's text for an account, and for the host that the site has the tag from, if that is its own.
pub(super) fn snippet(version: Snippet, account: &str, tag_host: Option<&str>) -> String {
    let (later, earlier) = (site!("snippet.js"), site!("snippet15.js"));
    let source = match version {
        Snippet::V1_10 => later.to_owned(),
        Snippet::V1_8 => later.replace("'1.10.0'", "'1.8.0'"),
        Snippet::V1_6 => earlier.replace("'1.5.1'", "'1.6.0'"),
        Snippet::V1_5 => earlier.to_owned(),
    };
    let own = tag_host.map_or("null".to_owned(), |host| format!("{{ domain: '{host}' }}"));
    source.replace("{{account}}", account).replace("'{{ovr}}'", &own)
}

/// The answer, if the host is one of these sites and has such a page.
pub(super) fn answer(host: &str, asked: &Logged) -> Option<Reply> {
    let path = asked.path.as_str();
    match host {
        "shop.test" => shop(path),
        "bank.test" | "www.bank.test" => bank(path),
        "news.test" if path == "/isolated" => Some(isolated()),
        "news.test" | "www.news.test" => (path == "/").then(|| reply::html(site!("news.html"))),
        "legacy.test" | "www.legacy.test" => (path == "/").then(|| reply::html(site!("legacy.html"))),
        "www.frames.test" => (path == "/inner").then(|| {
            let page = site!("frames-inner.html");
            page_with(page, Snippet::V1_10, SHOP_ACCOUNT, None)
        }),
        "www.liveperson.com" if path == "/" => {
            let mut page = agent();
            reply::cookie(&mut page, "lpcom_seen=1; Path=/; Max-Age=86400; Secure; SameSite=None");
            Some(page)
        }
        "authentication.liveperson.net" => (path == "/login").then(agent),
        _ if host.ends_with(".shop.test") || ANY_SHOP.contains(&host) => shop(path),
        _ => None,
    }
}

fn shop(path: &str) -> Option<Reply> {
    let tagged = |page, snippet| Some(page_with(page, snippet, SHOP_ACCOUNT, None));
    match path {
        "/" => tagged(site!("shop/index.html"), Snippet::V1_10),
        "/snippet15" => tagged(site!("shop/index.html"), Snippet::V1_5),
        "/cart" => tagged(site!("shop/cart.html"), Snippet::V1_10),
        "/calls" => tagged(site!("shop/calls.html"), Snippet::V1_10),
        "/plain" => tagged(site!("shop/plain.html"), Snippet::V1_10),
        "/frame" => tagged(site!("shop/frame.html"), Snippet::V1_10),
        "/kinds" => Some(reply::html(site!("shop/kinds.html"))),
        "/kinds-worker.js" => Some(reply::script(site!("shop/kinds-worker.js"))),
        _ => None,
    }
}

fn bank(path: &str) -> Option<Reply> {
    match path {
        "/" => Some(page_with(site!("bank/index.html"), Snippet::V1_10, BANK_ACCOUNT, Some("chat.bank.test"))),
        // The bank's own files, which only look like LivePerson's.
        "/tag/tag.js" => Some(reply::script(site!("bank/own-tag.js"))),
        "/api/js/main.js" => Some(reply::script(site!("bank/own-main.js"))),
        _ => None,
    }
}

/// A page without content that is alone in its process, where clocks are exact.
fn isolated() -> Reply {
    let mut reply = reply::html("<!doctype html><title>isolated</title><body>");
    reply::set(&mut reply, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    reply::set(&mut reply, HeaderName::from_static("cross-origin-embedder-policy"), "require-corp");
    reply
}

fn agent() -> Reply {
    page_with(site!("agent.html"), Snippet::V1_10, SHOP_ACCOUNT, None)
}

/// Fills a page's places: `{{errors}}` (a collector of uncaught errors), `{{style}}` (the shop's), `{{snippet}}`.
fn page_with(page: &str, version: Snippet, account: &str, tag_host: Option<&str>) -> Reply {
    let page = page
        .replace("{{style}}", site!("shop/style.css"))
        .replace("{{errors}}", site!("errors.js"))
        .replace("{{features}}", site!("shop/features.js"))
        .replace("{{snippet}}", &snippet(version, account, tag_host));
    let mut reply = reply::html(page);
    reply::set(&mut reply, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    reply
}
