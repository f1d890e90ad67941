//! How Chromium is started.

use std::path::{Path, PathBuf};

use super::extension::Extension;

/// How to start Chromium.
#[derive(Clone, Debug)]
pub struct ChromiumOptions {
    /// The unpacked extension, if any.
    pub extension: Option<PathBuf>,
    /// The stand-in's port: every host name leads there.
    pub port: u16,
    /// The profile to use, for a restart; none for a fresh one that is thrown away.
    pub profile: Option<PathBuf>,
    /// Whether to show no window.
    pub headless: bool,
    /// The size of the window.
    pub window_size: (u32, u32),
    /// Whether pages see a visitor who prefers dark colours.
    pub dark: bool,
    /// Whether the page that the extension opens after its installation stays open. All but its own tests go on without it.
    pub welcome: bool,
    /// Whether a headless screen has two pixels for one, for sharp pictures.
    pub sharp: bool,
}

impl ChromiumOptions {
    /// Headless and without an extension, at the stand-in's port.
    pub fn new(port: u16) -> Self {
        Self { extension: None, port, profile: None, headless: true, window_size: (1280, 860), dark: false, welcome: false, sharp: false }
    }

    /// The same with an extension.
    pub fn with_extension(mut self, folder: impl Into<PathBuf>) -> Self {
        self.extension = Some(folder.into());
        self
    }

    /// The same with a profile that stays.
    pub fn with_profile(mut self, folder: impl Into<PathBuf>) -> Self {
        self.profile = Some(folder.into());
        self
    }
}

/// Chromium's command line.
pub(super) fn arguments(options: &ChromiumOptions, extension: Option<&Extension>, profile: &Path) -> Vec<String> {
    let (width, height) = options.window_size;
    let mut arguments = vec![
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--ignore-certificate-errors".to_owned(),
        format!("--host-resolver-rules=MAP * 127.0.0.1:{}", options.port),
        format!("--user-data-dir={}", profile.display()),
        format!("--window-size={width},{height}"),
    ];
    if options.headless {
        arguments.push("--headless=new".to_owned());
        // Larger than the window, or the popup would have to be smaller than it is on an ordinary screen.
        let screen = if options.sharp { "--screen-info={2800x2400 devicePixelRatio=2.0}" } else { "--screen-info={1400x1200}" };
        arguments.push(screen.to_owned());
    }
    if let Some(extension) = extension {
        arguments.push(format!("--load-extension={}", extension.folder.display()));
    }
    arguments
}
