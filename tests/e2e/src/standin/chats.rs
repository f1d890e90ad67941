//! Sites that have LivePerson's chat in all the ways that sites have it. Which host plays what is in `tests/e2e/README.md`.

use axum::http::{HeaderName, header};

use super::accounts;
use super::log::Logged;
use super::reply::{self, Reply};
use super::sites::{Snippet, snippet};
use crate::site;

/// A place for an embedded button.
const ZONE: &str = "<div id=\"lpButtonDiv\"></div>";
/// The nonce of the pages that have one. A real one would be another for each page.
const NONCE: &str = "c3RhbmQtaW4";
/// What LivePerson asks sites to allow, besides scripts; see facts/liveperson.md, section 2.
const POLICY: &str = "default-src 'self' *.lpsnmedia.net; img-src 'self' data: *.lpsnmedia.net; media-src *.lpsnmedia.net; \
    connect-src 'self' wss://*.liveperson.net https://*.liveperson.net *.lpsnmedia.net; \
    frame-src *.lpsnmedia.net *.liveperson.net; style-src 'self' 'unsafe-inline' *.lpsnmedia.net *.liveperson.net; object-src 'none'; \
    base-uri 'none'; ";

/// How the tag comes to the page.
#[derive(Clone, Copy)]
enum How {
    /// The snippet is in the page's head.
    Pasted(Snippet),
    /// A tag manager brings the snippet.
    Managed,
    /// The page's own script inserts the snippet at some act of the visitor's.
    Reacting,
    /// Not at all: it is in a frame.
    Absent,
}

struct Page {
    account: &'static str,
    title: &'static str,
    body: String,
    how: How,
    lang: &'static str,
    dir: &'static str,
    policy: Option<String>,
}

impl Page {
    fn new(account: &'static str, title: &'static str) -> Self {
        Self { account, title, body: ZONE.to_owned(), how: How::Pasted(Snippet::V1_10), lang: "en", dir: "ltr", policy: None }
    }

    fn with(self, body: &str) -> Self {
        Self { body: format!("{}\n{body}", self.body), ..self }
    }

    fn without_zone(self) -> Self {
        Self { body: String::new(), ..self }
    }

    fn how(self, how: How) -> Self {
        Self { how, ..self }
    }

    fn german(self) -> Self {
        Self { lang: "de", ..self }
    }

    fn policy(self, scripts: &str) -> Self {
        Self { policy: Some(format!("{POLICY}{scripts}")), ..self }
    }
}

/// The answer, if the host is one of these sites and has such a page.
pub(super) fn answer(host: &str, asked: &Logged) -> Option<Reply> {
    let host = host.strip_prefix("www.").unwrap_or(host);
    if host == "manager.test" && asked.path == "/manager.js" {
        return Some(reply::script(site!("chats/manager.js")));
    }
    page(host, &asked.path).map(|page| written(&page))
}

fn page(host: &str, path: &str) -> Option<Page> {
    // Every site has these; what is on them is the site's own.
    let plain = |page: Page| match path {
        "/" | "/next" => Some(page),
        "/form" => Some(page.with(site!("chats/form.html"))),
        "/video" => Some(page.with(site!("chats/video.html"))),
        "/corner" => Some(page.with(site!("chats/corner.html"))),
        "/rtl" => Some(Page { lang: "ar", dir: "rtl", ..page.with(site!("chats/rtl.html")) }),
        _ => None,
    };
    match host {
        "one.test" => plain(Page::new(accounts::ONE, "The Button Shop")),
        "several.test" => plain(Page::new(accounts::SEVERAL, "Six Ways to Chat")),
        "old.test" => plain(Page::new(accounts::OLD, "The Almanac")),
        "sticky.test" => plain(Page::new(accounts::STICKY, "On the Edge").without_zone()),
        "inviting.test" => plain(Page::new(accounts::INVITING, "Come In").without_zone()),
        "noagent.test" => plain(Page::new(accounts::OFFLINE, "The Night Shop")),
        "empty.test" => plain(Page::new(accounts::EMPTY, "Nothing Configured")),
        "manager.test" => plain(Page::new(accounts::ONE, "The Manager's").how(How::Managed)),
        "scripted.test" => scripted(path),
        "snippets.test" => snippets(path),
        "spa.test" => (path == "/" || path.starts_with("/view-")).then(|| Page::new(accounts::ONE, "Views").with(site!("chats/spa.html"))),
        "csp.test" => strict(path),
        "framed.test" | "help.framed.test" | "desk.test" => framed(path),
        "reactive.test" => reactive(path),
        "down.test" => down(path),
        _ => None,
    }
}

