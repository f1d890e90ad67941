//! Sites whose own server sets cookies, as it is told: `/set?c=…&c=…` answers with each `c` as a `Set-Cookie`.

use super::log::Logged;
use super::reply::{self, Reply};

/// Their hosts, and all subdomains: `chat.server.test` plays a host that leads to LivePerson by CNAME.
const SITES: [&str; 3] = ["server.test", "second.test", "third.test"];

/// The answer, if the host is one of these sites.
pub(super) fn answer(host: &str, asked: &Logged) -> Option<Reply> {
    let is_ours = SITES.iter().any(|site| host.strip_suffix(site).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    if !is_ours || !["/", "/set"].contains(&asked.path.as_str()) {
        return None;
    }
    let mut page = reply::html("<!doctype html><title>A server</title><p>It sets cookies.</p><script>window.__done = true</script>");
    for (name, value) in form_urlencoded::parse(asked.query.as_bytes()) {
        if name == "c" {
            reply::cookie(&mut page, &value);
        }
    }
    // For pages of other sites that frame it or fetch from it.
    if let Some(origin) = &asked.origin {
        reply::set(&mut page, axum::http::header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        reply::set(&mut page, axum::http::header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    Some(page)
}
