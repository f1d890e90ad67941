//! What the visitor set for every site at once, what the options page shows of all choices, and the file that carries them
//! from one browser to another.

mod check;
mod file;
mod problem;
mod shown;

pub use file::{LONGEST_FILE, Portable};
pub use problem::{Fault, Problem};
pub use shown::{ShownSettings, ShownSite};

use crate::policy::Mode;
use serde::{Deserialize, Serialize};

/// The only stored form that this core reads and writes.
const VERSION: u32 = 1;

/// What holds for every site. Stored in `storage.local` under [`Settings::KEY`], beside the choices for single sites; whether
/// pages have a chat button is stored with its dismissals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Settings {
    version: u32,
    /// How sites are treated for which nothing else was chosen.
    pub default_mode: Mode,
}

impl Default for Settings {
    fn default() -> Self {
        Self::new(Mode::Ask)
    }
}

impl Settings {
    /// The key in `storage.local`.
    pub const KEY: &'static str = "settings";
    /// Where a stored value that could not be read is kept, so that nothing is lost without a word.
    pub const UNREADABLE_KEY: &'static str = "settings.unreadable";

    /// With this mode for every site without a choice of its own.
    #[must_use]
    pub const fn new(default_mode: Mode) -> Self {
        Self { version: VERSION, default_mode }
    }

    /// Reads the stored form. `None` or `null` is the state of a new installation.
    ///
    /// # Errors
    /// Why a value that is there cannot be read: another version, a foreign shape.
    pub fn read(stored: Option<&str>) -> Result<Self, String> {
        let Some(stored) = stored.filter(|text| *text != "null") else {
            return Ok(Self::default());
        };
        let settings: Self = serde_json::from_str(stored).map_err(|error| error.to_string())?;
        if settings.version == VERSION {
            return Ok(settings);
        }
        Err(format!("the stored settings are of form {}, this version reads form {VERSION}", settings.version))
    }

    /// The form that is stored.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
