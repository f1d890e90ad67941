//! The ways in: `wNNN.ways.test` shows the page `site/ways/NNN-*`, which writes an identifier of LivePerson's in one way.
//! All are one site, on hosts of their own, so that no way finds what another wrote.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use axum::http::{StatusCode, header};

use super::SHOP_ACCOUNT;
use super::log::Logged;
use super::reply::{self, Reply};
use crate::site;

/// Read at run time: the pages are many and only tests ask for them.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/site/ways");
/// The host that all of them are subdomains of.
const SITE: &str = "ways.test";
/// A line of a page that the server reads: a cookie which comes with it.
const WITH_COOKIE: &str = "<!-- Set-Cookie: ";

/// The answer, if the host is one of the ways'.
pub(super) fn answer(host: &str, asked: &Logged) -> Option<Reply> {
    let under = host.strip_suffix(SITE)?;
    if !under.is_empty() && !under.ends_with('.') {
        return None;
    }
    // A way's own subdomain (`chat.w001.ways.test`) has the same files.
    let way = under.trim_end_matches('.').rsplit('.').next().and_then(|label| label.strip_prefix('w')).unwrap_or_default();
    match asked.path.as_str() {
        "/" => page(way),
        "/blank" => Some(reply::html("<!doctype html><title>blank</title>")),
        // Where LivePerson's frame keeps things, for a look at them: the page itself runs no script.
        "/framed" => {
            Some(reply::html("<!doctype html><title>framed</title><iframe src=\"https://lpcdn.lpsnmedia.net/kinds/frame.html\"></iframe>"))
        }
        "/untouched" => Some(reply::html(site!("untouched.html"))),
        "/untouched/cookies.js" => Some(reply::script(site!("untouched/cookies.js"))),
        "/untouched/databases.js" => Some(reply::script(site!("untouched/databases.js"))),
        "/untouched/storage.js" => Some(reply::script(site!("untouched/storage.js"))),
        "/untouched/transparency.js" => Some(reply::script(site!("untouched/transparency.js"))),
        "/run" => Some(run(asked)),
        "/lib.js" => Some(reply::script(site!("ways/lib.js"))),
        "/frame.html" => file(way, "frame.html").map(reply::html),
        "/way.js" | "/tag/tag.js" => file(way, "js").map(reply::script),
        "/nothing" => Some(reply::nothing()),
        "/set" => Some(set(asked)),
        _ => None,
    }
}

/// The file of a way with this ending: `001-cookie-max-age.html`.
fn file(way: &str, ending: &str) -> Option<String> {
    let ours = |name: &str| {
        name.split_once('-').is_some_and(|(number, rest)| number == way && rest.split_once('.').is_some_and(|(_, is)| is == ending))
    };
    let folder = fs::read_dir(Path::new(FOLDER)).ok()?;
    let found = folder.filter_map(Result::ok).find(|entry| entry.file_name().to_str().is_some_and(ours))?;
    fs::read_to_string(found.path()).ok()
}

fn page(way: &str) -> Option<Reply> {
    if let Some(page) = file(way, "html") {
        let snippet = site!("snippet.js").replace("{{account}}", SHOP_ACCOUNT).replace("'{{ovr}}'", "null");
        let mut reply = reply::html(page.replace("{{snippet}}", &snippet));
        for cookie in page.lines().filter_map(|line| line.strip_prefix(WITH_COOKIE)?.strip_suffix(" -->")) {
            reply::cookie(&mut reply, &cookie.replace("=ID", &format!("=w{way}")).replace("NEXT_YEAR", &next_year()));
        }
        return Some(reply);
    }
    let (page, kind) =
        file(way, "svg").map(|svg| (svg, "image/svg+xml")).or_else(|| file(way, "xhtml").map(|page| (page, "application/xhtml+xml")))?;
    let mut reply = reply::html(page);
    reply::set(&mut reply, header::CONTENT_TYPE, kind);
    Some(reply)
}

/// A page that runs the script it is given, before anything else, then `site/ways/writes.js`.
fn run(asked: &Logged) -> Reply {
    let script = asked.param("script").unwrap_or_default();
    let writes = site!("ways/writes.js");
    reply::html(format!(
        "<!doctype html><meta charset=\"utf-8\"><title>run</title><link rel=\"icon\" href=\"data:,\"><script>{script}</script><script>{writes}</script>"
    ))
}

/// Sets the cookie it is told to set, with the kind of answer it is told to give.
fn set(asked: &Logged) -> Reply {
    let mut reply = match asked.param("as").as_deref() {
        Some("picture") => reply::picture(),
        Some("missing") => reply::missing(),
        Some("redirect") => {
            let mut reply = reply::nothing();
            *reply.status_mut() = StatusCode::FOUND;
            reply::set(&mut reply, header::LOCATION, "/blank");
            reply
        }
        _ => reply::html("ok"),
    };
    if let Some(cookie) = asked.param("cookie") {
        reply::cookie(&mut reply, &cookie);
    }
    reply
}

/// A day one or two years ahead, as cookies write it. The weekday may be wrong: browsers read past it.
fn next_year() -> String {
    const YEAR: f64 = 31_556_952.0;
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    format!("Wed, 01-Jan-{:.0} 00:00:00 GMT", 1970.0 + (since.as_secs_f64() / YEAR).floor() + 2.0)
}
