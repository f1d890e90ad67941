//! Where the visitor does not want the chat button: how far each dismissal reaches, and what is stored of it.
#![cfg(test)]

use askfirst::placeholder::{Dismissals, Dismissed, Scope};
use askfirst::site::Site;

fn site(host: &str) -> Site {
    Site::of_host(host).unwrap()
}

#[test]
fn a_dismissal_reaches_as_far_as_it_says() {
    let (shop, help, bank) = (site("www.shop.test"), site("help.shop.test"), site("bank.test"));
    let mut dismissals = Dismissals::default();
    dismissals.dismiss(Scope::Page, &shop).unwrap();
    assert!(dismissals.is_empty(), "a page's own is not stored");
    dismissals.dismiss(Scope::Site, &help).unwrap();
    assert_eq!((dismissals.dismissed(&help), dismissals.dismissed(&shop)), (Some(Dismissed::Site), None));
    dismissals.dismiss(Scope::Site, &shop).unwrap();
    assert_eq!((dismissals.dismissed(&shop), dismissals.dismissed(&bank)), (Some(Dismissed::Site), None));
    assert_eq!(dismissals.dismissed(&site("myshop.test")), None);
    dismissals.dismiss(Scope::All, &bank).unwrap();
    assert_eq!((dismissals.dismissed(&shop), dismissals.dismissed(&bank)), (Some(Dismissed::All), Some(Dismissed::All)));
    assert_eq!(Dismissals::read(Some(&dismissals.to_json())).unwrap(), dismissals);
}

#[test]
fn turned_on_again_it_is_on_here() {
    let (shop, help, bank) = (site("shop.test"), site("help.shop.test"), site("bank.test"));
    let mut dismissals = Dismissals::default();
    for scope in [Scope::Site, Scope::All] {
        dismissals.dismiss(scope, &shop).unwrap();
        dismissals.dismiss(scope, &bank).unwrap();
    }
    dismissals.restore(&help);
    assert_eq!((dismissals.dismissed(&help), dismissals.dismissed(&shop)), (None, None));
    assert_eq!(dismissals.dismissed(&bank), Some(Dismissed::Site), "what was said of another site stays");
    dismissals.restore(&bank);
    assert!(dismissals.is_empty());
}

#[test]
fn what_cannot_be_read_is_an_error_and_never_a_guess() {
    assert_eq!(Dismissals::read(None).unwrap(), Dismissals::default());
    assert_eq!(Dismissals::read(Some("null")).unwrap(), Dismissals::default());
    for foreign in [
        "",
        "{}",
        "[]",
        r#"{"version":2,"all":true,"sites":[]}"#,
        r#"{"version":1,"all":true,"sites":["https://shop.test/"]}"#,
        r#"{"version":1,"all":"yes","sites":[]}"#,
        r#"{"version":1,"all":true,"sites":[],"more":1}"#,
    ] {
        assert!(Dismissals::read(Some(foreign)).is_err(), "{foreign}");
    }
    let many: Vec<String> = (0..10_001).map(|n| format!("s{n}.test")).collect();
    let stored = serde_json::json!({ "version": 1, "all": false, "sites": many });
    assert!(Dismissals::read(Some(&stored.to_string())).is_err());
    let full = serde_json::json!({ "version": 1, "all": false, "sites": many[1..] });
    let mut full = Dismissals::read(Some(&full.to_string())).unwrap();
    assert!(full.dismiss(Scope::Site, &site("one-more.test")).is_err());
    assert!(full.dismiss(Scope::Site, &site("s7.test")).is_ok(), "it is there already");
}
