//! `cargo xtask audit`: what LivePerson loaded, sent and stored on each page of a HAR, in order, before or after what.
//!
//! The file is read once, entry by entry; of the others nothing is kept but when pages began. What is LivePerson's, what it means
//! and what needs consent is the core's word, by its catalogue.

mod build;
mod collect;
mod cookies;
mod har;
mod known;
mod layout;
mod notes;
mod options;
mod pages;
mod report;
mod seen;
mod table;
mod told;

pub use har::HarError;
pub use options::ConsentAt;
pub use report::Audit;

use anyhow::{Context, Result};
use askfirst::catalogue::Catalogue;
use collect::Collector;
use known::Known;
use options::{Options, USAGE};
use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::process::ExitCode;

/// The exit status when something that needs consent happened.
const HAPPENED: u8 = 1;
/// The exit status when nothing could be said.
const FAILED: u8 = 2;
/// Letters in a line where nobody says how many there are.
const WIDTH: usize = 120;
/// Fewer letters than this make no table.
const NARROWEST: usize = 60;

/// What an audit is to tell.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Wanted {
    /// Values that may be personal too.
    pub values: bool,
    /// When consent was given.
    pub consent_at: Option<ConsentAt>,
}

/// Why there is no audit.
#[derive(Debug)]
pub enum AuditError {
    /// The file is no HAR, or a broken one.
    Har(HarError),
    /// The catalogue could not be used.
    Catalogue(anyhow::Error),
}

impl From<HarError> for AuditError {
    fn from(error: HarError) -> Self {
        Self::Har(error)
    }
}

/// Audits a HAR, which is called `name` in the answer.
///
/// # Errors
/// [`AuditError::Har`] with the place in the file for what cannot be read.
pub fn audit(input: impl Read, name: &str, wanted: &Wanted) -> Result<Audit, AuditError> {
    let catalogue = Catalogue::embedded().map_err(|error| AuditError::Catalogue(error.into()))?;
    let known = Known::new(&catalogue).map_err(AuditError::Catalogue)?;
    let mut seen = Collector::new(known, wanted.values);
    let bytes = har::read(input, &mut seen)?;
    Ok(build::audit(seen, name, bytes, wanted))
}

impl Audit {
    /// As a table for people, in lines of about `width` letters.
    #[must_use]
    pub fn to_table(&self, width: usize) -> String {
        table::text(self, width.max(NARROWEST))
    }
}

/// Carries out `cargo xtask audit`. What went wrong is said on standard error; the exit status tells it from what was found.
#[must_use]
pub fn run(arguments: &[&str]) -> ExitCode {
    if arguments.iter().any(|argument| matches!(*argument, "--help" | "-h")) {
        print!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    carried_out(arguments).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(FAILED)
    })
}

fn carried_out(arguments: &[&str]) -> Result<ExitCode> {
    let options = Options::parse(arguments)?;
    let name = if options.file == "-" { "standard input" } else { options.file.as_str() };
    let wanted = Wanted { values: options.values, consent_at: options.consent_at };
    let input: Box<dyn Read> = if options.file == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(&options.file).with_context(|| format!("cannot open `{name}`"))?)
    };
    let audit = match audit(input, name, &wanted) {
        Ok(audit) => audit,
        Err(AuditError::Har(error)) => anyhow::bail!("{name}: {error}"),
        Err(AuditError::Catalogue(error)) => return Err(error),
    };
    let text = if options.json { audit.to_json()? } else { audit.to_table(width()) };
    match io::stdout().lock().write_all(text.as_bytes()) {
        // That nobody reads on is an ordinary end.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => return Err(error).context("cannot write the audit"),
        _ => {}
    }
    let fails = options.fail_before_consent && audit.fails_before_consent();
    Ok(if fails { ExitCode::from(HAPPENED) } else { ExitCode::SUCCESS })
}

/// Letters in a line: the terminal's own number, or what `COLUMNS` says.
fn width() -> usize {
    let of_terminal = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0));
    of_terminal.or_else(|| std::env::var("COLUMNS").ok()?.parse().ok()).unwrap_or(WIDTH)
}
