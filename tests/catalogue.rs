//! The catalogue holds what the facts hold, and a broken one is refused with its place and reason.
#![cfg(test)]

use askfirst::catalogue::{Catalogue, Category, Role};

fn text() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/catalogue/liveperson.json")).unwrap()
}

#[test]
fn what_the_brief_and_the_facts_name_is_there() {
    let catalogue = Catalogue::embedded().unwrap();
    for domain in "liveperson.net lpsnmedia.net liveperson.com liveengage.com liveengage.net liveper.sn lprnd.net humanclick.com contactatonce.com contactatonce.co.uk contactatonce.com.au".split(' ') {
        assert!(catalogue.domain_of(domain).is_some(), "{domain}");
    }
    assert_eq!(catalogue.domain_of("x.liveperson.com").unwrap().category, Category::Functional);
    assert_eq!(catalogue.domain_of("x.liveperson.net").unwrap().category, Category::Marketing);
    for role in Role::ALL {
        let held = catalogue.services.iter().any(|service| service.role == role);
        assert!(held, "no service has the role {}", role.as_str());
    }
    let parameters: Vec<&str> = catalogue.parameters.iter().filter(|p| p.on == "monitoring").map(|p| p.name.as_str()).collect();
    for name in "sid vid cb t ts pid tid rvt u r pt sec sdes identities df os se".split(' ') {
        assert!(parameters.contains(&name), "{name}");
    }
    let attributes: Vec<&str> = catalogue.parameters.iter().filter(|p| p.on == "sdes").map(|p| p.name.as_str()).collect();
    for name in "cart purchase prodView ctmrinfo mrktInfo personal lead service error searchInfo".split(' ') {
        assert!(attributes.contains(&name), "{name}");
    }
    let numbers: Vec<u8> = catalogue.engagements.iter().map(|e| e.number).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 5, 6, 7, 23]);
    // Where the brief and the documents differ, both are recorded.
    for id in ["visitor-id", "session-id", "third-party-session-id", "liveperson-id", "last-visit"] {
        let says = &catalogue.item(id).unwrap().differs;
        assert!(says.iter().any(|d| d.source == "BRIEF") && says.iter().any(|d| d.source != "BRIEF"), "{id}");
    }
    for subject in ["lpsnmedia.net", "liveperson.com", "liveengage.com"] {
        assert!(catalogue.differences.iter().any(|d| d.subject == subject), "{subject}");
    }
}

#[test]
fn a_broken_catalogue_names_the_place_and_the_reason() {
    let line_of = |part: &str| text().lines().position(|line| line.contains(part)).unwrap() + 1;
    for (from, to, line, reason) in [
        ("\"role\": \"tag\"", "\"role\": \"tagg\"", line_of("\"role\": \"tag\""), "unknown variant `tagg`"),
        ("\"reach\": \"path\"", "\"raech\": \"path\"", line_of("\"reach\": \"path\""), "unknown field `raech`"),
        (
            "\"||v.liveperson.net^$third-party\"",
            "\"||v.liveperson.net$third-party\"",
            line_of("\"||v.liveperson.net^$third-party\""),
            "longer hosts",
        ),
        (
            "\"||v.liveperson.net^$third-party\"",
            "\"||v.example.net^$third-party\"",
            line_of("\"||v.liveperson.net^$third-party\""),
            "none of the catalogue's domains",
        ),
        ("\"id\": \"session-id\"", "\"id\": \"visitor-id\"", line_of("\"id\": \"visitor-id\""), "twice"),
        ("\"LPSID-{account}\"", "\"LPSID-{acount}\"", line_of("\"id\": \"session-id\""), "{acount}"),
        ("Recognises you on every later visit to this site.", "", line_of("\"id\": \"visitor-id\""), "full stop"),
        ("\"format\": 1", "\"format\": 2", line_of("\"format\": 1"), "form 1"),
    ] {
        let broken = text().replacen(from, to, 1);
        assert_ne!(broken, text(), "{from} is not in the catalogue");
        let error = Catalogue::parse(&broken).unwrap_err();
        assert!(error.to_string().contains(reason), "{error} should say {reason}");
        assert_eq!(error.line, line, "{error}");
        assert!(error.to_string().starts_with("src/catalogue/liveperson.json:"), "{error}");
    }
    let cut = Catalogue::parse(text().split_at(2000).0).unwrap_err();
    assert!(cut.line > 1 && cut.reason.contains("EOF"), "{cut}");
}
