//! HARs in the shapes of the programs that write them.

use serde_json::{Value, json};

/// When every file begins. Milliseconds since 1970.
pub(crate) const START: f64 = 1_795_430_400_000.0;

/// A time after the beginning, as Chrome writes it.
pub(crate) fn at(offset: f64) -> String {
    askfirst::report::iso(START + offset).unwrap()
}

/// A header.
pub(crate) fn header(name: &str, value: &str) -> Value {
    json!({"name": name, "value": value})
}

/// The least that is a request and its answer.
pub(crate) fn entry(offset: f64, url: &str, status: i32) -> Value {
    json!({
        "startedDateTime": at(offset), "time": 40.5,
        "request": {"method": "GET", "url": url, "httpVersion": "h2", "headers": [], "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0},
        "response": {"status": status, "statusText": "", "httpVersion": "h2", "headers": [], "cookies": [],
            "content": {"size": 10, "mimeType": "text/javascript"}, "redirectURL": "", "headersSize": -1, "bodySize": -1},
        "cache": {}, "timings": {"blocked": -1, "send": 0.1, "wait": 40, "receive": 0.4}
    })
}

const SP: &str = "https://va.v.liveperson.net/api/js/58507821?sid=U-BovHjoSB-8NHY1wiiF_g&cb=lpCb89199x36177&t=sp&ts=1493360615976&pid=2405550500\
    &tid=1598420159&vid=hhNjI3MTA4MTlhYTJjNTBl&rvt=1493360526188&pt=JCPenney%20%7C%20Signed%20Out&u=https%3A%2F%2Fwww.jcpenney.com%2F%3FDPSLogout%3Dtrue\
    &r=https%3A%2F%2Fwww.jcpenney.com%2Fcart&sdes=%5B%7B%22type%22%3A%22ctmrinfo%22%2C%22info%22%3A%7B%22customerId%22%3A%22C-4711%22%7D%7D%5D&df=0&os=0";

fn page(id: &str, offset: f64, title: &str, content: Value, load: Value) -> Value {
    json!({"startedDateTime": at(offset), "id": id, "title": title, "pageTimings": {"onContentLoad": content, "onLoad": load}})
}

fn on(page: &str, kind: &str, mut entry: Value) -> Value {
    entry["pageref"] = json!(page);
    entry["_resourceType"] = json!(kind);
    entry["_initiator"] =
        json!({"type": "script", "stack": {"callFrames": [{"functionName": "", "url": "https://www.jcpenney.com/app.js?v=1"}]}});
    entry["_priority"] = json!("High");
    entry
}

fn with_headers(mut entry: Value, request: &[(&str, &str)], response: &[(&str, &str)]) -> Value {
    let list = |headers: &[(&str, &str)]| headers.iter().map(|(name, value)| header(name, value)).collect::<Vec<_>>();
    entry["request"]["headers"] = json!(list(request));
    entry["response"]["headers"] = json!(list(response));
    entry
}

/// Chrome's export with sensitive data: two pages, and a conversation on the second.
pub(crate) fn chrome() -> Value {
    let document = |page: &str, offset: f64, url: &str| on(page, "document", entry(offset, url, 200));
    let set = "LPVisitorID=VisA; Expires=Tue, 23 Nov 2027 10:40:00 GMT; Domain=liveperson.net; Path=/; HttpOnly\nLPSessionID=SesB; Domain=.liveperson.net; Path=/; HttpOnly";
    let mut socket =
        on("page_2", "websocket", entry(6000.0, "wss://va.msg.liveperson.net/ws_api/account/58507821/messaging/consumer?v=3", 101));
    socket["_webSocketMessages"] = json!([
        {"type": "send", "time": 1.0, "opcode": 1, "data": "{}"}, {"type": "receive", "time": 1.0, "opcode": 1, "data": "{}"},
        {"type": "send", "time": 1.0, "opcode": 1, "data": "Hello"}
    ]);
    let referer = [("referer", "https://www.jcpenney.com/")];
    json!({"log": {
        "version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"},
        "pages": [
            page("page_1", 0.0, "https://www.jcpenney.com/", json!(650.5), json!(1200)),
            page("page_2", 5000.0, "https://www.jcpenney.com/cart", json!(300), Value::Null)
        ],
        "entries": [
            with_headers(document("page_1", 0.0, "https://www.jcpenney.com/"), &[("cookie", "a=1; LPVID=hhNjI3MTA4MTlhYTJjNTBl")], &[]),
            with_headers(on("page_1", "script", entry(310.0, "https://lptag.liveperson.net/tag/tag.js?site=58507821", 200)), &referer, &[]),
            on("page_1", "script", entry(420.0,
                "https://lptag.liveperson.net/lptag/api/account/58507821/configuration/applications/taglets/.jsonp?df=0&b=3", 200)),
            on("page_1", "document", entry(500.0,
                "https://lpcdn.lpsnmedia.net/le_unified_window/8.10.0.7-release_2719/le_secure_storage/storage.secure.min.html?loc=https%3A%2F%2Fwww.jcpenney.com&site=58507821&asmr=15&env=prod", 200)),
            with_headers(on("page_1", "script", entry(700.0, SP, 200)), &referer, &[("set-cookie", set)]),
            with_headers(on("page_1", "script", entry(900.0,
                "https://va.v.liveperson.net/api/js/58507821?sid=U-BovHjoSB-8NHY1wiiF_g&cb=lpCb5614x68020&t=pl&ts=1493360233314&pid=1540764403&tid=1598420159&vid=hhNjI3MTA4MTlhYTJjNTBl", 200)),
                &[("cookie", "LPVisitorID=VisA; LPSessionID=SesB")], &[]),
            document("page_2", 5000.0, "https://www.jcpenney.com/cart"),
            on("page_2", "xhr", entry(5200.0, "https://va.shiftstatus.liveperson.net/api/account/58507821/status", 200)),
            socket,
            with_headers(on("page_2", "xhr", entry(6500.0, "https://www.jcpenney.com/api", 200)), &[], &[("set-cookie", "LPCID-58507821=c; Path=/")])
        ]
    }})
}

