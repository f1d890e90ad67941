//! The settings that hold for every site, and the file that carries all of them.
#![cfg(test)]

use askfirst::allowances::{Choice, Span};
use askfirst::policy::Mode;
use askfirst::settings::{Fault, LONGEST_FILE, Portable, Problem, Settings, ShownSettings};
use proptest::prelude::*;
use serde_json::{Value, json};

fn import(text: &str) -> Result<Portable, Problem> {
    Portable::import(text, |name| name == "liveperson.net")
}

/// A file that is right, changed in one place.
fn changed(pointer: &str, value: Value) -> Problem {
    let mut file = json!({
        "askFirstSettings": 1,
        "defaultMode": "ask",
        "chatButton": { "shown": true, "hiddenOn": ["news.test"] },
        "sites": [
            { "site": "shop.test", "mode": "allow", "lasts": "always" },
            { "site": "bank.test", "mode": "chat", "lasts": "day", "until": 1_800_000_000_000_u64 },
        ],
    });
    import(&file.to_string()).expect("the control: unchanged it is right");
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match file.pointer_mut(pointer) {
        Some(place) => *place = value,
        None => drop(file.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(name.to_owned(), value)),
    }
    import(&file.to_string()).expect_err(pointer)
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (pointer, value, place, fault, told) in [
        ("/defaultMode", json!("block"), "defaultMode", Fault::NotAMode, "block"),
        ("/chatButton", json!([]), "chatButton", Fault::NotAnObject, "[]"),
        ("/chatButton/shown", json!("yes"), "chatButton.shown", Fault::NotYesOrNo, "yes"),
        ("/chatButton/hiddenOn", json!({}), "chatButton.hiddenOn", Fault::NotAList, "{}"),
        ("/chatButton/hiddenOn", json!(["a.test", "a.test"]), "chatButton.hiddenOn[1]", Fault::Twice, "a.test"),
        ("/chatButton/hiddenOn", json!(["a.test", 7]), "chatButton.hiddenOn[1]", Fault::NotASite, "7"),
        ("/sites/1/mode", json!("allowed"), "sites[1].mode", Fault::NotAMode, "allowed"),
        ("/sites/1/mode", json!(null), "sites[1].mode", Fault::NotAMode, "null"),
        ("/sites/0/lasts", json!("tab"), "sites[0].lasts", Fault::NotADuration, "tab"),
        ("/sites/1/until", json!("tomorrow"), "sites[1].until", Fault::NotATime, "tomorrow"),
        ("/sites/1/until", json!(-5), "sites[1].until", Fault::NotATime, "-5"),
        ("/sites/0/until", json!(5), "sites[0].until", Fault::Unknown, "5"),
        ("/sites/0/note", json!("mine"), "sites[0]", Fault::Unknown, "note"),
        ("/sites/1/site", json!("shop.test"), "sites[1].site", Fault::Twice, "shop.test"),
        ("/sites/0/site", json!("www.shop.test"), "sites[0].site", Fault::NotASite, "www.shop.test"),
        ("/sites/0/site", json!("*.test"), "sites[0].site", Fault::NotASite, "*.test"),
        ("/sites/0/site", json!("liveperson.net"), "sites[0].site", Fault::NotASite, "liveperson.net"),
        ("/sites/0", json!("shop.test"), "sites[0]", Fault::NotAnObject, "shop.test"),
        ("/sites/1", json!({ "site": "a.test", "mode": "ask", "lasts": "day" }), "sites[1]", Fault::Missing, "until"),
        ("/sites", json!(vec![0; 10_001]), "sites", Fault::TooMany, "10000"),
        ("/askFirstSettings", json!(2), "askFirstSettings", Fault::Newer, "2"),
        ("/askFirstSettings", json!("1"), "askFirstSettings", Fault::NotSettings, "1"),
        ("/theme", json!("dark"), "", Fault::Unknown, "theme"),
    ] {
        let problem = changed(pointer, value);
        assert_eq!((problem.place.as_str(), problem.fault, problem.value.as_str()), (place, fault, told), "{pointer}");
    }
}

