//! `cargo xtask audit` on HARs in the shapes of the programs that write them. The addresses are those of captured pages.
#![cfg(test)]

mod hars;

use hars::{START, at, chrome, entry, firefox, header, mitmproxy};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};
use xtask::audit::{Audit, ConsentAt, Wanted, audit};

fn told(har: &Value, wanted: &Wanted) -> Audit {
    audit(har.to_string().as_bytes(), "test.har", wanted).unwrap()
}

/// The audit as JSON, which keeps to the published form.
fn checked(har: &Value, wanted: &Wanted) -> Value {
    let answer: Value = serde_json::from_str(&told(har, wanted).to_json().unwrap()).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../schemas/audit-1.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&answer).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(wrong, Vec::<String>::new());
    answer
}

/// Each event of a page in short: what, service or cookie, offset.
fn events(page: &Value) -> Vec<String> {
    let events = page["events"].as_array().unwrap().iter();
    events
        .map(|event| {
            let name = event["request"]["service"].as_str().or(event["cookie"]["name"].as_str()).unwrap();
            format!("{} {name} {}", event["what"].as_str().unwrap(), event["offset"])
        })
        .collect()
}

/// Runs the command itself, with `input` on its standard input.
fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let mut child =
        command.arg("audit").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that refuses its arguments reads nothing.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

#[test]
fn chrome_tells_pages_order_and_what_was_sent_and_stored() {
    let answer = checked(&chrome(), &Wanted::default());
    let page = &answer["pages"][0];
    assert_eq!(page["address"], "https://www.jcpenney.com/");
    assert_eq!(
        events(page),
        [
            "stored LPVID 0.0",
            "loaded tag-script 310.0",
            "loaded taglets 420.0",
            "sent secure-storage 500.0",
            "sent monitoring-start 700.0",
            "stored LPVisitorID 700.0",
            "stored LPSessionID 700.0",
            "sent monitoring-loaded 900.0",
        ]
    );
    let start = &page["events"][4];
    assert_eq!(start["order"], json!({"domContentLoaded": "after", "load": "before", "chat": "before", "consent": null}));
    let names: Vec<(&str, &str)> = start["request"]["told"]
        .as_array()
        .unwrap()
        .iter()
        .map(|told| (told["name"].as_str().unwrap(), told["personal"].as_str().unwrap()))
        .collect();
    for one in [("sdes", "direct"), ("vid", "identifier"), ("u", "browsing"), ("pt", "browsing"), ("t", "no")] {
        assert!(names.contains(&one), "{one:?}: {names:?}");
    }
    // Without being asked for, nothing personal is told.
    let text = answer.to_string();
    for secret in ["DPSLogout", "C-4711", "hhNjI3MTA4MTlhYTJjNTBl", "Signed Out"] {
        assert!(!text.contains(secret), "{secret}");
    }
    let visitor = &page["events"][5]["cookie"];
    assert_eq!((&visitor["asked"], &visitor["domain"]), (&json!({"seconds": 31_535_999}), &json!("liveperson.net")));
    assert_eq!((&visitor["firstParty"], &visitor["sentBack"]), (&json!(false), &json!(true)));
    let own = &page["events"][0]["cookie"];
    assert_eq!((&own["firstParty"], &own["shown"]), (&json!(true), &json!("sent-back")));
    let with_values = checked(&chrome(), &Wanted { values: true, ..Wanted::default() }).to_string();
    assert!(with_values.contains("C-4711") && with_values.contains("hhNjI3MTA4MTlhYTJjNTBl"));
}

#[test]
fn a_conversation_is_told_and_what_it_needs_is_not_counted_after_it() {
    let answer = checked(&chrome(), &Wanted::default());
    let page = &answer["pages"][1];
    assert_eq!(events(page), ["loaded opening-hours 200.0", "sent messaging 1000.0", "stored LPCID-58507821 1500.0"]);
    assert_eq!(page["events"][1]["request"]["messagesSent"], 2);
    let counted = |at: usize| page["events"][at]["needsConsent"].as_bool().unwrap();
    assert_eq!([counted(0), counted(1), counted(2)], [true, false, false]);
    assert_eq!(page["chatOpened"], 1000.0);
}

#[test]
fn what_is_after_consent_does_not_count() {
    let count = |consent_at: Option<ConsentAt>| {
        let answer = checked(&chrome(), &Wanted { consent_at, ..Wanted::default() });
        (answer["summary"]["needsConsent"].as_u64().unwrap(), answer["summary"]["beforeConsent"].as_u64().unwrap())
    };
    assert_eq!(count(None), (9, 9));
    assert_eq!(count(Some(ConsentAt::After(450.0))), (9, 3));
    assert_eq!(count(Some(ConsentAt::Time(START + 450.0))), (9, 3));
    assert_eq!(count(Some(ConsentAt::After(1.0))), (9, 1), "LPVID was there at the very beginning");
    let table = told(&chrome(), &Wanted { consent_at: Some(ConsentAt::After(450.0)), ..Wanted::default() }).to_table(100);
    let at = |text: &str| table.find(text).unwrap_or_else(|| panic!("{text} in {table}"));
    assert!(at("taglets") < at("consent was given") && at("consent was given") < at("monitoring-start"), "{table}");
}

