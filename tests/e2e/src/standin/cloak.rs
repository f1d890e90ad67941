//! A shop that serves LivePerson's tag itself, on paths that no list can know: only the page gives it away.

use super::SHOP_ACCOUNT;
use super::log::Logged;
use super::reply::{self, Reply};
use super::vendor::tag_script;
use crate::site;

/// The answer, if the host is this shop's.
pub(super) fn answer(host: &str, asked: &Logged) -> Option<Reply> {
    if host != "cloak.test" {
        return None;
    }
    let snippet = |ovr: &str, auto_start: bool| {
        let before = if auto_start { "" } else { "window.lpTag = { autoStart: false };\n" };
        let snippet = site!("snippet.js").replace("{{account}}", SHOP_ACCOUNT).replace("'{{ovr}}'", ovr);
        format!("{before}{snippet}")
    };
    let page = |scripts: &str| {
        let page = site!("cloak/index.html").replace("{{errors}}", site!("errors.js")).replace("{{scripts}}", scripts);
        Some(reply::html(page))
    };
    let inline = |ovr: &str, src: &str| format!("<script>{}</script><script async src=\"{src}\"></script>", snippet(ovr, true));
    match asked.path.as_str() {
        // The account number in the address.
        "/numbered" => page(&inline("null", &format!("/assets/help.js?site={SHOP_ACCOUNT}"))),
        // Where the snippet says that the tag is.
        "/named" => page(&inline("{ tagjs: '/assets/concierge.js' }", "/assets/concierge.js")),
        // Nothing says so.
        "/unmarked" => page(&inline("null", "/assets/app.js")),
        // In one file with the snippet.
        "/bundled" => page("<script src=\"/assets/bundle.js\"></script>"),
        // Held until the page says so.
        "/late" => page(&format!("<script>{}</script><script src=\"/assets/app.js\"></script>", snippet("null", false))),
        "/assets/bundle.js" => Some(reply::script(format!("{}\n{}", snippet("null", true), tag_script(SHOP_ACCOUNT)))),
        "/assets/help.js" | "/assets/concierge.js" | "/assets/app.js" => Some(reply::script(tag_script(SHOP_ACCOUNT))),
        _ => None,
    }
}