#[test]
fn another_file_is_told_from_settings() {
    assert_eq!(import("").unwrap_err().fault, Fault::NotJson);
    assert_eq!(import("{ nonsense").unwrap_err().fault, Fault::NotJson);
    assert_eq!(import("[]").unwrap_err().fault, Fault::NotSettings);
    assert_eq!(import("{}").unwrap_err().fault, Fault::NotSettings);
    // A later version's file may have anything else in it.
    assert_eq!(import(r#"{ "askFirstSettings": 7, "new": true }"#).unwrap_err().fault, Fault::Newer);
    assert_eq!(import(&" ".repeat(LONGEST_FILE + 1)).unwrap_err().fault, Fault::TooLong);
    let long = "x".repeat(500);
    assert!(changed("/defaultMode", json!(long)).value.chars().count() < 70, "a long value is cut");
}

#[test]
fn an_editors_additions_do_no_harm() {
    let mut file: Value = serde_json::from_str(&Portable::default().export()).unwrap();
    file["$schema"] = json!("settings-1.json");
    assert_eq!(import(&format!("\u{feff}{file}")).unwrap(), Portable::default());
}

#[test]
fn the_largest_file_that_is_written_can_be_read() {
    let name = |n: usize| format!("{n}.{}.test", "a".repeat(240));
    let choice = Choice { mode: Mode::Allow, span: Span::Until(u64::MAX) };
    let mut all = Portable { sites: (0..10_000).map(|n| (name(n), choice)).collect(), ..Portable::default() };
    all.hidden_on = all.sites.keys().cloned().collect();
    assert_eq!(import(&all.export()).unwrap(), all);
    let shown = ShownSettings::from(all);
    assert_eq!((shown.sites.len(), shown.hidden_on.len()), (10_000, 10_000));
}

#[test]
fn what_is_stored_is_read_again_and_nothing_else_is() {
    for mode in [Mode::Ask, Mode::Chat, Mode::Allow] {
        let settings = Settings::new(mode);
        assert_eq!(Settings::read(Some(&settings.to_json())).unwrap(), settings);
    }
    assert_eq!(Settings::read(None).unwrap(), Settings::default());
    assert_eq!(Settings::read(Some("null")).unwrap().default_mode, Mode::Ask);
    for not in ["", "{}", "7", r#"{"version":2,"defaultMode":"ask"}"#, r#"{"version":1,"defaultMode":"no"}"#] {
        assert!(Settings::read(Some(not)).is_err(), "{not}");
    }
}

/// The published description allows what is written, by name.
#[test]
fn the_schema_names_what_a_file_has() {
    let schema: Value = serde_json::from_str(include_str!("../extension/schemas/settings-1.json")).unwrap();
    let choice = Choice { mode: Mode::Chat, span: Span::Until(5) };
    let all = Portable { sites: [("a.test".to_owned(), choice)].into(), hidden_on: ["b.test".to_owned()].into(), ..Portable::default() };
    let file: Value = serde_json::from_str(&all.export()).unwrap();
    let named = |pointer: &str, object: &Value| {
        let properties = schema.pointer(pointer).and_then(Value::as_object).unwrap_or_else(|| panic!("{pointer}"));
        for name in object.as_object().unwrap().keys() {
            assert!(properties.contains_key(name), "{name} is not in the schema's {pointer}");
        }
    };
    named("/properties", &file);
    named("/properties/chatButton/properties", &file["chatButton"]);
    named("/properties/sites/items/properties", &file["sites"][0]);
    assert_eq!(schema["properties"]["askFirstSettings"]["const"], 1);
    assert_eq!(schema["additionalProperties"], false);
}

fn any_choice() -> impl Strategy<Value = Choice> {
    let mode = prop_oneof![Just(Mode::Ask), Just(Mode::Chat), Just(Mode::Allow)];
    let span = prop_oneof![Just(Span::Browser), Just(Span::Always), any::<u64>().prop_map(Span::Until)];
    (mode, span).prop_map(|(mode, span)| Choice { mode, span })
}

proptest! {
    #[test]
    fn an_exported_file_is_imported_as_it_was(
        button in any::<bool>(),
        default_mode in prop_oneof![Just(Mode::Ask), Just(Mode::Chat), Just(Mode::Allow)],
        sites in prop::collection::btree_map("[a-z0-9]{1,12}(\\.[a-z0-9_-]{1,9}){1,3}", any_choice(), 0..40),
        hidden_on in prop::collection::btree_set("[a-z0-9]{1,12}\\.test", 0..40),
    ) {
        let sites = sites.into_iter().filter(|(name, _)| !name.starts_with("www.")).collect();
        let all = Portable { default_mode, button, hidden_on, sites };
        prop_assert_eq!(import(&all.export()).unwrap(), all);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = import(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_file_with_a_letter_changed_is_read_whole_or_not_at_all(at in any::<prop::sample::Index>(), letter in any::<char>()) {
        let choice = Choice { mode: Mode::Chat, span: Span::Always };
        let all = Portable { sites: [("a.test".to_owned(), choice), ("b.test".to_owned(), choice)].into(), ..Portable::default() };
        let mut text: Vec<char> = all.export().chars().collect();
        let at = at.index(text.len());
        text[at] = letter;
        if let Ok(read) = import(&text.iter().collect::<String>()) {
            prop_assert_eq!(read.sites.len(), 2);
        }
    }
}
