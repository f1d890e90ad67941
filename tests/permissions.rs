//! Every permission in the manifest has its sentence in README, and README names none that is not asked for.
#![cfg(test)]

use std::collections::BTreeSet;

#[test]
fn every_permission_has_its_reason() {
    let manifest: serde_json::Value = serde_json::from_str(include_str!("../manifest.json")).unwrap();
    let asked: BTreeSet<&str> = ["permissions", "host_permissions", "optional_permissions", "optional_host_permissions"]
        .iter()
        .filter_map(|key| manifest[key].as_array())
        .flatten()
        .map(|permission| permission.as_str().unwrap())
        .collect();
    let section = include_str!("../README.md").split("## Permissions, and why").nth(1).unwrap().split("\n## ").next().unwrap();
    let explained: BTreeSet<&str> = section
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .filter(|(_, reason)| reason.trim_end_matches(" |").len() > 20)
        .map(|(permission, _)| permission)
        .collect();
    assert_eq!(asked, explained);
}
