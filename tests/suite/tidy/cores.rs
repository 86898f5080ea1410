//! The cores hold no socket, file, thread, clock, async function or global, and draw no random number.

use crate::none;
use crate::repository::{self, File};
use crate::source::{code_only, test_files, without_tests};

/// The crates whose boundary is the IO boundary (HOUSE.md, decision 1), as far as they exist.
const CORES: [&str; 9] =
    ["model", "sip", "sdp", "media", "calls", "exchange", "sync", "update", "provisioning"];

/// What may not be written in them, and what it would be. `SocketAddr` and `IpAddr` are values and welcome.
const FORBIDDEN: [(&str, &str); 38] = [
    (".await", "async code"),
    ("async fn", "async code"),
    ("async move", "async code"),
    ("async {", "async code"),
    ("Atomic", "shared state"),
    ("Condvar", "a thread"),
    ("eprintln!", "output"),
    ("getrandom", "randomness of its own"),
    ("Instant::now", "a clock"),
    ("LazyLock", "a global"),
    ("libc::", "a system call"),
    ("mio::", "a socket"),
    ("Mutex", "shared state"),
    ("OnceCell", "a global"),
    ("OnceLock", "a global"),
    ("OsRng", "randomness of its own"),
    ("println!", "output"),
    ("rand::rng(", "randomness of its own"),
    ("RandomState", "randomness of its own"),
    ("RwLock", "shared state"),
    ("socket2", "a socket"),
    ("static mut", "a global"),
    ("std::env", "the environment"),
    ("std::fs", "a file"),
    ("std::io::std", "input or output"),
    ("std::os", "the system"),
    ("std::process", "a process"),
    ("std::thread", "a thread"),
    ("SysRng", "randomness of its own"),
    ("SystemTime", "a clock"),
    ("TcpListener", "a socket"),
    ("TcpStream", "a socket"),
    ("thread_local!", "a global"),
    ("Timestamp::now", "a clock"),
    ("tokio", "async code"),
    ("ToSocketAddrs", "a name look-up"),
    ("UdpSocket", "a socket"),
    ("Zoned::now", "a clock"),
];

/// The same modules inside `use std::{...}`.
const FORBIDDEN_IN_STD: [&str; 6] = ["env", "fs", "os", "process", "sync", "thread"];

fn findings(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        let code = without_tests(&code_only(&file.text));
        for (number, line) in code.lines().enumerate() {
            for (word, what) in FORBIDDEN {
                if mentions(line, word) {
                    findings.push(format!("{}:{}: {word}: {what}", file.path, number + 1));
                }
            }
        }
        for group in code.split("use std::{").skip(1) {
            let names = group.split(';').next().unwrap_or("");
            let words: Vec<&str> = names.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            for word in FORBIDDEN_IN_STD.into_iter().filter(|word| words.contains(word)) {
                findings.push(format!("{}: use std::{{{word}}}", file.path));
            }
        }
    }
    findings
}

/// Whether a line has this word, not as the tail of a longer one.
fn mentions(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        word.starts_with('.') || !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

#[test]
fn the_cores_hold_no_io() {
    let core =
        |path: &str| CORES.into_iter().find(|core| path.starts_with(&format!("appliance/{core}/src/")));
    let mut files = repository::rust_files();
    let tests = test_files(&files);
    files.retain(|file| core(&file.path).is_some() && !tests.contains(&file.path));
    assert!(files.len() >= 40, "only {} files", files.len());
    for core in &CORES[..7] {
        let prefix = format!("appliance/{core}/src/");
        assert!(files.iter().any(|file| file.path.starts_with(&prefix)), "nothing of {core} was looked at");
    }
    none(&findings(&files));
}

#[test]
fn finds_io_in_a_core() {
    let bad = |text: &str| findings(&[File { path: "x.rs".into(), text: text.into() }]).len();
    for text in [
        "use std::net::UdpSocket;",
        "fn a() { std::fs::read(p); }",
        "use std::{fs::File, fmt};",
        "use std::{collections::HashMap, thread};",
        "let now = Instant::now();",
        "let now = std::time::SystemTime::now();",
        "pub async fn run() {}",
        "static mut COUNT: u32 = 0;",
        "static TABLE: LazyLock<u8> = LazyLock::new(|| 1);",
        "let x = job.await;",
        "let r = rand::rng();",
    ] {
        assert!(bad(text) > 0, "{text}");
    }
    for text in [
        "use std::net::{IpAddr, SocketAddr};",
        "// Instant::now is for shells",
        "const HELP: &str = \"std::fs\";",
        "#[cfg(test)]\nmod tests { fn a() { Instant::now(); } }",
        "use std::{fmt, time::Instant};",
    ] {
        assert_eq!(bad(text), 0, "{text}");
    }
}
