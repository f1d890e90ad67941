//! What the stand-in remembers: what was asked, how the campaigns stand, and the conversations.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::log::Log;

/// The engagements' revision until they are published anew.
const FIRST_REVISION: u32 = 7;

/// A conversation, as LivePerson's servers keep it between the pages of a visit.
#[derive(Clone, Debug, Default)]
pub(super) struct Talk {
    /// Its id.
    pub(super) id: String,
    /// Who said what: whether it was the visitor, and the text.
    pub(super) lines: Vec<(bool, String)>,
}

/// All of it.
pub(super) struct World {
    pub(super) log: Log,
    revision: AtomicU32,
    /// Open conversations by the consumer's token.
    talks: Mutex<HashMap<String, Talk>>,
}

impl Default for World {
    fn default() -> Self {
        Self { log: Log::default(), revision: AtomicU32::new(FIRST_REVISION), talks: Mutex::default() }
    }
}

impl World {
    /// The revision that every engagement has now.
    pub(super) fn revision(&self) -> u32 {
        self.revision.load(Ordering::SeqCst)
    }

    /// Gives every engagement another revision.
    pub(super) fn publish(&self) {
        self.revision.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn talks(&self) -> MutexGuard<'_, HashMap<String, Talk>> {
        // A panic elsewhere does not make what was said untrue.
        self.talks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A new identifier of the length and letters of the real ones.
pub(super) fn identifier() -> String {
    const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    (0..22)
        .filter_map(|_| {
            // Every RandomState has other keys, which is randomness enough for a stand-in.
            let random = RandomState::new().build_hasher().finish();
            let at = usize::try_from(random % 62).ok()?;
            LETTERS.get(at).map(|letter| char::from(*letter))
        })
        .collect()
}
