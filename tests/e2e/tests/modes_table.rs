//! README's table of what is sent and kept in each mode: made here, from visits, and compared with what README says.
//! `ASKFIRST_WRITE_README=1` writes it there.
#![cfg(test)]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use askfirst::catalogue::Catalogue;
use askfirst::classify::RequestClassifier;
use askfirst_e2e::browser::Chromium;
use askfirst_e2e::standin::{Kind, Logged, SHOP_ACCOUNT, StandIn};
use common::{get, guarded, kept, set_mode, start_chat, unguarded};

const BEGIN: &str = "<!-- made by tests/e2e/tests/modes_table.rs -->\n";
const END: &str = "<!-- end -->";
/// Parameters of monitoring that tell of the visitor, and what they tell. Source: liveperson.md, 3.1.
const TELLING: [(&str, &str); 7] = [
    ("u", "page"),
    ("pt", "title"),
    ("r", "referrer"),
    ("vid", "visitor id"),
    ("sid", "session id"),
    ("rvt", "last visit"),
    ("sdes", "attributes"),
];

/// What one visit with a chat came to.
#[derive(Default)]
struct Visit {
    asked: BTreeSet<String>,
    monitored: BTreeSet<String>,
    told: BTreeSet<&'static str>,
    cookies: BTreeSet<String>,
    lasting: BTreeSet<String>,
    passing: BTreeSet<String>,
}

/// The shop, its cart, and in between a few words with its agent, where there is a chat.
async fn visit(web: &StandIn, browser: &Chromium, talks: bool) -> Visit {
    if talks {
        browser.wait_for("window.__lp?.drawn.includes(6)").await.expect("the chat button");
        let button = "[...document.querySelectorAll('.LPMcontainer [data-lp-event=click]')].at(-1)";
        browser.eval(&format!("{button}.id = 'the-button'")).await.expect("a button");
        browser.click("#the-button").await.expect("the chat button");
        browser.wait_for("document.querySelector('#lpChat input')").await.expect("the window");
        browser.type_into("#lpChat input", "Hello").await.expect("typing");
        browser.eval("document.querySelector('#lpChat form').requestSubmit()").await.expect("sending");
        browser.wait_for("window.__lp.heard.length > 0").await.expect("the answer");
    }
    browser.goto("https://shop.test/cart").await.expect("the cart");
    browser.wait_for("window.__done").await.expect("the cart");
    if talks {
        browser.wait_for("window.__lp?.drawn.includes(6)").await.expect("the cart's chat button");
    }
    of(web, browser).await
}

async fn of(web: &StandIn, browser: &Chromium) -> Visit {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let requests = RequestClassifier::new(&catalogue);
    let mut visit = Visit::default();
    let log = web.log_to_liveperson();
    for one in log.iter().filter(|one| one.kind != Kind::Message) {
        let kind = if one.kind == Kind::Websocket { "websocket" } else { "script" };
        let answer = requests.classify(&one.url(), kind, "shop.test").expect("an answer");
        let role = serde_json::to_value(answer.role).expect("a role");
        visit.asked.insert(role.as_str().unwrap_or("nothing known").to_owned());
        visit
            .cookies
            .extend(one.cookie.iter().flat_map(|cookies| cookies.split("; ")).filter_map(|pair| Some(pair.split_once('=')?.0.to_owned())));
        visit.take_monitoring(one);
    }
    let expires: BTreeSet<String> = browser
        .cookies()
        .await
        .expect("cookies")
        .into_iter()
        .filter(|one| one.expires.is_some())
        .map(|one| format!("cookie {}", one.name))
        .collect();
    for item in kept(browser).await {
        let lasts = expires.contains(&item) || item.starts_with("localStorage") || item.starts_with("indexedDB");
        let name = item.replace(SHOP_ACCOUNT, "…");
        if lasts { &mut visit.lasting } else { &mut visit.passing }.insert(name);
    }
    assert_eq!(get(browser, "window.__errors").await, serde_json::json!([]));
    visit
}

