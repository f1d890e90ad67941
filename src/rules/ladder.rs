//! The one ladder of rule priorities. The highest rung that fits a request decides; on one rung, allowing beats blocking.

use crate::catalogue::Reach;

/// Functional hosts go through without cookies.
pub const WITHOUT_COOKIES: u32 = 1;
/// Blocked in *Ask first*: a whole domain. Narrower services stand above, so that the browser's answer and the core's name
/// the same one.
const BLOCK_DOMAIN: u32 = 10;
const BLOCK_HOST: u32 = 11;
const BLOCK_PATH: u32 = 12;
const BLOCK_MESSAGE: u32 = 13;
/// What a frame of LivePerson's inside another site's page asks for is blocked although LivePerson asks for it.
pub const BLOCK_IN_OWN_FRAMES: u32 = 20;
/// What a chat needs goes through there all the same: these frames, and the pop-out window, are only where there is a chat.
pub const ALLOW_IN_OWN_FRAMES: u32 = 21;
/// What a chat that the visitor asked for needs goes through on the rung where it would be blocked, and above that without
/// cookies.
pub const CHAT_WITHOUT_COOKIES: u32 = 25;
/// LivePerson's own sites as the visited site are never touched. Its pop-out window is none of them.
pub const OWN_SITE: u32 = 30;
/// What AskFirst itself asks of LivePerson, once, for a chat.
pub const OWN_REQUESTS: u32 = 35;
/// What the visitor allowed.
pub const ALLOW_SITE: u32 = 40;

/// The rung on which a service of this reach is blocked.
#[must_use]
pub const fn block(reach: Reach) -> u32 {
    match reach {
        Reach::Domain => BLOCK_DOMAIN,
        Reach::Host => BLOCK_HOST,
        Reach::Path => BLOCK_PATH,
        Reach::Message => BLOCK_MESSAGE,
    }
}
