//! The driver programs as children: found, started, and ended with everything they started.

use std::collections::HashSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;

/// A driver that has not said its port by then is not going to.
const START: Duration = Duration::from_secs(20);
/// How often a driver is started when its port is taken.
const MOST_STARTS: usize = 5;
/// A killed process is gone by then.
const END: Duration = Duration::from_secs(3);

/// Where a program is: the variable if set, else the first of the names on PATH, else the first of the other places.
pub(super) fn find(variable: &str, names: &[&str], places: &[PathBuf]) -> anyhow::Result<PathBuf> {
    if let Some(named) = env::var_os(variable).filter(|value| !value.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).flat_map(|folder| names.iter().map(move |name| folder.join(name))).find(|file| file.is_file());
    on_path
        .or_else(|| places.iter().find(|file| file.is_file()).cloned())
        .with_context(|| format!("{} not found; install it, or set {variable} to its path", names.join(" or ")))
}

/// A running driver.
pub(super) struct Driver {
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
    /// Where it listens.
    pub(super) port: u16,
}

impl Driver {
    /// Starts a driver that picks a free port and says which in a line containing `mark`. ChromeDriver picks one for IPv6
    /// and may then find it taken for IPv4: it is started anew.
    pub(super) async fn start(program: &Path, args: &[&str], mark: &str) -> anyhow::Result<Self> {
        for _ in 1..MOST_STARTS {
            match Self::start_once(program, args, mark).await {
                Err(error) if error.to_string().contains("Address already in use") => {}
                started => return started,
            }
        }
        Self::start_once(program, args, mark).await
    }

    async fn start_once(program: &Path, args: &[&str], mark: &str) -> anyhow::Result<Self> {
        let mut child = Command::new(program)
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("could not start {}", program.display()))?;
        let said = Arc::new(Mutex::new(Vec::new()));
        let (tell, mut lines) = mpsc::unbounded_channel();
        if let Some(out) = child.stdout.take() {
            listen(out, &said, tell.clone());
        }
        if let Some(err) = child.stderr.take() {
            listen(err, &said, tell);
        }
        let port = tokio::time::timeout(START, async {
            while let Some(line) = lines.recv().await {
                if let Some((_, after)) = line.split_once(mark) {
                    return port_in(after);
                }
            }
            None
        })
        .await
        .ok()
        .flatten();
        let driver = Self { port: port.unwrap_or_default(), child, said };
        if port.is_none() {
            anyhow::bail!("{} did not start:\n{}", program.display(), driver.said());
        }
        Ok(driver)
    }

    /// What it wrote, for an error message.
    pub(super) fn said(&self) -> String {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.join("\n")
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let Some(id) = self.child.id() else { return };
        // A browser may be in a process group of its own and outlive its driver, so each descendant is ended by id.
        let all = descendants(id);
        for one in all.iter().chain([&id]) {
            if let Some(pid) = i32::try_from(*one).ok().and_then(Pid::from_raw) {
                let _ = kill_process(pid, Signal::KILL);
            }
        }
        // Until they are gone they may still write to the profile, which is removed next. Blocks, as a drop must.
        let deadline = Instant::now() + END;
        while all.iter().any(|one| alive(*one)) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Whether a process still does anything: one that is only waited for (`Z`) does not.
fn alive(id: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
}

fn listen(from: impl AsyncRead + Unpin + Send + 'static, said: &Arc<Mutex<Vec<String>>>, tell: mpsc::UnboundedSender<String>) {
    let said = Arc::clone(said);
    tokio::spawn(async move {
        let mut lines = BufReader::new(from).lines();
        // Read to the end, or the driver would stop at a full pipe.
        while let Ok(Some(line)) = lines.next_line().await {
            let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
            if said.len() < 200 {
                said.push(line.clone());
            }
            let _ = tell.send(line);
        }
    });
}

/// The number at the end of a line such as `... on port 4444.` or `127.0.0.1:4444`.
fn port_in(line: &str) -> Option<u16> {
    line.rsplit(|c: char| !c.is_ascii_digit()).find(|digits| !digits.is_empty())?.parse().ok()
}

/// The processes under `root`, by the parents that /proc names. On a system without /proc: none.
fn descendants(root: u32) -> HashSet<u32> {
    let all: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|id: u32| {
            let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            // "id (name) state parent ...", where the name may itself hold spaces and brackets.
            let parent = stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()?;
            Some((id, parent))
        })
        .collect();
    let mut found = HashSet::new();
    let mut edge = vec![root];
    while let Some(parent) = edge.pop() {
        for (child, of) in &all {
            if *of == parent && found.insert(*child) {
                edge.push(*child);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_the_drivers_own_words() {
        assert_eq!(port_in(" 43211."), Some(43211));
        assert_eq!(port_in(" 127.0.0.1:4444"), Some(4444));
        assert_eq!(port_in(" nothing"), None);
    }

    #[test]
    fn a_child_of_this_process_is_found() {
        let mut child = std::process::Command::new("sleep").arg("5").spawn().expect("sleep");
        let found = descendants(std::process::id());
        child.kill().expect("kill");
        child.wait().expect("wait");
        assert!(found.contains(&child.id()));
    }
}