/// Firefox: titles of documents, offsets in dates, entries out of order, requests without an answer.
pub(crate) fn firefox() -> Value {
    let date = |offset: f64| at(offset).replace('Z', "+00:00");
    let mut tag = entry(0.0, "https://lptag.liveperson.net/tag/tag.js?site=1814750", 0);
    let mut identity = entry(0.0, "https://lo.idp.liveperson.net/api/account/1814750/anonymous/authorize", 200);
    identity["request"]["method"] = json!("POST");
    identity["request"]["postData"] = json!({"mimeType": "application/json", "params": [], "text": "{}"});
    let mut blocked = entry(0.0, "https://lo.v.liveperson.net/api/js/1814750", 0);
    blocked["response"]["_error"] = json!("net::ERR_BLOCKED_BY_CLIENT");
    blocked["request"]["method"] = json!("POST");
    let mut document = entry(0.0, "https://www.o2.co.uk/help?session=1#top", 200);
    document["request"]["headers"] = json!([header("Sec-Fetch-Dest", "document"), header("Accept", "text/html,*/*")]);
    for (entry, offset) in [(&mut tag, 100.0), (&mut identity, 300.0), (&mut blocked, 400.0), (&mut document, 5.0)] {
        entry["startedDateTime"] = json!(date(offset));
        entry["pageref"] = json!("page_1");
        entry["time"] = json!(-1);
    }
    tag["response"] = json!({"status": 0, "headers": [], "cookies": [], "content": {"mimeType": "", "size": 0}});
    json!({"log": {
        "version": "1.2", "creator": {"name": "Firefox", "version": "153.0"}, "browser": {"name": "Firefox", "version": "153.0"},
        "entries": [blocked, tag, document, identity],
        "pages": [{"startedDateTime": date(0.0), "id": "page_1", "title": "Help | O2", "pageTimings": {"onContentLoad": -1, "onLoad": -1}}]
    }})
}

/// mitmproxy: no pages, dates in microseconds, lists of cookies, a tag on a host of the site's own.
pub(crate) fn mitmproxy() -> Value {
    let date = |offset: f64| at(offset).replace('Z', "123+00:00");
    let mut entries = Vec::new();
    let mut add = |offset: f64, url: &str, headers: Value, mime: &str| {
        let mut entry = entry(0.0, url, 200);
        entry["startedDateTime"] = json!(date(offset));
        entry["request"]["headers"] = headers;
        entry["response"]["content"]["mimeType"] = json!(mime);
        entries.push(entry);
    };
    let document = json!([header("accept", "text/html,application/xhtml+xml")]);
    let by = |referer: &str| json!([header("referer", referer)]);
    let start = |page: &str| {
        let page = page.replace(':', "%3A").replace('/', "%2F");
        format!("https://sy.v.liveperson.net/api/js/8368687?cb=lpCb1x2&t=sp&ts=1493360615976&pid=24055505{}&u={page}", page.len())
    };
    add(0.0, "https://www.telstra.com.au/", document.clone(), "text/html; charset=utf-8");
    let media = "https://lpcdn.messaging.telstra.com.au/le_re/3.61.0-release_1396603402/jsv2/UISuite.js";
    add(200.0, media, by("https://www.telstra.com.au/"), "text/javascript");
    add(300.0, &start("https://www.telstra.com.au/"), by("https://www.telstra.com.au/"), "text/javascript");
    add(9000.0, "https://www.telstra.com.au/plans", document, "text/html");
    add(9250.0, &start("https://www.telstra.com.au/plans"), by("https://www.telstra.com.au/"), "text/javascript");
    json!({"log": {"version": "1.2", "creator": {"name": "mitmproxy", "version": "11.0"}, "pages": [], "entries": entries}})
}
