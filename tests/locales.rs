//! What the popup can say has its message, and no message is said nowhere.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails the test")]

#[path = "locales/reading.rs"]
mod reading_words;
#[path = "locales/said.rs"]
mod said;

#[path = "../src/web/popup/address.rs"]
mod address;
#[path = "../src/web/popup/choosing.rs"]
mod choosing;
#[path = "../src/web/pages/options/find.rs"]
mod find;
#[path = "../src/web/popup/headline.rs"]
mod headline;
#[path = "../src/web/page/keys.rs"]
mod keys;
#[path = "../src/web/page/lasting.rs"]
mod lasting;
#[allow(dead_code, reason = "the pages use the single names, this test their list")]
#[path = "../src/web/pages/words.rs"]
mod pages;
#[allow(dead_code, reason = "the page uses the single names, this test their list")]
#[path = "../src/web/page/said.rs"]
mod reading;
#[path = "../src/web/popup/talk.rs"]
mod talk;
#[allow(dead_code, reason = "the popup uses the single names, this test their list")]
#[path = "../src/web/page/words.rs"]
mod words;

// The popup's files say `crate::` and mean the core.
use askfirst::{catalogue, chat, explain, ledger, placeholder, policy, settings};

use catalogue::{Catalogue, Class, Kind, Lifetime, Role};
use chat::{ChatState, ChatView, Deployment};
use explain::{Counted, GroupView, KeptCounts, PageKind, Verdict, View};
use headline::{Headline, headline};
use lasting::Lasting;
use ledger::{Asked, AttemptBy, AttemptOutcome};
use placeholder::Dismissed;
use policy::{Lasts, Mode};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use words::counted;

/// English has two; another language's file may have more.
const PLURALS: [&str; 2] = ["one", "other"];

const KINDS: [Kind; 4] = [Kind::Cookie, Kind::LocalStorage, Kind::SessionStorage, Kind::IndexedDb];
const LIFETIMES: [Lifetime; 6] =
    [Lifetime::Days(1), Lifetime::Session, Lifetime::Tab, Lifetime::NoExpiry, Lifetime::Probe, Lifetime::Unknown];
const OUTCOMES: [AttemptOutcome; 4] =
    [AttemptOutcome::Blocked, AttemptOutcome::SessionOnly, AttemptOutcome::Removed, AttemptOutcome::Allowed];
const MODES: [Mode; 3] = [Mode::Ask, Mode::Chat, Mode::Allow];
const VERDICTS: [Verdict; 9] = [
    Verdict::HeldBack,
    Verdict::LetThrough,
    Verdict::Chat,
    Verdict::Partly,
    Verdict::Tried,
    Verdict::Quiet,
    Verdict::Own,
    Verdict::Unsupported,
    Verdict::NoAccess,
];

const STATES: [ChatState; 8] = [
    ChatState::Held,
    ChatState::Starting,
    ChatState::Offered,
    ChatState::Open,
    ChatState::Ended,
    ChatState::NoAgent,
    ChatState::Unreachable,
    ChatState::Failed,
];
const DEPLOYMENTS: [Deployment; 4] = [Deployment::OnLoad, Deployment::OnInteraction, Deployment::ReactiveLabel, Deployment::ReactiveMark];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn messages(locale: &str) -> serde_json::Map<String, Value> {
    serde_json::from_str(&read(&format!("extension/_locales/{locale}/messages.json"))).unwrap()
}

/// What stands between each `before` and the next `after`.
fn between<'a>(text: &'a str, before: &str, after: char) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).filter_map(move |rest| rest.split(after).next())
}

fn view(verdict: Verdict, mode: Mode, role: Role, blocked: u64) -> View {
    let mut view = View::without_visit(PageKind::Web, Some("shop.example".to_owned()), mode, None);
    view.verdict = verdict;
    view.blocked = blocked;
    view.groups.push(GroupView { role, need: None, tried: 3, blocked, sent: 1, first: 0.0, last: 0.0, services: Vec::new() });
    view
}

/// A page whose chat is so far.
fn chatting(state: ChatState) -> View {
    let mut view = view(Verdict::HeldBack, Mode::Ask, Role::Tag, 1);
    view.chat = Some(ChatView { state, deployment: None });
    view
}

