//! Loads the catalogue before anything is compiled with it: a broken one stops the build with its place and its reason.

#![allow(dead_code, unused_imports, unreachable_pub, missing_docs, reason = "only the loader of these modules is used here")]

#[path = "src/catalogue/mod.rs"]
mod catalogue;
#[path = "src/pattern.rs"]
mod pattern;
#[path = "src/site.rs"]
mod site;

fn main() {
    println!("cargo::rerun-if-changed=src/catalogue");
    println!("cargo::rerun-if-changed=src/pattern.rs");
    println!("cargo::rerun-if-changed=src/site.rs");
    if let Err(error) = catalogue::Catalogue::embedded() {
        println!("cargo::error={error}");
    }
}
