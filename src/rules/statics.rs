//! The static ruleset: what *Ask first* means, in the package, without the background and without host permissions.

use super::{Action, ActionKind, Condition, DomainType, Rule, ladder};
use crate::catalogue::{Catalogue, Category, POP_OUT_DOMAIN, Service};

/// The rules for *Ask first* on every site, numbered from 1 in the catalogue's order.
///
/// # Errors
/// Never for a catalogue that was loaded: loading has read each filter.
pub fn static_rules(catalogue: &Catalogue) -> Result<Vec<Rule>, String> {
    let own = catalogue.own_domains();
    let mut rules = Vec::new();
    let mut add = |priority: u32, action: Action, condition: Condition| {
        let id = u32::try_from(rules.len() + 1).unwrap_or(u32::MAX);
        rules.push(Rule { id, priority, action, condition });
    };
    add(
        ladder::OWN_SITE,
        Action::plain(ActionKind::AllowAllRequests),
        Condition {
            request_domains: own.iter().filter(|domain| *domain != POP_OUT_DOMAIN).cloned().collect(),
            resource_types: vec!["main_frame".to_owned()],
            ..Condition::default()
        },
    );
    for service in &catalogue.services {
        for filter in service.parsed_filters()? {
            let condition = Condition { excluded_initiator_domains: own.clone(), ..Condition::of_filter(filter) };
            let (priority, action) = enforcement(service);
            add(priority, action, condition);
        }
    }
    // `https://liveperson.net./` is the same host, but a `urlFilter` with `^` after the name does not fit it.
    for domain in catalogue.domains.iter().filter(|entry| entry.category == Category::Marketing) {
        let condition = Condition {
            url_filter: Some(format!("||{}.^", domain.domain)),
            domain_type: Some(DomainType::ThirdParty),
            excluded_initiator_domains: own.clone(),
            is_url_filter_case_sensitive: Some(false),
            ..Condition::default()
        };
        add(ladder::block(crate::catalogue::Reach::Domain), Action::plain(ActionKind::Block), condition);
    }
    Ok(rules)
}

fn enforcement(service: &Service) -> (u32, Action) {
    match service.category {
        Category::Marketing => (ladder::block(service.reach), Action::plain(ActionKind::Block)),
        Category::Functional => (ladder::WITHOUT_COOKIES, Action::without_cookies()),
    }
}

/// The static ruleset as the file that the manifest names: a JSON array, one rule a line.
///
/// # Errors
/// Never for a catalogue that was loaded.
pub fn static_ruleset_json(catalogue: &Catalogue) -> Result<String, String> {
    let lines: Result<Vec<String>, _> = static_rules(catalogue)?.iter().map(serde_json::to_string).collect();
    let lines = lines.map_err(|error| error.to_string())?;
    Ok(format!("[\n{}\n]\n", lines.join(",\n")))
}
