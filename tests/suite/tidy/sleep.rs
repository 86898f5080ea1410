//! No test sleeps: it waits for what it waits for, with a deadline.

use crate::none;
use crate::repository::{self, File};
use crate::source::{code_only, test_files, without_tests};

const SLEEPS: [&str; 5] = ["park_timeout", "sleep", "sleep_ms", "sleep_until", "usleep"];

/// Every word for sleeping in the test code of these Rust files.
fn findings(files: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    let tests = test_files(files);
    for file in files {
        let code = code_only(&file.text);
        let product = if tests.contains(&file.path) { String::new() } else { without_tests(&code) };
        for (number, line) in code.lines().enumerate() {
            let product_line = product.lines().nth(number).unwrap_or("");
            let of_tests = if product_line == line { "" } else { line };
            let mut words = of_tests.split(|c: char| !c.is_alphanumeric() && c != '_');
            // The name of this very module is no call.
            if of_tests.trim() != "mod sleep;" && words.any(|word| SLEEPS.contains(&word)) {
                findings.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    findings
}

#[test]
fn no_test_sleeps() {
    let files = repository::rust_files();
    assert!(files.len() >= 60, "only {} files", files.len());
    assert!(test_files(&files).len() >= 15, "hardly any test was looked at");
    none(&findings(&files));
}

#[test]
fn no_script_sleeps() {
    let scripts =
        repository::read(|path| ["tests/run", ".ci/install", ".ci/run", "appliance/run"].contains(&path));
    assert!(scripts.iter().any(|script| script.path == "tests/run"));
    let sleeping = |line: &str| line.split_whitespace().any(|word| word == "sleep");
    for script in &scripts {
        none(&script.text.lines().filter(|line| sleeping(line)).map(str::to_owned).collect::<Vec<_>>());
    }
}

#[test]
fn finds_a_sleeping_test() {
    let bad = |path: &str, text: &str| findings(&[File { path: path.into(), text: text.into() }]).len();
    assert_eq!(bad("tests/suite/x.rs", "fn a() { std::thread::sleep(D); }"), 1);
    assert_eq!(bad("a/src/x.rs", "#[cfg(test)]\nmod tests { fn a() { tokio::time::sleep(D).await; } }"), 1);
    assert_eq!(bad("a/tests/x.rs", "use tokio::time::sleep_until;"), 1);
    assert_eq!(bad("a/src/x.rs", "fn run() { tokio::time::sleep(D).await; }"), 0);
    assert_eq!(bad("tests/suite/x.rs", "// never sleep\nlet s = \"sleep\";"), 0);
}
