use super::*;
use proptest::prelude::*;

/// What was read, in short.
#[derive(Default)]
struct Seen(Vec<String>);

impl Sink for Seen {
    fn page(&mut self, page: Page) {
        self.0.push(format!("page {:?} {:?}", page.id.text(), page.started.0));
    }
    fn entry(&mut self, entry: Entry) {
        self.0.push(format!("{} {} {:?}", entry.started.0, entry.request.url.0, entry.pageref.text()));
    }
    fn made_by(&mut self, what: &str, name: Option<String>, version: Option<String>) {
        self.0.push(format!("{what} {name:?} {version:?}"));
    }
}

fn read_all(bytes: &[u8]) -> Result<Vec<String>, HarError> {
    let mut seen = Seen::default();
    read(bytes, &mut seen).map(|_| seen.0)
}

fn error(bytes: &[u8]) -> HarError {
    read_all(bytes).expect_err("it is broken")
}

const ENTRY: &str = r#"{"startedDateTime":"2026-11-23T10:40:03.000Z","request":{"url":"https://a.test/"}}"#;

fn har(entries: &str) -> String {
    format!(r#"{{"log":{{"entries":[{entries}]}}}}"#)
}

#[test]
fn the_least_that_is_a_har_is_read() {
    assert_eq!(read_all(har("").as_bytes()).unwrap(), Vec::<String>::new());
    assert_eq!(read_all(har(ENTRY).as_bytes()).unwrap(), ["1795430403000 https://a.test/ None"]);
}

#[test]
fn order_nulls_and_unknown_fields_do_not_matter() {
    let file = r#"{"_x":[{}],"log":{"entries":[{"_y":{"z":[1,2]},"response":null,"time":"-1","pageref":3,"timings":[],"_initiator":"https://b.test/",
        "request":{"headers":null,"cookies":"none","url":"https://a.test/\ud83d","postData":[]},"startedDateTime":1795430403000}],
        "pages":[{"startedDateTime":null,"id":"p","pageTimings":{"onLoad":null}}],"creator":{"name":"X","version":2},"browser":null,"version":1.2}}"#;
    let seen = read_all(file.as_bytes()).unwrap();
    assert_eq!(
        seen,
        [
            "1795430403000 https://a.test/\u{fffd} Some(\"3\")",
            "page Some(\"p\") None",
            "creator Some(\"X\") Some(\"2\")",
            "browser None None",
            "version None Some(\"1.2\")"
        ]
    );
    assert_eq!(read_all(br#"{"log":{"pages":null,"entries":[]}}"#).unwrap(), Vec::<String>::new());
}

#[test]
fn a_byte_order_mark_and_packing_are_taken_off() {
    let plain = har(ENTRY);
    let marked = [BYTE_ORDER_MARK, plain.as_bytes()].concat();
    assert_eq!(read_all(&marked).unwrap().len(), 1);
    let mut packed = Vec::new();
    flate2::read::GzEncoder::new(marked.as_slice(), flate2::Compression::fast()).read_to_end(&mut packed).unwrap();
    assert_eq!(read_all(&packed).unwrap().len(), 1);
    let cut = error(packed.get(..packed.len() - 20).unwrap());
    assert!(cut.unpacked, "{cut}");
}

#[test]
fn every_mistake_has_its_place_and_says_what_is_expected() {
    let mut wrong = Vec::new();
    let broken_date = ENTRY.replace("2026-11-23T10:40:03.000Z", "soon");
    for (file, place, part, reason) in [
        (String::new(), (1, 0, 0), "", "the file is empty"),
        (" \n".to_owned(), (2, 0, 2), "", "the file ends in the middle"),
        ("{".to_owned(), (1, 1, 1), "", "the file ends in the middle"),
        ("[]".to_owned(), (1, 2, 1), "", "expected a HAR"),
        ("{}".to_owned(), (1, 2, 1), "", "`log` is missing"),
        ("\n\n{\"log\": 3}".to_owned(), (3, 10, 11), "log", "expected `log`, an object"),
        (r#"{"log":{}}"#.to_owned(), (1, 9, 8), "log", "`log.entries` is missing"),
        (r#"{"log":{"entries":{}}}"#.to_owned(), (1, 20, 19), "log", "expected `log.entries`, a list"),
        (r#"{"log":{"entries":null}}"#.to_owned(), (1, 22, 21), "log", "expected `log.entries`, a list"),
        (r#"{"log":{"pages":1,"entries":[]}}"#.to_owned(), (1, 18, 17), "log", "expected `log.pages`, a list"),
        (har("7"), (1, 21, 20), "log.entries[0]", "expected an object"),
        (har("{}"), (1, 21, 20), "log.entries[0]", "missing field `startedDateTime`"),
        (har(&format!("{ENTRY},\n{}", ENTRY.replace("\"url\"", "\"uri\""))), (2, 81, 183), "log.entries[1]", "missing field `url`"),
        ("{\"log\":\n{\"entries\": 7\n\n      }}".to_owned(), (2, 13, 20), "log", "expected `log.entries`, a list"),
        (har(&broken_date), (1, 45, 44), "log.entries[0]", "`startedDateTime` is `soon`, and no date"),
        (har("{\"a\" 1}"), (1, 25, 24), "log.entries[0]", "expected `:`"),
        (har("") + "{}", (1, 23, 22), "", "something follows"),
        (har("") + "\n\nx", (3, 1, 24), "", "something follows"),
        ("<html>".to_owned(), (1, 0, 0), "", "begins with `<`"),
        ("PK\u{3}\u{4}".to_owned(), (1, 0, 0), "", "ZIP"),
    ] {
        let error = error(file.as_bytes());
        assert!(error.reason.contains(reason), "{file}: {error}");
        assert_eq!(error.part, part, "{file}: {error}");
        let found = (error.line, error.column, error.offset);
        if found != place {
            wrong.push(format!("{file} at {place:?}: {error}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let utf16: Vec<u8> = har(ENTRY).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(error(&utf16).reason.contains("UTF-16"));
    assert!(error(&[b"\xff\xfe", utf16.as_slice()].concat()).reason.contains("UTF-16"));
    assert!(error(b"{\"log\":\"\xff\"}").reason.contains("unicode"));
}

#[test]
fn a_place_after_a_long_body_and_a_byte_order_mark_is_the_files_own() {
    let body = "x\\n".repeat(100_000);
    let file = format!("\u{feff}{{\"log\":\n{{\"entries\":[{{\"_body\":\"{body}\",\n\"startedDateTime\":?");
    let error = error(file.as_bytes());
    assert_eq!((error.line, error.column, error.offset), (3, 19, file.len() as u64 - 1), "{error}");
}

#[test]
fn a_file_that_was_cut_anywhere_says_so_at_its_end() {
    let file = har(&format!("{ENTRY},{ENTRY}"));
    for end in 1..file.len() {
        let error = error(file.get(..end).unwrap().as_bytes());
        assert!(error.reason.contains("ends in the middle"), "{end}: {error}");
        assert_eq!(error.offset, end as u64, "{error}");
    }
}

#[test]
fn what_is_nested_too_deeply_is_an_error() {
    let file = format!(r#"{{"log":{{"_x":{}"#, "[".repeat(100_000));
    assert!(error(file.as_bytes()).reason.contains("one in another"));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Err(error) = read_all(&bytes) {
            prop_assert!(error.line >= 1 && error.offset <= bytes.len() as u64 && !error.reason.is_empty());
        }
    }

    #[test]
    fn no_change_of_a_har_makes_it_panic(at in 0usize..190, byte in any::<u8>(), removed in 0usize..6) {
        let mut file = har(&format!("{ENTRY},{ENTRY}")).into_bytes();
        let at = at.min(file.len() - 1);
        let until = (at + removed).min(file.len());
        file.splice(at..until, [byte]);
        if let Err(error) = read_all(&file) {
            prop_assert!(error.line >= 1 && error.offset <= file.len() as u64 && !error.reason.is_empty());
        }
    }
}
