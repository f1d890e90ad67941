//! Classification, over the captured URLs and items and over shapes that no capture has.
#![cfg(test)]

use askfirst::catalogue::{Catalogue, Kind};
use askfirst::classify::{ItemClassifier, RequestClassifier, classify_line};

mod captures;

fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

#[test]
fn every_captured_url_gets_its_role_and_no_other_url_is_claimed() {
    let catalogue = catalogue();
    let requests = RequestClassifier::new(&catalogue);
    let (mut theirs, mut others) = (0, 0);
    for row in captures::urls() {
        let answer = requests.classify(&row.url, &row.kind, &row.page_host).unwrap();
        let role = answer.role.map_or("", |role| role.as_str());
        assert_eq!(answer.vendor.is_some(), row.liveperson, "{} {:?}", row.url, answer);
        assert_eq!(role, row.role, "{} {:?}", row.url, answer);
        assert_eq!(answer.disguised, row.disguised, "{} {:?}", row.url, answer);
        if row.liveperson { theirs += 1 } else { others += 1 }
    }
    assert!(theirs > 400 && others > 2_900, "{theirs} and {others} captured URLs");
}

#[test]
fn every_captured_item_is_recognised_and_no_other_is_claimed() {
    let catalogue = catalogue();
    let items = ItemClassifier::new(&catalogue).unwrap();
    let mut theirs = 0;
    for row in captures::cookies() {
        let answer = items.classify(Kind::Cookie, &row.name, &row.domain);
        assert_eq!(answer.vendor.is_some(), row.liveperson, "{} on {} {:?}", row.name, row.domain, answer);
        theirs += usize::from(row.liveperson);
    }
    assert!(theirs > 15, "{theirs} captured items");
}

fn decision(url: &str, kind: &str, page: &str) -> (String, String, String) {
    let catalogue = catalogue();
    let requests = RequestClassifier::new(&catalogue);
    let answer = requests.classify(url, kind, page).unwrap();
    let text = |value| serde_json::to_value(value).unwrap().as_str().unwrap().to_owned();
    (text(answer.decision.ask), text(answer.decision.chat), text(answer.decision.allow))
}

fn service(url: &str) -> Option<String> {
    let catalogue = catalogue();
    let requests = RequestClassifier::new(&catalogue);
    requests.classify(url, "script", "shop.test").unwrap().service.map(str::to_owned)
}

#[test]
fn hosts_are_known_by_shape_not_by_region() {
    for (url, expected) in [
        ("https://lptag.liveperson.net/tag/tag.js?site=12345678", "tag-script"),
        ("https://lptag-cdn.liveperson.net/tag/tag.js?site=1", "tag-script"),
        ("https://lptag-new7.liveperson.net/other", "tag-host"),
        ("https://tags-a.liveperson.net/other", "tag-host"),
        ("https://mars9.v.liveperson.net/api/js/1?cb=x&t=sp&ts=1", "monitoring-start"),
        ("https://mars9.v.liveperson.net/api/js/1?t=ip", "monitoring-keep-alive"),
        ("https://mars9.v.liveperson.net/api/js/1?pt=sp&t=pl&x", "monitoring-loaded"),
        ("https://mars9.v.liveperson.net/something", "monitoring-host"),
        ("wss://mars9.msg.liveperson.net/ws_api/account/1/messaging/consumer?v=3", "messaging"),
        ("https://mars9.idp.liveperson.net/api/account/1/signup", "identity"),
        ("https://mars9.msghist.liveperson.net/x", "history"),
        ("https://mars9.tokenizer.liveperson.net/x", "secure-forms"),
        ("https://mars9.shiftstatus.liveperson.net/x", "opening-hours"),
        ("https://12345678.mars9.cobrowse.liveperson.net/sync", "co-browsing"),
        ("https://mars9-s.c.liveperson.net/hcp/html/mTag.js", "legacy-stack"),
        ("https://server.mars.liveperson.net/x", "legacy-hosts"),
        ("https://sales.liveperson.net/hc/1/?visitor=&cmd=mTagInPage", "legacy-monitoring"),
        ("https://accdn-vip2.lpsnmedia.net/x", "configuration-host"),
        ("https://lpcdn-gcp.lpsnmedia.net/x", "media-host"),
        ("https://lpcdn.lpsnmedia.net/le_unified_window/8.1-release_1/le_secure_storage/storage.secure.min.html", "secure-storage"),
        ("https://lpcdn.lpsnmedia.net/le_unified_window/index.html?lpUnifiedWindowConfig=%7B", "chat-window"),
        ("https://proactive-messaging.z1.fs.liveperson.com/x", "proactive-messaging"),
        ("https://static-assets.z9.fs.liveperson.com/x", "brand-scripts"),
        ("https://www.liveperson.com/logo.png", "website"),
        ("https://new-thing.liveperson.net/x", "liveperson-net"),
        ("https://liveperson.net/", "website-net"),
        ("https://lp-csds-qa.dev.lprnd.net/api/account/1/service/x/baseURI.json", "service-discovery"),
        ("https://x.lprnd.net/", "development"),
        ("https://LPTAG.LivePerson.net./tag/tag.js?site=1", "tag-script"),
        ("https://lptag.liveperson.net:8443/tag/tag.js", "tag-script"),
        ("https://user@lptag.liveperson.net\\tag\\tag.js", "tag-script"),
        ("https://cdn.liveengage.com/x.js", "liveengage"),
        ("https://hc2.humanclick.com/x", "humanclick"),
        ("https://tag.contactatonce.co.uk/x", "contact-at-once"),
    ] {
        assert_eq!(service(url).as_deref(), Some(expected), "{url}");
    }
}