/// Views of a page without any request, that tried to keep something or had a tag stopped.
fn views_without_requests(verdict: Verdict, mode: Mode) -> Vec<View> {
    let one = Counted { number: 2, more: false };
    let none = KeptCounts::default();
    [
        KeptCounts { stopped: one, blocked: one, ..none },
        KeptCounts { blocked: one, session_only: one, removed: one, ..none },
        KeptCounts { session_only: one, removed: one, ..none },
        KeptCounts { removed: one, ..none },
        KeptCounts { allowed: one, ..none },
    ]
    .map(|kept_counts| {
        let mut view = View::without_visit(PageKind::Web, Some("shop.example".to_owned()), mode, None);
        view.verdict = verdict;
        view.kept_counts = kept_counts;
        view
    })
    .to_vec()
}

/// Every message that the popup can ask for by a view.
fn said_by_views() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for verdict in VERDICTS {
        for mode in MODES {
            let by_requests = Role::ALL.into_iter().flat_map(|role| [0, 2].map(|blocked| view(verdict, mode, role, blocked)));
            for view in by_requests.chain(views_without_requests(verdict, mode)) {
                keys.extend(STATES.map(|state| {
                    let mut chatting = view.clone();
                    chatting.chat = Some(ChatView { state, deployment: None });
                    match headline(&chatting) {
                        Headline::Happened { sentence, .. } => sentence.to_owned(),
                        Headline::Nothing { title, .. } => title.to_owned(),
                    }
                }));
                match headline(&view) {
                    Headline::Happened { sentence, chat, counts, .. } => {
                        keys.extend([sentence, chat].map(str::to_owned));
                        assert!(counted::ALL.contains(&counts), "{counts}");
                    }
                    Headline::Nothing { title, text } => keys.extend([title, text].map(str::to_owned)),
                }
            }
        }
    }
    keys
}

