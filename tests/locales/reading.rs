//! What is said beyond the popup's first picture, and what the catalogue says itself.

use super::*;
use askfirst::catalogue::{Need, Personal};
use askfirst::explain::Way;
use askfirst::ledger::Outcome;
use askfirst::names::key_of;

const WAYS: [Way; 5] = [Way::Sent, Way::SentByUs, Way::Blocked, Way::Tried, Way::Ready];
const PERSONAL: [Personal; 4] = [Personal::No, Personal::Identifier, Personal::Browsing, Personal::Direct];
const REQUESTS: [Outcome; 4] = [Outcome::Tried, Outcome::Failed, Outcome::Blocked, Outcome::Sent];
const NEEDS: [Need; 3] = [Need::Consent, Need::OnRequest, Need::Functional];

/// Every message of what is read beyond the first picture.
pub(super) fn wanted(catalogue: &Catalogue) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = reading::FIXED.iter().map(|key| (*key).to_owned()).collect();
    keys.extend(reading::counted::ALL.iter().flat_map(|stem| PLURALS.map(|category| words::plural(stem, category))));
    keys.extend(WAYS.iter().flat_map(|way| [reading::way(*way), reading::way_title(*way)]).map(str::to_owned));
    keys.extend(PERSONAL.iter().filter_map(|personal| reading::personal(*personal)).map(str::to_owned));
    keys.extend(REQUESTS.map(|outcome| reading::request(outcome).to_owned()));
    keys.extend(NEEDS.map(|need| words::need(need).to_owned()));
    keys.extend(labels(catalogue).into_iter().map(|(key, _)| key));
    keys.extend(catalogue.behaviours.iter().map(|behaviour| reading::behaviour(&behaviour.id)));
    keys.extend(catalogue.consent.iter().map(|consent| reading::consent(&consent.id)));
    keys
}

/// Labels of what is learned, each with the catalogue's purpose.
fn labels(catalogue: &Catalogue) -> Vec<(String, &str)> {
    let is_read = |on: &str| ["monitoring", "message", "sdes", "page"].contains(&on);
    let parameters = catalogue.parameters.iter().filter(|parameter| is_read(&parameter.on));
    let parameters = parameters.map(|parameter| (reading::learned(&key_of(&[&parameter.on, &parameter.name])), parameter.purpose.as_str()));
    let fields = catalogue.fields.iter().map(|field| (reading::field(&key_of(&[&field.name])), field.purpose.as_str()));
    parameters.chain(fields).collect()
}

#[test]
fn the_catalogues_purposes_are_said_in_its_own_words() {
    let (catalogue, messages) = (Catalogue::embedded().unwrap(), messages("en"));
    let services = catalogue.services.iter().map(|service| (words::service(&service.id), &service.purpose));
    let items = catalogue.items.iter().map(|item| (words::item(&item.id), &item.purpose));
    let behaviours = catalogue.behaviours.iter().map(|behaviour| (reading::behaviour(&behaviour.id), &behaviour.purpose));
    let consent = catalogue.consent.iter().map(|consent| (reading::consent(&consent.id), &consent.purpose));
    for (key, purpose) in services.chain(items).chain(behaviours).chain(consent) {
        assert_eq!(messages[&key]["message"], purpose.as_str(), "{key}: the catalogue's purpose has changed; change the message with it");
    }
    // Labels have no full stop.
    for (key, purpose) in labels(&catalogue) {
        assert_eq!(messages[&key]["message"], purpose.trim_end_matches('.'), "{key}: the catalogue's purpose has changed");
    }
}

#[test]
fn the_names_that_the_style_sheets_go_by_are_the_evidences_own() {
    for way in WAYS {
        assert_eq!(serde_json::to_value(way).unwrap(), reading::way_name(way));
    }
    for personal in PERSONAL {
        assert_eq!(serde_json::to_value(personal).unwrap(), reading::personal_name(personal));
    }
    for outcome in REQUESTS {
        assert_eq!(serde_json::to_value(outcome).unwrap(), reading::request_name(outcome));
    }
    for need in NEEDS {
        assert_eq!(serde_json::to_value(need).unwrap(), words::need_name(need));
    }
}