#[test]
fn a_disguise_is_recognised_only_where_it_is_certain() {
    for (url, expected) in [
        ("https://chat.bank.test/tag/tag.js?site=87654321", "own-host-tag"),
        ("https://bank.test/static/tag/tag.js?x=1&site=87654321", "own-host-tag"),
        ("https://bank.test/lptag/api/account/87654321/configuration/applications/taglets/.jsonp?v=2.0", "own-host-taglets"),
        ("https://bank.test/api/js/87654321?&cb=lpCb74047x78570&t=sp&ts=1673849562404&pid=5824443698", "own-host-monitoring"),
        ("https://bank.test/api/js/87654321?sid=x&t=ip&ts=1673849562404&pid=58&tid=27", "own-host-monitoring"),
        ("https://cdn.bank.test/le_re/3.61.0-release_1396603402/jsv2/overlay.js", "own-host-media"),
        ("https://cdn.bank.test/le_unified_window/8.10.0.7-release_2719/le_secure_storage/storage.secure.min.html", "own-host-storage"),
        ("wss://chat.bank.test/ws_api/account/87654321/messaging/consumer?v=3", "own-host-messaging"),
        ("https://chat.mbna.ca/anything.js", "own-host-known"),
        ("https://chat.mbna.ca/le_re/3.61.0-release_1396603402/jsv2/overlay.js", "own-host-media"),
        // liveperson.com is functional, but a tag from it is a tag.
        ("https://cdn.liveperson.com/tag/tag.js?site=87654321", "own-host-tag"),
    ] {
        assert_eq!(service(url).as_deref(), Some(expected), "{url}");
    }
    for url in [
        "https://bank.test/tag/tag.js",
        "https://bank.test/tag/tag.js?site=bank",
        "https://bank.test/tag/tag.js?site=123",
        "https://bank.test/tag/tag.js?website=87654321",
        "https://bank.test/tag/tag.json?site=87654321",
        "https://bank.test/mytag/tag.js?site=87654321",
        "https://bank.test/api/js/87654321",
        "https://bank.test/api/js/87654321/main.js?t=sp",
        "https://bank.test/api/js/87654321?cb=jsonp1&t=sp",
        "https://bank.test/le_re/latest/overlay.js",
        "https://bank.test/api/account/87654321/configuration/setting",
        "https://bank.test/?u=https://lptag.liveperson.net/tag/tag.js?site=x",
        "https://liveperson.net.evil.test/x",
        "https://evil-liveperson.net/tag/x.js",
        "https://notliveperson.com/",
        "data:text/plain,https://lptag.liveperson.net/tag/tag.js",
        "blob:https://lptag.liveperson.net/6f1",
        "chrome-extension://liveperson.net/tag/tag.js",
    ] {
        assert_eq!(service(url), None, "{url}");
    }
}