#[test]
fn firefox_blocked_requests_and_entries_out_of_order() {
    let answer = checked(&firefox(), &Wanted::default());
    let page = &answer["pages"][0];
    assert_eq!(page["address"], "https://www.o2.co.uk/help");
    assert_eq!(events(page), ["loaded tag-script 100.0", "sent identity 300.0", "sent monitoring-host 400.0"]);
    let outcomes: Vec<&str> =
        page["events"].as_array().unwrap().iter().map(|event| event["request"]["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["unanswered", "answered", "blocked"]);
    assert_eq!(page["events"][2]["needsConsent"], false);
    assert_eq!(page["domContentLoaded"], Value::Null);
}

#[test]
fn a_proxys_file_without_pages_gets_them_from_documents_and_what_requests_say() {
    let answer = checked(&mitmproxy(), &Wanted::default());
    let pages = answer["pages"].as_array().unwrap();
    let short: Vec<(&str, &str, Vec<String>)> =
        pages.iter().map(|page| (page["address"].as_str().unwrap(), page["how"].as_str().unwrap(), events(page))).collect();
    assert_eq!(short.len(), 2, "{short:?}");
    assert_eq!(short[0].0, "https://www.telstra.com.au/");
    assert_eq!(short[0].1, "document");
    assert_eq!(short[0].2, ["loaded own-host-media 200.0", "sent monitoring-start 300.0"]);
    assert!(pages[0]["events"][0]["request"]["disguised"].as_bool().unwrap());
    assert_eq!(short[1], ("https://www.telstra.com.au/plans", "document", vec!["sent monitoring-start 250.0".to_owned()]));
    // Only what went to LivePerson: the pages are those that monitoring names.
    let mut theirs = mitmproxy();
    theirs["log"]["entries"].as_array_mut().unwrap().retain(|entry| entry["request"]["url"].as_str().unwrap().contains("liveperson.net"));
    let answer = checked(&theirs, &Wanted::default());
    let addresses: Vec<&str> = answer["pages"].as_array().unwrap().iter().map(|page| page["address"].as_str().unwrap()).collect();
    assert_eq!(addresses, ["https://www.telstra.com.au/", "https://www.telstra.com.au/plans"]);
}

#[test]
fn a_request_that_a_service_worker_answered_is_told_once() {
    let url = "https://lptag.liveperson.net/tag/tag.js?site=58507821";
    let mut by_page = entry(100.0, url, 200);
    by_page["_fetchedViaServiceWorker"] = json!(true);
    by_page["time"] = json!(80);
    let har = json!({"log": {"entries": [by_page, entry(120.0, url, 200)]}});
    assert_eq!(checked(&har, &Wanted::default())["summary"]["requests"], 1);
}

#[test]
fn a_file_without_live_person_says_so_plainly() {
    let har = json!({"log": {"version": "1.2", "entries": [entry(0.0, "https://shop.test/?lpv12345=1", 200)]}});
    assert!(!told(&har, &Wanted::default()).fails_before_consent());
    assert!(told(&har, &Wanted::default()).to_table(80).contains("LivePerson is not in this file"));
    assert_eq!(checked(&har, &Wanted::default())["summary"]["livePerson"], false);
}

#[test]
fn what_a_file_says_cannot_move_the_terminal() {
    let mut har = chrome();
    har["log"]["creator"]["name"] = json!("\u{1b}]0;x\u{7}\u{202e}");
    har["log"]["entries"][1]["request"]["url"] =
        json!("https://lptag.liveperson.net/tag/tag.js?site=1\u{1b}[2J\nNothing that needs consent happened.");
    let table = told(&har, &Wanted { values: true, ..Wanted::default() }).to_table(200);
    assert!(!table.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{table}");
    assert!(!table.lines().any(|line| line.starts_with("Nothing")), "{table}");
}

#[test]
fn rows_are_bounded_and_what_is_beyond_them_counts() {
    let url = "https://lptag.liveperson.net/tag/tag.js?site=58507821";
    let entries: Vec<Value> = (0..20_005).map(|number| entry(f64::from(number), url, 200)).collect();
    let answer = checked(&json!({"log": {"entries": entries}}), &Wanted::default());
    assert_eq!(answer["dropped"], json!([{"service": "tag-script", "count": 5, "beforeConsent": true}]));
    assert_eq!(answer["summary"]["beforeConsent"], 20_005);
}

#[test]
fn the_exit_status_tells_what_was_found() {
    let har = chrome().to_string();
    let status = |arguments: &[&str], input: &str| run(arguments, input.as_bytes()).status.code();
    assert_eq!(status(&["-"], &har), Some(0));
    assert_eq!(status(&["-", "--fail-before-consent"], &har), Some(1));
    assert_eq!(status(&["-", "--fail-before-consent", "--json"], &har), Some(1));
    assert_eq!(status(&["-", "--fail-before-consent", "--consent-at", "2026-01-01T00:00:00Z"], &har), Some(0));
    assert_eq!(status(&["-", "--fail-before-consent", "--consent-at", "0s"], &har), Some(0));
    assert_eq!(status(&["-", "--fail-before-consent", "--consent-at", "1s"], &har), Some(1));
    let clean = json!({"log": {"entries": [entry(0.0, "https://shop.test/", 200)]}}).to_string();
    assert_eq!(status(&["-", "--fail-before-consent"], &clean), Some(0));
    let marked = format!("\u{feff}{har}");
    assert_eq!(status(&["-"], &marked), Some(0));
    for wrong in [&[][..], &["--jsno", "-"], &["/no/such/file.har"], &["-", "--consent-at", "soon"]] {
        let output = run(wrong, b"");
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(output.stdout.is_empty() && output.stderr.starts_with(b"error: "), "{output:?}");
    }
    let cut = run(&["-", "--fail-before-consent"], &har.as_bytes()[..har.len() / 2]);
    assert_eq!(cut.status.code(), Some(2));
    let said = String::from_utf8(cut.stderr).unwrap();
    assert!(
        said.contains(&format!("(byte {})", har.len() / 2)) && said.contains("line 1") && said.contains("ends in the middle"),
        "{said}"
    );
    let help = run(&["--help"], b"");
    assert_eq!(help.status.code(), Some(0));
    assert!(String::from_utf8(help.stdout).unwrap().contains("--fail-before-consent"));
}

/// A HAR of `entries` foreign requests with bodies of a megabyte each, and a few of LivePerson's, made while it is read.
struct Endless {
    left: u64,
    now: std::io::Cursor<Vec<u8>>,
    body: String,
}

impl Endless {
    fn new(entries: u64) -> Self {
        let begin = br#"{"log":{"entries":["#.to_vec();
        Self { left: entries, now: std::io::Cursor::new(begin), body: "0123456789\\n\\u00fc ".repeat(55_000) }
    }
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.now.read(into)?;
        if read > 0 || self.left == 0 {
            return Ok(read);
        }
        self.left -= 1;
        let url =
            if self.left.is_multiple_of(50) { "https://lptag.liveperson.net/tag/tag.js?site=58507821" } else { "https://shop.test/video" };
        let mut entry = entry(self.left as f64, url, 200);
        entry["response"]["content"]["text"] = json!("BODY");
        entry["request"]["postData"] = json!({"mimeType": "text/plain", "text": "BODY"});
        let end = if self.left == 0 { "]}}" } else { "," };
        self.now = std::io::Cursor::new((entry.to_string().replacen("BODY", &self.body, 2) + end).into_bytes());
        self.now.read(into)
    }
}

/// Feeds the command `entries` entries of some two megabytes, and answers the memory that it took at most. Bytes.
fn peak(entries: u64) -> u64 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let mut child = command.args(["audit", "--json", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let fed = std::io::copy(&mut Endless::new(entries), &mut input).unwrap();
    assert!(fed > entries * 1_500_000);
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&answer["file"]["entries"], &answer["file"]["bytes"]), (&json!(entries), &json!(fed)));
    assert_eq!(answer["summary"]["requests"], json!(entries.div_ceil(50)));
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

/// Memory for the program, the catalogue and the filters, and none for bodies.
const MEMORY: u64 = 48 << 20;

#[test]
#[cfg(target_os = "linux")]
fn bodies_take_no_memory() {
    let used = peak(30);
    assert!(used < MEMORY, "{used} bytes");
}

/// `cargo test --release -p xtask --test audit -- --ignored`
#[test]
#[ignore = "a gigabyte takes long without optimisation"]
#[cfg(target_os = "linux")]
fn a_gigabyte_takes_no_more() {
    let begin = std::time::Instant::now();
    let used = peak(600);
    println!("{used} bytes, {:?}", begin.elapsed());
    assert!(used < MEMORY, "{used} bytes");
}

#[test]
fn an_entry_in_any_shape_is_read_or_refused_with_its_place() {
    let base = chrome();
    for part in ["response", "_initiator", "_resourceType", "time", "pageref", "cache", "timings", "_webSocketMessages", "request"] {
        for value in [json!(null), json!("text"), json!(-1), json!([]), json!([1, {"a": []}]), json!({}), json!(true)] {
            let mut har = base.clone();
            har["log"]["entries"][2][part] = value.clone();
            match audit(har.to_string().as_bytes(), "test.har", &Wanted::default()) {
                Ok(_) => assert_ne!(part, "request", "{value}"),
                Err(xtask::audit::AuditError::Har(error)) => {
                    assert_eq!((part, error.part.as_str(), error.line), ("request", "log.entries[2]", 1), "{value}: {error}");
                }
                Err(error) => panic!("{error:?}"),
            }
        }
    }
    let mut har = base;
    har["log"]["entries"][0]["request"]["headers"] = json!([header("Cookie", "LPVID=x"), 3, null, {"name": 7}]);
    har["log"]["entries"][0]["startedDateTime"] = json!(at(0.0));
    assert!(told(&har, &Wanted::default()).fails_before_consent());
}
