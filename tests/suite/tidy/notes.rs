//! The security notes of the README: every row names tests that hold its promise, and these exist.

use crate::none;
use crate::repository::{self, File};

const HEADING: &str = "## Security notes";

/// What is wrong with the table under the heading: rows without a test, and tests that nobody has written.
fn findings(readme: &str, tests: &[String]) -> Vec<String> {
    let mut findings = Vec::new();
    for row in rows(readme) {
        let promise = row.split("**").nth(1).unwrap_or("a row");
        let named: Vec<&str> = last_cell(row).split('`').skip(1).step_by(2).collect();
        if named.is_empty() {
            findings.push(format!("{promise}: no test holds it"));
        }
        let missing = named.into_iter().filter(|name| !tests.iter().any(|test| test == name));
        findings.extend(missing.map(|name| format!("{promise}: there is no test {name}")));
    }
    findings
}

/// The rows of the table, without its head.
fn rows(readme: &str) -> impl Iterator<Item = &str> {
    let section = readme.split_once(HEADING).map_or("", |(_, rest)| rest);
    let section = section.split("\n## ").next().unwrap_or("");
    section.lines().filter(|line| line.starts_with("| ")).skip(1)
}

fn last_cell(row: &str) -> &str {
    row.trim_end().trim_end_matches('|').rsplit_once('|').map_or("", |(_, cell)| cell)
}

/// The names of all functions that are tests.
fn names(files: &[File]) -> Vec<String> {
    let mut names = Vec::new();
    for file in files {
        let mut is_test = false;
        for line in file.text.lines().map(str::trim) {
            if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                is_test = true;
            } else if let Some((_, rest)) = line.split_once("fn ") {
                let name = rest.split('(').next().unwrap_or(rest);
                names.extend(is_test.then(|| name.to_owned()));
                is_test = false;
            }
        }
    }
    names
}

#[test]
fn every_promise_is_held_by_a_test() {
    let readme = repository::read(|path| path == "README.md").remove(0).text;
    assert!(rows(&readme).count() >= 10, "the security notes are gone");
    none(&findings(&readme, &names(&repository::rust_files())));
}

#[test]
fn finds_a_promise_without_a_test() {
    let table =
        |row: &str| format!("{HEADING}\n\n| Promise | Ends | Held by |\n|---|---|---|\n{row}\n\n## Next\n");
    let file = File { path: "a.rs".into(), text: "#[test]\nfn holds() {}\nfn helper() {}\n".into() };
    let tests = names(&[file]);
    let found = |row: &str| findings(&table(row), &tests).len();
    assert_eq!(found("| **Doors** | open | |"), 1);
    assert_eq!(found("| **Doors** | open | `holds`, `helper` |"), 1);
    assert_eq!(found("| **Doors** | open `there` | `holds` |"), 0);
}
