//! Who may use whom: the arrows between rooms, read from the manifests.

use std::collections::BTreeMap;

use crate::none;
use crate::repository::{self, File};

/// The arrows that the house allows, room by room (HOUSE.md, "Who may use whom"). `bellbox` and `tests` may use
/// every room.
const ARROWS: [(&str, &[&str]); 14] = [
    ("calls", &["model", "sdp"]),
    ("exchange", &["calls", "media", "model", "sdp", "sip"]),
    ("hardware", &[]),
    ("media", &[]),
    ("model", &[]),
    ("provisioning", &["model"]),
    ("sdp", &[]),
    ("sip", &[]),
    ("store", &["model", "sync"]),
    ("switch", &["calls", "exchange", "media", "model", "sip"]),
    ("sync", &["model"]),
    ("update", &[]),
    ("webui", &["calls", "model", "store", "provisioning"]),
    // The library of the crate `tests`, the virtual world, is a tool of tests; no room may use it.
    ("world", &[]),
];

/// The rooms at the top: they know everything, and nobody knows them.
const TOP: [&str; 2] = ["bellbox", "tests"];

fn findings(manifests: &[File]) -> Vec<String> {
    let mut findings = Vec::new();
    for manifest in manifests {
        let table: toml::Table = manifest.text.parse().unwrap();
        let Some(room) = table.get("package").and_then(|package| package["name"].as_str()) else {
            continue;
        };
        let Some(allowed) = allowed(room) else {
            findings.push(format!("{}: {room} is not a room of the house", manifest.path));
            continue;
        };
        for used in dependencies(&table) {
            if is_room(&used) && !TOP.contains(&room) && !allowed.contains(&used.as_str()) {
                findings.push(format!("{}: {room} may not use {used}", manifest.path));
            }
            if TOP.contains(&used.as_str()) {
                findings.push(format!("{}: nobody may use {used}", manifest.path));
            }
        }
    }
    findings
}

fn allowed(room: &str) -> Option<&'static [&'static str]> {
    if TOP.contains(&room) {
        return Some(&[]);
    }
    ARROWS.iter().find(|(name, _)| *name == room).map(|(_, allowed)| *allowed)
}

fn is_room(name: &str) -> bool {
    TOP.contains(&name) || ARROWS.iter().any(|(room, _)| *room == name)
}

/// Every dependency in a manifest: ordinary, for tests, for the build and for one target only; by the name of
/// the package where it is renamed.
fn dependencies(table: &toml::Table) -> Vec<String> {
    let mut found = Vec::new();
    for (key, value) in table {
        let Some(inner) = value.as_table() else { continue };
        match key.as_str() {
            "dependencies" | "dev-dependencies" | "build-dependencies" => {
                found.extend(inner.iter().map(|(name, how)| {
                    how.get("package").and_then(toml::Value::as_str).unwrap_or(name).to_owned()
                }));
            }
            "target" => found.extend(inner.values().filter_map(toml::Value::as_table).flat_map(dependencies)),
            _ => {}
        }
    }
    found
}

#[test]
fn every_arrow_is_in_the_list() {
    let manifests = repository::read(|path| {
        path.ends_with("/Cargo.toml") && !path.starts_with("tests/fuzz/") && path.split('/').count() <= 3
    });
    assert!(manifests.len() >= 12, "only {} manifests", manifests.len());
    none(&findings(&manifests));
}

#[test]
fn the_map_tells_the_arrows_as_they_are() {
    let readme = repository::read(|path| path == "README.md");
    let rows = readme.iter().flat_map(|file| file.text.lines()).filter(|line| line.starts_with("| [`"));
    let rows: Vec<(&str, &str)> = rows.filter_map(row_of_the_map).collect();
    assert!(rows.len() >= 10, "{rows:?}");
    let mut findings = Vec::new();
    for (directory, told) in rows {
        let text = std::fs::read_to_string(repository::root().join(directory).join("Cargo.toml")).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let mut used = table
            .get("dependencies")
            .and_then(toml::Value::as_table)
            .map_or(vec![], |table| table.keys().map(String::as_str).filter(|name| is_room(name)).collect());
        used.sort_unstable();
        let mut told: Vec<&str> = told.split_whitespace().collect();
        told.sort_unstable();
        let is_top = TOP.iter().any(|top| directory.ends_with(top));
        if told != used && !(is_top && told == ["everything"]) {
            findings.push(format!("{directory} uses {used:?}, the map tells {told:?}"));
        }
    }
    none(&findings);
}

/// Directory and last column of a row of the map.
fn row_of_the_map(row: &str) -> Option<(&str, &str)> {
    let directory = row.strip_prefix("| [`")?.split('`').next()?;
    let last = row.trim_end().strip_suffix('|')?.rsplit('|').next()?;
    repository::root().join(directory).join("Cargo.toml").exists().then_some((directory, last))
}

#[test]
fn finds_a_forbidden_arrow() {
    let bad = |text: &str| findings(&[File { path: "x/Cargo.toml".into(), text: text.into() }]).join("; ");
    for (text, finding) in [
        ("[package]\nname='sip'\n[dependencies]\nsdp.workspace=true", "sip may not use sdp"),
        ("[package]\nname='calls'\n[dev-dependencies]\nx={package='sip',path='y'}", "calls may not use sip"),
        ("[package]\nname='media'\n[target.'cfg(unix)'.dependencies]\nmodel='1'", "media may not use model"),
        ("[package]\nname='webui'\n[build-dependencies]\nbellbox.workspace=true", "nobody may use bellbox"),
        ("[package]\nname='attic'", "attic is not a room of the house"),
    ] {
        assert!(bad(text).contains(finding), "{text} -> {}", bad(text));
    }
    assert_eq!(bad("[package]\nname='exchange'\n[dependencies]\nsip.workspace=true\nrand='1'"), "");
}

#[test]
fn the_list_is_the_one_of_the_design() {
    let Some(shared) = repository::shared() else {
        println!("skipped: the design is not here (BELLBOX_SHARED)");
        return;
    };
    let house = std::fs::read_to_string(shared.join("design/HOUSE.md")).unwrap();
    let list = house.split("Who may use whom").nth(1).and_then(|text| text.split("```").nth(1)).unwrap();
    let mut drawn = BTreeMap::new();
    for arrow in list.split('}') {
        let Some((room, used)) = arrow.split_once('{') else {
            continue;
        };
        let mut used: Vec<&str> = used.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        used.sort_unstable();
        drawn.insert(room.trim(), used);
    }
    assert_eq!(drawn.remove("bellbox"), Some(vec!["everything"]));
    assert_eq!(drawn.remove("tests"), Some(vec!["everything"]));
    let here = ARROWS.iter().filter(|(room, _)| *room != "world").map(|(room, used)| {
        let mut used = used.to_vec();
        used.sort_unstable();
        (*room, used)
    });
    assert_eq!(drawn, here.collect());
}