#[test]
fn the_judgement_is_conditional() {
    let block = |url: &str, kind: &str| decision(url, kind, "shop.test").0;
    for kind in ["script", "sub_frame", "image", "xmlhttprequest", "ping", "beacon", "media", "font", "websocket", "other", "object"] {
        assert_eq!(block("https://va.v.liveperson.net/api/js/1?t=sp", kind), "block", "{kind}");
    }
    let of = |url: &str| decision(url, "script", "shop.test");
    let said = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(of("https://lptag.liveperson.net/tag/tag.js?site=1"), said("block", "allow-without-cookies", "allow"));
    assert_eq!(of("https://va.v.liveperson.net/api/js/1?t=ip"), said("block", "block", "allow"));
    assert_eq!(of("https://www.liveperson.com/logo.png"), said("allow-without-cookies", "allow-without-cookies", "allow"));
    assert_eq!(of("https://static-assets.z1.fs.liveperson.com/x.js"), said("block", "block", "allow"));
    assert_eq!(of("https://shop.test/main.js"), said("allow", "allow", "allow"));
    // A document that the visitor navigates to, and LivePerson's own sites, are never touched.
    let untouched = said("allow", "allow", "allow");
    assert_eq!(decision("https://server.iad.liveperson.net/hc/1/?cmd=file", "main_frame", ""), untouched);
    assert_eq!(decision("https://lptag.liveperson.net/tag/tag.js?site=1", "script", "www.liveperson.com"), untouched);
    assert_eq!(decision("https://accdn.lpsnmedia.net/x", "xmlhttprequest", "Authentication.LivePerson.net."), untouched);
}

#[test]
fn stored_items_are_known_by_name_place_and_kind() {
    let catalogue = catalogue();
    let items = ItemClassifier::new(&catalogue).unwrap();
    let of = |kind: Kind, name: &str, domain: &str| {
        let answer = items.classify(kind, name, domain);
        answer.class.map(|class| serde_json::to_value(class).unwrap().as_str().unwrap().to_owned())
    };
    use Kind::{Cookie, IndexedDb, LocalStorage, SessionStorage};
    for (kind, name, domain, class) in [
        (Cookie, "LPVID", ".shop.test", "persistent-id"),
        (Cookie, "lpVID", "shop.test", "persistent-id"),
        (Cookie, "LPSID-12345678", "shop.test", "session"),
        (Cookie, "lpSessionID", "shop.test", "session"),
        (Cookie, "LPVisitorID", ".liveperson.net", "persistent-id"),
        (Cookie, "LivePersonID", "first-party and liveperson.net", "persistent-id"),
        (LocalStorage, "lpLastVisit-12345678", "shop.test", "persistent-timestamp"),
        (Cookie, "lpLastVisit", "shop.test", "persistent-timestamp"),
        (SessionStorage, "lpTabId", "shop.test", "functional"),
        (IndexedDb, "LPSecureStorage", "shop.test", "persistent-id"),
        (IndexedDb, "LPSecureStorage/lpSS/12345678lpsmt", "shop.test", "persistent-id"),
        (IndexedDb, "LPSecureStorage/lpSS/tk1673849562404", "shop.test", "functional"),
        (IndexedDb, "LPSecureStorage/lpSS/something-new", "shop.test", "persistent-id"),
        (LocalStorage, "12345678lpsmt", "shop.test", "persistent-id"),
        (IndexedDb, "12345678-unAuthJWT", "shop.test", "persistent-id"),
        (Cookie, "LPCID-12345678", "shop.test", "conversation"),
        (Cookie, "s.browser", "12345678.va.cobrowse.liveperson.net", "cobrowse"),
        (Cookie, "JSESSIONID", "va.v.liveperson.net", "functional"),
        (Cookie, "somethingNew", ".liveperson.net", "unlisted"),
        (Cookie, "idpLastSiteId", "liveperson.net (agent login)", "agent"),
    ] {
        assert_eq!(of(kind, name, domain).as_deref(), Some(class), "{kind:?} {name} on {domain}");
    }
    for (kind, name, domain) in [
        (Cookie, "lpv12345", "shop.test"),
        (Cookie, "visitor_id296292", "shop.test"),
        (Cookie, "li_gc", ".linkedin.com"),
        (Cookie, "lp_320618", "shop.test"),
        (Cookie, "LPVIDx", "shop.test"),
        (Cookie, "myLPVID", "shop.test"),
        (Cookie, "JSESSIONID", "shop.test"),
        (Cookie, "dtCookie", "first-party (set by script of liveperson.net)"),
        (Cookie, "s.browser", "shop.test"),
        (Cookie, "session", ".liveperson.net.evil.test"),
        (Cookie, "lpTabId", "shop.test"),
        (LocalStorage, "lct", "shop.test"),
        (LocalStorage, "tk1673849562404", "shop.test"),
        (IndexedDb, "OtherDatabase/lpSS2/x", "shop.test"),
        (SessionStorage, "", "shop.test"),
    ] {
        assert_eq!(of(kind, name, domain), None, "{kind:?} {name} on {domain}");
    }
}

