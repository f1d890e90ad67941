//! Classification, over the captured URLs and items and over shapes that no capture has.

use askfirst::catalogue::{Catalogue, Kind};
use askfirst::classify::{ItemClassifier, RequestClassifier};

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
