//! What to type on this machine to install a program that we may not install ourselves.

use super::find;

/// A program that a package manager has under names of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Chromium,
    ChromeDriver,
    Firefox,
    Node,
}

/// A package manager: its program, how it installs, and its names for what we want.
struct Manager {
    program: &'static str,
    install: &'static str,
    chromium: &'static str,
    driver: &'static str,
    firefox: &'static str,
    node: &'static str,
}

/// In the order in which they are looked for. Debian's Node is older than we need, so it is only the start of the way there.
const MANAGERS: [Manager; 7] = [
    Manager {
        program: "brew",
        install: "brew install",
        chromium: "--cask chromium",
        driver: "--cask chromedriver",
        firefox: "--cask firefox@esr",
        node: "node",
    },
    Manager {
        program: "dnf",
        install: "sudo dnf install",
        chromium: "chromium",
        driver: "chromedriver",
        firefox: "firefox",
        node: "nodejs npm",
    },
    Manager {
        program: "pacman",
        install: "sudo pacman -S",
        chromium: "chromium",
        driver: "chromium",
        firefox: "firefox",
        node: "nodejs npm",
    },
    Manager {
        program: "zypper",
        install: "sudo zypper install",
        chromium: "chromium",
        driver: "chromedriver",
        firefox: "MozillaFirefox",
        node: "nodejs npm",
    },
    Manager {
        program: "apk",
        install: "sudo apk add",
        chromium: "chromium",
        driver: "chromium-chromedriver",
        firefox: "firefox-esr",
        node: "nodejs npm",
    },
    // Ubuntu packs its browsers as snaps; snap's Chromium brings its driver along.
    Manager {
        program: "snap",
        install: "sudo snap install",
        chromium: "chromium",
        driver: "chromium",
        firefox: "firefox",
        node: "node --classic",
    },
    Manager {
        program: "apt-get",
        install: "sudo apt-get install",
        chromium: "chromium fonts-dejavu-core",
        driver: "chromium-driver",
        firefox: "firefox-esr fonts-dejavu-core",
        node: "npm && sudo npm install --global n && sudo n 22",
    },
];

/// The one command that installs `wanted` here. `variable` names a program that is somewhere else already.
pub(super) fn command(wanted: Wanted, variable: Option<&str>) -> String {
    let found = MANAGERS.iter().find(|manager| find::on_path(manager.program).is_some());
    match (found, variable) {
        (Some(manager), _) => manager.command(wanted),
        (None, Some(variable)) => format!("export {variable}=/path/to/it"),
        (None, None) => "open https://nodejs.org/en/download".to_owned(),
    }
}

impl Manager {
    fn command(&self, wanted: Wanted) -> String {
        let package = match wanted {
            Wanted::Chromium => self.chromium,
            Wanted::ChromeDriver => self.driver,
            Wanted::Firefox => self.firefox,
            Wanted::Node => self.node,
        };
        format!("{} {package}", self.install)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_manager_has_a_command_for_each_program() {
        for manager in &MANAGERS {
            for wanted in [Wanted::Chromium, Wanted::ChromeDriver, Wanted::Firefox, Wanted::Node] {
                let command = manager.command(wanted);
                assert!(command.starts_with(manager.install) && command.len() > manager.install.len() + 3, "{command}");
            }
        }
    }
}
