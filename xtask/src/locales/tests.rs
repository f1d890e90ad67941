//! Every language is complete, and what is wrong with one is found.

use super::*;
use serde_json::json;

const SOURCE: &str = r#"{
    "language": {"message": "en"}, "direction": {"message": "ltr"}, "name": {"message": "AskFirst"},
    "description": {"message": "Short."},
    "sent_one": {"message": "$NUMBER$ sent", "description": "Requests.", "placeholders": {"number": {"content": "$1", "example": "1"}}},
    "sent_other": {"message": "$NUMBER$ sent.", "placeholders": {"number": {"content": "$1", "example": "14"}}},
    "last": {"message": "Last"}
}"#;

const POLISH: &str = r#"{
    "language": {"message": "pl"}, "direction": {"message": "ltr"}, "name": {"message": "AskFirst"}, "description": {"message": "Krótko."},
    "sent_one": {"message": "wysłano $NUMBER$"}, "sent_few": {"message": "wysłano $NUMBER$"}, "sent_many": {"message": "wysłano $number$"},
    "sent_other": {"message": "wysłano $NUMBER$"}, "last": {"message": "Ostatni"}
}"#;

fn named(name: &str) -> Language {
    LANGUAGES.into_iter().find(|language| language.name == name).unwrap()
}

fn faults_of(name: &str, text: &str) -> Vec<String> {
    check::faults(&Messages::parse(SOURCE).unwrap(), &named(name), &Messages::parse(text).unwrap())
}

#[test]
fn every_language_is_complete() {
    let workspace = Workspace::find().unwrap();
    let english = Messages::of(&workspace, &ENGLISH).unwrap();
    let mut folders: Vec<String> = fs::read_dir(workspace.path("extension/_locales"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort_unstable();
    folders.retain(|folder| folder != "en");
    let all: Vec<&str> = translated().map(|language| language.name).collect();
    assert_eq!(folders, all, "the folders in extension/_locales and the languages that the build knows differ");
    let faults: Vec<String> = translated()
        .flat_map(|language| {
            let messages = Messages::of(&workspace, &language).unwrap();
            check::faults(&english, &language, &messages).into_iter().map(move |fault| format!("{}: {fault}", language.name))
        })
        .collect();
    assert!(faults.is_empty(), "{} faults; `cargo xtask locales LANGUAGE` lists them:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_is_said_to_be_the_same_as_english_is() {
    let workspace = Workspace::find().unwrap();
    let english = Messages::of(&workspace, &ENGLISH).unwrap();
    for (name, keys) in check::SAME {
        let language = named(name);
        let messages = Messages::of(&workspace, &language).unwrap();
        let from: Vec<(String, &str)> = english.keys_for(&language);
        for key in *keys {
            let (_, from) = from.iter().find(|(wanted, _)| wanted == key).unwrap_or_else(|| panic!("{name}: there is no {key}"));
            assert_eq!(messages.text(key), english.text(from), "{name}: {key} differs: take it out of SAME");
        }
    }
}

#[test]
fn a_complete_translation_has_no_faults() {
    assert_eq!(faults_of("pl", POLISH), Vec::<String>::new());
}

#[test]
fn each_fault_is_found() {
    let broken = |from: &str, to: &str| {
        assert!(POLISH.contains(from), "{from}");
        let faults = faults_of("pl", &POLISH.replace(from, to));
        assert_eq!(faults.len(), 1, "{from} -> {to}: {faults:#?}");
        faults.into_iter().next().unwrap()
    };
    assert_eq!(broken(r#""sent_few": {"message": "wysłano $NUMBER$"},"#, ""), "sent_few: is missing: $NUMBER$ sent.");
    assert!(broken(r#", "last": {"message": "Ostatni"}"#, "").starts_with("last: is missing: Last"));
    assert!(broken(r#""last""#, r#""sent_two": {"message": "x"}, "last""#).contains("is not wanted"));
    assert!(broken("$number$", "$NUMMER$").contains("has the placeholders"));
    assert!(broken("$number$", "x").contains("has the placeholders"));
    assert!(broken("$number$", "$number$ $number$").contains("has the placeholders"));
    assert!(broken("$number$", "$number$ 5 $").contains("has no other"));
    assert!(broken("$number$", "$$").contains("is no placeholder"));
    assert!(broken("Ostatni", "Last").contains("is not translated"));
    assert!(broken("Ostatni", " ").contains("is empty"));
    assert!(broken("Ostatni", "Ostatni ").contains("blanks around"));
    assert!(broken("\"pl\"", "\"de\"").contains("has to be \"pl\""));
    assert!(broken("ltr", "rtl").contains("has to be \"ltr\""));
    assert!(broken("AskFirst", "PytajNajpierw").contains("a name stays"));
    assert!(broken("Krótko.", &"ó".repeat(133)).contains("133 letters"));
    assert!(broken(r#"{"message": "Ostatni"}"#, r#"{"message": "Ostatni", "description": "x"}"#).contains("has a description"));
    // The two of a pair out of order are one fault.
    let moved =
        POLISH.replace(r#", "last": {"message": "Ostatni"}"#, "").replace(r#""language""#, r#""last": {"message": "Ostatni"}, "language""#);
    let faults = faults_of("pl", &moved);
    assert!(matches!(faults.as_slice(), [fault] if fault.contains("stands elsewhere")), "{faults:#?}");
    assert!(Messages::parse(r#"{"a": {"message": "1"}, "a": {"message": "2"}}"#).unwrap_err().to_string().contains("twice"));
}

#[test]
fn forms_that_tell_their_number_in_words_are_arabics_only() {
    let arabic = r#"{"language": {"message": "ar"}, "direction": {"message": "rtl"}, "name": {"message": "AskFirst"},
        "description": {"message": "ق"}, "sent_zero": {"message": "ق"}, "sent_one": {"message": "ق"}, "sent_two": {"message": "ق"},
        "sent_few": {"message": "$NUMBER$ ق"}, "sent_many": {"message": "ق"}, "sent_other": {"message": "$NUMBER$ ق"}, "last": {"message": "ق"}}"#;
    let faults = faults_of("ar", arabic);
    assert!(matches!(faults.as_slice(), [fault] if fault.starts_with("sent_many: has the placeholders")), "{faults:#?}");
}

#[test]
fn what_is_shipped_has_no_descriptions_and_englishs_placeholders() {
    let english = Messages::parse(SOURCE).unwrap();
    let shipped = ship::shipped(&english, &Messages::parse(POLISH).unwrap(), "pl-PL");
    assert_eq!(shipped["language"], json!({ "message": "pl-PL" }));
    assert_eq!(shipped["sent_few"], json!({ "message": "wysłano $NUMBER$", "placeholders": { "number": { "content": "$1" } } }));
    assert_eq!(shipped["sent_one"], shipped["sent_few"]);
    let shipped = ship::shipped(&english, &english, "en");
    assert_eq!(shipped["sent_one"], json!({ "message": "$NUMBER$ sent", "placeholders": { "number": { "content": "$1" } } }));
    assert_eq!(shipped["last"], json!({ "message": "Last" }));
}

#[test]
fn every_language_is_shipped_once() {
    let folders: Vec<&str> = LANGUAGES.iter().flat_map(|language| language.shipped.iter().map(|(folder, _)| *folder)).collect();
    assert_eq!(folders, ["en", "ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt_BR", "pt_PT", "sv"]);
}
