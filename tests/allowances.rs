//! The stored form of the visitor's choices.
#![cfg(test)]

use askfirst::allowances::Allowances;
use askfirst::policy::Mode;
use askfirst::site::Site;

fn site(host: &str) -> Site {
    Site::of_host(host).unwrap()
}

#[test]
fn the_first_form_is_read_and_written_in_the_second() {
    let old = Allowances::read(Some("{\"version\":1,\"sites\":{\"shop.test\":\"allow\",\"bank.test\":\"chat\"}}")).unwrap();
    let mut new = Allowances::default();
    new.set(&site("shop.test"), Mode::Allow).unwrap();
    new.set(&site("bank.test"), Mode::Chat).unwrap();
    assert_eq!(old, new);
    let stored = new.to_json();
    assert!(stored.contains("\"version\":2") && stored.contains("\"lasts\":\"always\""), "{stored}");
    assert_eq!(Allowances::read(Some(&stored)).unwrap(), new);
}

#[test]
fn what_cannot_be_read_is_an_error_and_never_a_guess() {
    assert_eq!(Allowances::read(None).unwrap(), Allowances::default());
    for foreign in [
        "",
        "{}",
        "[]",
        "{\"version\":3,\"sites\":{}}",
        "{\"version\":1,\"sites\":{\"shop.test\":\"maybe\"}}",
        "{\"version\":1,\"sites\":{\"https://shop.test/\":\"allow\"}}",
        "{\"version\":1,\"sites\":{},\"tabs\":{}}",
        "{\"version\":2,\"sites\":{\"shop.test\":\"allow\"}}",
        "{\"version\":2,\"sites\":{\"shop.test\":{\"mode\":\"allow\",\"lasts\":\"day\"}}}",
        "{\"version\":2,\"sites\":{\"shop.test\":{\"mode\":\"allow\",\"lasts\":\"always\",\"until\":5}}}",
        "{\"version\":2,\"sites\":{\"shop.test\":{\"mode\":\"allow\",\"lasts\":\"tab\"}}}",
        "{\"version\":2,\"sites\":{},\"tabs\":{\"x\":{}}}",
        "{\"version\":2,\"sites\":{},\"tabs\":{\"1\":{\"a b\":{\"mode\":\"chat\"}}}}",
    ] {
        assert!(Allowances::read(Some(foreign)).is_err(), "{foreign}");
    }
}