impl Visit {
    fn take_monitoring(&mut self, one: &Logged) {
        if !one.path.starts_with("/api/js/") {
            return;
        }
        self.monitored.extend(one.param("t"));
        let is_told = |name: &str| one.param(name).is_some_and(|value| !value.is_empty() && value != "[]");
        self.told.extend(TELLING.iter().filter(|(name, _)| is_told(name)).map(|(_, what)| *what));
    }
}

fn list<T: AsRef<str>>(all: impl IntoIterator<Item = T>) -> String {
    let all: Vec<String> = all.into_iter().map(|one| one.as_ref().to_owned()).collect();
    if all.is_empty() { "–".to_owned() } else { all.join(", ") }
}

/// Items of one kind after the other: `cookie A, B; localStorage C`.
fn items(all: &BTreeSet<String>) -> String {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for (kind, name) in all.iter().filter_map(|item| item.split_once(' ')) {
        match kinds.last_mut().filter(|(last, _)| *last == kind) {
            Some((_, names)) => names.push(name),
            None => kinds.push((kind, vec![name])),
        }
    }
    let kinds: Vec<String> = kinds
        .iter()
        .map(|(kind, names)| format!("{kind} {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ")))
        .collect();
    if kinds.is_empty() { "–".to_owned() } else { kinds.join("; ") }
}

fn table(visits: &[Visit]) -> String {
    let mut text = String::from("| | without AskFirst | *Ask first* | *Chat only* | *Allow* |\n|---|---|---|---|---|\n");
    let mut row = |name: &str, cell: &dyn Fn(&Visit) -> String| {
        let cells: Vec<String> = visits.iter().map(cell).collect();
        writeln!(text, "| {name} | {} |", cells.join(" | ")).expect("a line");
    };
    let roles: BTreeSet<&String> = visits.iter().flat_map(|visit| &visit.asked).collect();
    for role in roles {
        if role != "monitoring" {
            row(&format!("{role} asked for"), &|visit| if visit.asked.contains(role) { "yes" } else { "–" }.to_owned());
        }
    }
    row("monitoring messages", &|visit| list(visit.monitored.iter().map(|kind| format!("`{kind}`"))));
    row("which tell", &|visit| list(TELLING.iter().map(|(_, what)| *what).filter(|what| visit.told.contains(what))));
    row("cookies sent to LivePerson", &|visit| items(&visit.cookies.iter().map(|name| format!("cookie {name}")).collect()));
    row("kept after the browser closes", &|visit| items(&visit.lasting));
    row("kept until then, or until the tab closes", &|visit| items(&visit.passing));
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn readme_says_what_is_sent_and_kept_in_each_mode() {
    let mut visits = Vec::new();
    let (web, control) = unguarded().await;
    control.goto("https://shop.test/").await.expect("the shop");
    control.wait_for("window.__done && window.__lp.sent.ip > 0").await.expect("monitoring");
    visits.push(visit(&web, &control, true).await);
    drop((web, control));
    for mode in ["ask", "chat", "allow"] {
        let (web, browser) = guarded().await;
        browser.goto("https://shop.test/").await.expect("the shop");
        browser.wait_for("window.__done").await.expect("the shop");
        let tab = browser.chrome_tab_id().await.expect("a tab");
        match mode {
            "chat" => start_chat(&browser, tab).await,
            "allow" => {
                set_mode(&browser, tab, mode).await;
                browser.reload().await.expect("the shop again");
                browser.wait_for("window.__done && window.__lp.sent.ip > 0").await.expect("monitoring");
            }
            _ => {}
        }
        visits.push(visit(&web, &browser, mode != "ask").await);
    }
    assert!(visits[1].asked.is_empty() && visits[1].lasting.is_empty() && visits[1].passing.is_empty(), "Ask first");
    assert!(visits[2].lasting.is_empty() && visits[2].cookies.is_empty(), "Chat only");

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = std::fs::read_to_string(&file).expect("README");
    let (before, rest) = readme.split_once(BEGIN).expect("a place for the table");
    let (said, after) = rest.split_once(END).expect("its end");
    let made = table(&visits);
    if std::env::var_os("ASKFIRST_WRITE_README").is_some() {
        std::fs::write(&file, format!("{before}{BEGIN}{made}{END}{after}")).expect("README");
    } else {
        assert_eq!(said, made, "ASKFIRST_WRITE_README=1 writes what is so");
    }
}