fn scripted(path: &str) -> Option<Page> {
    let page = Page::new(accounts::SCRIPTED, "The Pushy Shop");
    match path {
        "/" => Some(page.with(site!("chats/scripted.html"))),
        "/offer" => Some(page.with(site!("chats/scripted-offer.html"))),
        "/dom" => Some(page.with(site!("chats/scripted-dom.html"))),
        _ => None,
    }
}

fn snippets(path: &str) -> Option<Page> {
    let version = match path {
        "/1.5.1" => Snippet::V1_5,
        "/1.6.0" => Snippet::V1_6,
        "/1.8.0" => Snippet::V1_8,
        "/1.10.0" => Snippet::V1_10,
        _ => return None,
    };
    Some(Page::new(accounts::ONE, "Versions").how(How::Pasted(version)))
}

fn strict(path: &str) -> Option<Page> {
    let page = Page::new(accounts::ONE, "The Strongroom");
    let scripts = format!("script-src 'nonce-{NONCE}' 'strict-dynamic'");
    match path {
        "/nonce" => Some(page.policy(&scripts)),
        "/types" => Some(page.policy(&format!("{scripts}; require-trusted-types-for 'script'"))),
        _ => None,
    }
}

fn framed(path: &str) -> Option<Page> {
    let around = |frame| {
        let page = Page::new(accounts::ONE, "The Help Desk").without_zone().how(How::Absent);
        Some(page.with(&site!("chats/frame.html").replace("{{frame}}", frame)))
    };
    match path {
        "/own" => around("/inner"),
        "/same" => around("https://help.framed.test/inner"),
        "/cross" => around("https://desk.test/inner"),
        "/inner" => Some(Page::new(accounts::ONE, "The Desk").with(site!("chats/inner.html"))),
        _ => None,
    }
}

fn reactive(path: &str) -> Option<Page> {
    let page = |body: &str| {
        Page::new(accounts::ONE, "The Quiet Shop").how(How::Reacting).with(&body.replace("{{reactive}}", site!("chats/reactive.js")))
    };
    let labelled = |label| page(&site!("chats/reactive.html").replace("{{label}}", label));
    match path {
        "/" => Some(labelled("Chat with us")),
        "/de" => Some(labelled("Jetzt chatten").german()),
        "/marked" => Some(page(site!("chats/reactive-marked.html"))),
        "/interaction" => Some(page(site!("chats/reactive-interaction.html"))),
        _ => None,
    }
}

fn down(path: &str) -> Option<Page> {
    let account = match path {
        "/" => accounts::DOWN,
        "/silent" => accounts::SILENT,
        "/identity" => accounts::UNKNOWN_TO_IDENTITY,
        "/connection" => accounts::REFUSED,
        "/monitoring" => accounts::UNWATCHED,
        _ => return None,
    };
    Some(Page::new(account, "Out of Order"))
}

fn written(page: &Page) -> Reply {
    let nonce = page.policy.as_ref().map(|_| format!(" nonce=\"{NONCE}\"")).unwrap_or_default();
    let source = |version| snippet(version, page.account, None);
    let head = match page.how {
        How::Pasted(version) => format!("<script{nonce}>{}</script>", source(version)),
        How::Managed => {
            let text = serde_json::Value::from(source(Snippet::V1_10));
            format!("<script>window.__manager = {text};</script><script async src=\"/manager.js\"></script>")
        }
        How::Reacting => format!("<script type=\"text/plain\" id=\"their-snippet\">{}</script>", source(Snippet::V1_10)),
        How::Absent => String::new(),
    };
    let types = page.policy.as_ref().is_some_and(|policy| policy.contains("trusted-types"));
    let rule = if types { site!("chats/types.html").replace("{{nonce-value}}", NONCE) } else { String::new() };
    let text = site!("chats/page.html")
        .replace("{{lang}}", page.lang)
        .replace("{{dir}}", page.dir)
        .replace("{{nonce}}", &nonce)
        .replace("{{errors}}", site!("errors.js"))
        .replace("{{title}}", page.title)
        .replace("{{text}}", "A page of the stand-in's.")
        .replace("{{head}}", &format!("{rule}{head}"))
        .replace("{{body}}", &page.body);
    let mut reply = reply::html(text);
    if let Some(policy) = &page.policy {
        reply::set(&mut reply, HeaderName::from_static("content-security-policy"), policy);
    }
    reply::set(&mut reply, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    reply
}
