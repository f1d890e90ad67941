//! The parts of the pinned Rust toolchain that rust-toolchain.toml names.
//!
//! rustup installs them by itself when it installs the toolchain, but not into a toolchain that was there before, nor
//! where automatic installs are switched off: so each is asked for by name when missing.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::{Missing, Needs, find};
use crate::command;

/// What all wasm modules are compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Where rustup is absent nothing can be added to the toolchain.
pub(super) fn check_rustup(missing: &mut Vec<Missing>) {
    if find::on_path("rustup").is_none() {
        missing.push(Missing {
            what: "rustup, which brings the wasm target".to_owned(),
            fix: "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh".to_owned(),
        });
    }
}

/// Adds the wasm target, and the checking tools if needed.
pub(super) fn set_up(needs: &Needs) -> Result<()> {
    let sysroot = PathBuf::from(command::output(Command::new("rustc").args(["--print", "sysroot"]))?);
    if !sysroot.join("lib/rustlib").join(WASM_TARGET).join("lib").is_dir() {
        println!("adding the Rust target {WASM_TARGET}");
        command::run(Command::new("rustup").args(["target", "add", WASM_TARGET]))?;
    }
    if needs.checks {
        for (component, binary) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
            if !find::is_program(&sysroot.join("bin").join(binary).with_extension(std::env::consts::EXE_EXTENSION)) {
                println!("adding the Rust component {component}");
                command::run(Command::new("rustup").args(["component", "add", component]))?;
            }
        }
    }
    Ok(())
}