#[test]
fn lines_are_answered_in_order_and_a_malformed_one_does_not_stop_the_run() {
    let catalogue = catalogue();
    let (requests, items) = (RequestClassifier::new(&catalogue), ItemClassifier::new(&catalogue).unwrap());
    let answer = |n: usize, line: &str| -> serde_json::Value { serde_json::from_str(&classify_line(&requests, &items, n, line)).unwrap() };
    let tag = answer(1, "request\thttps://lptag.liveperson.net/tag/tag.js?site=1\tscript\thttps://shop.test/cart\r\n");
    assert_eq!(tag["vendor"], "LivePerson");
    assert_eq!(tag["role"], "tag");
    assert_eq!(tag["category"], "marketing");
    assert_eq!(tag["class"], serde_json::Value::Null);
    assert_eq!(tag["filter"], "||liveperson.net/tag/tag.js$third-party");
    assert_eq!(tag["decision"]["ask"], "block");
    let item = answer(2, "item\tCookie\tLPVID\tshop.test");
    assert_eq!(item["class"], "persistent-id");
    assert_eq!(item["decision"], serde_json::json!({ "ask": "block", "chat": "session-only", "allow": "allow" }));
    assert_eq!(answer(3, "item\tlocal_storage\tx\tshop.test")["vendor"], serde_json::Value::Null);
    for (n, line) in [
        "",
        "request",
        "request\thttps://x.test/\tscript",
        "request\tnonsense\tscript\tx",
        "item\tjar\tLPVID\tx",
        "item\tcookie\t\tx",
        "GET / HTTP/1.1",
        "request\thttps://x.test/\t\tx",
        "request\ta\tb\tc\td",
    ]
    .iter()
    .enumerate()
    {
        let error = answer(n + 10, line);
        assert!(error["error"].as_str().unwrap().contains(&format!("line {}", n + 10)), "{line}: {error}");
        assert_eq!(error["line"], n + 10);
    }
}

/// Two services of one reach that fit the same URL would make the answer depend on the engine's tables.
#[test]
fn one_service_of_a_reach_fits_a_url() {
    let catalogue = catalogue();
    let reaches = |url: &str, kind: &str| -> Vec<(String, String)> {
        catalogue
            .services
            .iter()
            .filter(|entry| {
                let mut alone = catalogue.clone();
                alone.services.retain(|other| other.id == entry.id);
                RequestClassifier::new(&alone).classify(url, kind, "shop.test").unwrap().vendor.is_some()
            })
            .map(|entry| (format!("{:?}", entry.reach), entry.id.clone()))
            .collect()
    };
    let shape = |url: &str| url.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).take(120).collect::<String>();
    let mut seen = std::collections::HashSet::new();
    for row in captures::urls().into_iter().filter(|row| row.liveperson) {
        if !seen.insert(shape(&row.url)) {
            continue;
        }
        let fitting = reaches(&row.url, &row.kind);
        let mut names: Vec<&String> = fitting.iter().map(|(reach, _)| reach).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), fitting.len(), "{}: {fitting:?}", row.url);
    }
}
