//! Real browsers, started and driven. Each is a child of the test and dies with it.

mod cdp;
mod chromium;
mod extension;
mod firefox;
mod kept_profile;
mod language;
mod options;
mod popup;
mod process;
mod session;
mod shadow;
mod welcome;
mod worker;

pub use chromium::Chromium;
pub use firefox::{Firefox, FirefoxOptions};
pub use language::in_language;
pub use options::ChromiumOptions;
pub use popup::Popup;
pub use session::{Cookie, Session, Tab};