fn wanted(catalogue: &Catalogue) -> BTreeSet<String> {
    let mut keys = said_by_views();
    keys.extend(words::FIXED.iter().map(|key| (*key).to_owned()));
    keys.extend(counted::ALL.iter().flat_map(|stem| PLURALS.map(|category| words::plural(stem, category))));
    keys.extend(Role::ALL.iter().flat_map(|role| [words::role_title(*role), words::role_text(*role)]));
    keys.extend(catalogue.services.iter().map(|service| words::service(&service.id)));
    keys.extend(catalogue.items.iter().map(|item| words::item(&item.id)));
    keys.extend(Class::ALL.map(|class| words::class(class).to_owned()));
    keys.extend(KINDS.map(|kind| words::kind(kind).to_owned()));
    keys.extend(MODES.map(|mode| words::mode(mode).to_owned()));
    keys.extend(choosing::MODES.map(|(_, _, meaning)| meaning.to_owned()));
    keys.extend([Dismissed::Site, Dismissed::All].map(|off| choosing::button_off(off).to_owned()));
    keys.extend(DEPLOYMENTS.map(|how| talk::deployment(how).to_owned()));
    keys.extend(
        STATES
            .iter()
            .filter_map(|state| talk::talk(&chatting(*state)))
            .flat_map(|talk| [Some(talk.text), talk.button])
            .flatten()
            .map(str::to_owned),
    );
    keys.extend(Role::ALL.iter().filter_map(|role| talk::role(*role)).flat_map(|(title, text)| [title, text]).map(str::to_owned));
    keys.extend(OUTCOMES.map(|outcome| words::outcome(outcome).to_owned()));
    keys.extend(LIFETIMES.into_iter().filter_map(|lifetime| match lasting::lifetime(lifetime) {
        Lasting::Message(key) => Some(key.to_owned()),
        Lasting::Units(..) => None,
    }));
    keys.extend(reading_words::wanted(catalogue));
    // The background's, the pages', the manifest's.
    keys.insert(words::notice("choices-reset"));
    keys.extend(pages::FIXED.iter().map(|key| (*key).to_owned()));
    keys.extend(pages::counted::ALL.iter().flat_map(|stem| PLURALS.map(|category| words::plural(stem, category))));
    keys.extend(settings::Fault::ALL.map(|fault| pages::fault(fault).to_owned()));
    for page in ["popup", "options", "welcome"] {
        keys.extend(between(&read(&format!("extension/{page}.html")), "data-text=\"", '"').map(str::to_owned));
    }
    keys.extend(between(&read("extension/popup.js"), "getMessage(\"", '"').map(str::to_owned));
    keys.extend(between(&read("extension/placeholder/parts.js"), "say(\"", '"').map(str::to_owned));
    keys.extend(between(&read("extension/access.js"), "getMessage(\"", '"').map(str::to_owned));
    keys.extend(between(&read("extension/menus.js"), "text(\"", '"').map(str::to_owned));
    keys.extend(between(&read("manifest.json"), "__MSG_", '"').map(|rest| rest.trim_end_matches('_').to_owned()));
    for file in rust_files(&root().join("src/web/background")) {
        let text = fs::read_to_string(file).unwrap();
        keys.extend(between(&text, " chrome::message(\"", '"').map(str::to_owned));
    }
    keys
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

#[test]
fn everything_that_can_be_said_has_a_message_and_every_message_can_be_said() {
    let there: BTreeSet<String> = messages("en").keys().cloned().collect();
    let wanted = wanted(&Catalogue::embedded().unwrap());
    let missing: Vec<_> = wanted.difference(&there).collect();
    let unused: Vec<_> = there.difference(&wanted).collect();
    assert!(missing.is_empty() && unused.is_empty(), "missing: {missing:?}\nunused: {unused:?}");
}

#[test]
fn messages_are_well_formed() {
    for (key, entry) in &messages("en") {
        assert!(key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{key}: a key is in lower case");
        let message = entry["message"].as_str().unwrap_or_else(|| panic!("{key} has no message"));
        assert!(!message.trim().is_empty() && message.trim() == message, "{key} is empty or has blanks around it");
        let named: BTreeSet<String> = placeholders(key, message);
        let none = serde_json::Map::new();
        let declared = entry.get("placeholders").map_or(&none, |declared| declared.as_object().unwrap());
        let names: BTreeSet<String> = declared.keys().map(|name| name.to_ascii_lowercase()).collect();
        assert_eq!(named, names, "{key}: the placeholders in the message and those declared differ");
        for (name, placeholder) in declared {
            let content = placeholder["content"].as_str().unwrap_or_default();
            assert_eq!(content, "$1", "{key}: {name} stands for {content}, but only one thing is ever passed");
        }
    }
    let description = messages("en")["description"]["message"].as_str().unwrap().chars().count();
    assert!(description <= 132, "the browsers' stores take 132 letters, not {description}");
}

/// The names between dollar signs.
fn placeholders(key: &str, message: &str) -> BTreeSet<String> {
    let parts: Vec<&str> = message.split('$').collect();
    assert!(parts.len() % 2 == 1, "{key}: a dollar sign has no other");
    let names = parts.iter().skip(1).step_by(2);
    names
        .map(|name| {
            assert!(!name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{key}: ${name}$");
            name.to_ascii_lowercase()
        })
        .collect()
}

#[test]
fn addresses_are_shown_without_what_follows_the_question_mark() {
    use address::host_and_path;
    assert_eq!(host_and_path("https://lptag.liveperson.net/tag/tag.js?site=1#x"), ("lptag.liveperson.net", "/tag/tag.js"));
    assert_eq!(host_and_path("wss://va.msg.liveperson.net"), ("va.msg.liveperson.net", ""));
    assert_eq!(host_and_path("https://va.v.liveperson.net/?sid=1"), ("va.v.liveperson.net", ""));
    assert_eq!(host_and_path("https://va.v.liveperson.net?u=https://a/b"), ("va.v.liveperson.net", ""));
    assert_eq!(host_and_path(""), ("", ""));
    assert_eq!(host_and_path("ü"), ("ü", ""));
}

#[test]
fn the_tab_is_named_by_the_popups_address() {
    use address::named_tab;
    assert_eq!(named_tab("?tab=17"), Some(17));
    assert_eq!(named_tab("?a=b&tab=17"), Some(17));
    assert_eq!(named_tab(""), None);
    assert_eq!(named_tab("?tab=x"), None);
    assert_eq!(named_tab("?table=3"), None);
}

#[test]
fn a_site_is_found_by_a_part_of_its_name_or_by_an_address() {
    use find::find;
    use settings::ShownSite;
    let site = |name: &str| ShownSite { site: name.to_owned(), mode: Mode::Chat, lasts: Lasts::Always, until: None };
    let sites = [site("bank.test"), site("help.shop.test"), site("shop.test")];
    let gone = std::collections::BTreeMap::from([("old.shop.test".to_owned(), site("old.shop.test"))]);
    let names = |search: &str| -> Vec<(String, bool)> {
        find(&sites, &gone, search).0.into_iter().map(|row| (row.site.site, row.is_gone)).collect()
    };
    assert_eq!(names("").len(), 4);
    for search in ["shop", " SHOP.test ", "https://www.shop.test/cart?x#y", "www.shop.test"] {
        assert_eq!(
            names(search),
            [("help.shop.test", false), ("old.shop.test", true), ("shop.test", false)].map(|(name, gone)| (name.to_owned(), gone)),
            "{search}"
        );
    }
    assert_eq!(find(&sites, &gone, "shop").1, 2, "what was removed is not counted");
    assert!(names("nothing").is_empty());
}
