//! Which requests the background is told of, as match patterns.

use crate::catalogue::{Catalogue, Reach};

/// Paths of the disguises, narrow enough that a page without LivePerson does not wake the background. Each is a part of
/// what a filter of a disguised service asks for; the filter then decides.
const DISGUISE_PATHS: [&str; 14] = [
    "/*tag/tag.js?*site=*",
    "/*lptag/api/account/*",
    "/*api/js/*cb=lpCb*",
    "/*api/account/*/configuration/le-*",
    "/*api/account/*/configuration/setting/accountproperties*",
    "/*api/account/*/configuration/domainprotection/*",
    "/*api/account/*/configuration/engagement-window/*",
    "/*api/account/*/anonymous/authorize*",
    "/*hc/*cmd=mTag*",
    "/*hc/*cmd=file&file=*",
    "/*le_re/*-release_*",
    "/*le_unified_window/*",
    "/*le_secure_storage/*",
    "/*ws_api/account/*",
];

/// Match patterns for `webRequest`: LivePerson's hosts and the paths of its disguises.
#[must_use]
pub fn observed_urls(catalogue: &Catalogue) -> Vec<String> {
    let schemes = ["*", "ws", "wss"];
    let hosts = catalogue.domains.iter().flat_map(|entry| schemes.map(|scheme| format!("{scheme}://*.{}/*", entry.domain)));
    let paths =
        DISGUISE_PATHS.iter().map(|path| if path.starts_with("/*ws_api") { format!("wss://*{path}") } else { format!("*://*{path}") });
    // A disguise that is a whole host has that host as its mark.
    let disguised_hosts = catalogue.services.iter().filter(|service| service.disguised && service.reach == Reach::Host);
    let known = disguised_hosts.flat_map(|service| &service.marks).map(|host| format!("*://{host}/*"));
    hosts.chain(paths).chain(known).collect()
}
