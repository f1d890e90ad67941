//! A page's style sheets: many in extension/styles, each about one thing; in the built extension they stand in the page itself, so
//! that its first picture waits for no other file. The page's policy names them by their digest.

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::workspace::Workspace;

/// Where the sheets are, below extension/. None of them is shipped by itself.
pub(super) const FOLDER: &str = "styles";

const LINK: &str = "<link rel=\"stylesheet\" href=\"styles/";
const LINK_END: &str = "\">";
/// What the policy allows in the manifest that is written by hand: pages as they are before the build.
const LINKED: &str = "style-src 'self'";

/// A page with its style sheets in it.
pub(super) struct Page {
    pub(super) html: String,
    /// Their digest, as a policy names it.
    pub(super) digest: String,
}

/// Puts a page's sheets into it; nothing for a page that links none of that folder.
///
/// # Errors
/// Where a sheet that is linked cannot be read, and where something stands between two links: a sheet's place decides what holds.
pub(super) fn inlined(workspace: &Workspace, name: &str, html: &str) -> Result<Option<Page>> {
    let Some((before, _)) = html.split_once(LINK) else { return Ok(None) };
    let (mut rest, mut sheets) = (html.strip_prefix(before).unwrap_or_default(), Vec::new());
    while let Some(after) = rest.trim_start().strip_prefix(LINK) {
        let (sheet, after) = after.split_once(LINK_END).with_context(|| format!("{name}: a style sheet's link does not end"))?;
        sheets.push(workspace.read(&format!("extension/{FOLDER}/{sheet}"))?);
        rest = after;
    }
    ensure!(!rest.contains(LINK), "{name}: the links to style sheets have to stand together");
    let sheets = sheets.join("\n");
    ensure!(!sheets.contains("</"), "{name}: a style sheet would end the element that it is in");
    let digest = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(&sheets)));
    Ok(Some(Page { html: format!("{before}<style>{sheets}</style>{rest}"), digest }))
}

/// Makes the pages' policy allow these sheets, and no other.
pub(super) fn allow(manifest: &mut Value, digests: &[String]) -> Result<()> {
    let policy = manifest.pointer_mut("/content_security_policy/extension_pages").context("manifest.json has no policy for pages")?;
    let Some(text) = policy.as_str().filter(|text| text.contains(LINKED)) else { bail!("the pages' policy has no {LINKED}") };
    *policy = text.replace(LINKED, &format!("style-src {}", digests.join(" "))).into();
    Ok(())
}
