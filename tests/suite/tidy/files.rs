//! Files: each says what it is and is of a readable size, none is dead, and the map shows the house as it is.

use crate::none;
use crate::repository::{self, File};

/// A file of code has at most so many lines: what one reads in a sitting.
const LINES_MAX: usize = 300;

/// Longer ones, each with its reason.
const LONG: [(&str, &str); 0] = [];

/// What may lie at the top (HOUSE.md, "Rooms"), beside dotfiles and what `.gitignore` names.
const TOP_LEVEL: [&str; 12] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "appliance",
    "cross.toml",
    "provisioning",
    "tests",
    "webui",
    "yocto",
];

/// Directories of `tests/data` that a test reads as a whole, and the file that does.
const READ_AS_A_WHOLE: [(&str, &str); 0] = [];

#[test]
fn every_module_says_what_it_is() {
    let files = repository::rust_files();
    assert!(files.len() >= 60, "only {} files", files.len());
    none(&silent(&files));
}

fn silent(files: &[File]) -> Vec<String> {
    let is_silent =
        |file: &&File| file.text.strip_prefix("//! ").is_none_or(|said| said.trim_start().is_empty());
    files.iter().filter(is_silent).map(|file| format!("{}: no //! line at its head", file.path)).collect()
}

#[test]
fn files_are_of_a_size() {
    let mut findings = too_long(&repository::rust_files());
    for (path, reason) in LONG {
        let known = findings.iter().position(|finding| finding.starts_with(&format!("{path}:")));
        match known {
            Some(at) => _ = findings.remove(at),
            None => findings.push(format!("{path} is short again, so the exception ({reason}) can go")),
        }
    }
    none(&findings);
}

fn too_long(files: &[File]) -> Vec<String> {
    files
        .iter()
        .map(|file| (&file.path, file.text.lines().count()))
        .filter(|(_, lines)| *lines > LINES_MAX)
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect()
}

#[test]
fn the_portals_files_say_what_they_are_and_are_of_a_size() {
    let files = repository::read(is_of_the_portal);
    assert!(files.len() >= 60, "only {} files", files.len());
    let mut findings = too_long(&files);
    findings.extend(silent_pages(&files));
    none(&findings);
}

/// Written by people: not the types that are made from the interface's description.
fn is_of_the_portal(path: &str) -> bool {
    let is_code = [".ts", ".svelte", ".css", ".js"].iter().any(|ending| path.ends_with(ending));
    path.starts_with("webui/app/") && is_code && !path.ends_with("schema.d.ts")
}

/// A page or module without a comment at its head. Tables of words and tests say by their names what they are.
fn silent_pages(files: &[File]) -> Vec<String> {
    let needs_none = |path: &str| {
        path.contains("/src/words/") || path.ends_with(".test.ts") || path.ends_with("svelte.config.js")
    };
    let is_silent = |file: &&File| {
        let head = ["// ", "/* ", "/** ", "<!-- "];
        !needs_none(&file.path) && !head.iter().any(|begin| file.text.starts_with(begin))
    };
    files.iter().filter(is_silent).map(|file| format!("{}: no comment at its head", file.path)).collect()
}

#[test]
fn the_top_level_is_what_the_house_fixes() {
    let entries = std::fs::read_dir(repository::root()).unwrap();
    let names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.len() >= 5, "{names:?}");
    none(&strangers(&names));
}

fn strangers(names: &[String]) -> Vec<String> {
    let known = |name: &&String| {
        name.starts_with('.') || TOP_LEVEL.contains(&name.as_str()) || repository::is_built(name)
    };
    names
        .iter()
        .filter(|name| !known(name))
        .map(|name| format!("{name} does not belong at the top"))
        .collect()
}

#[test]
fn test_data_is_used() {
    let data: Vec<String> =
        repository::paths().into_iter().filter(|path| path.starts_with("tests/data/")).collect();
    assert!(data.len() >= 3, "only {} files under tests/data", data.len());
    let readers = repository::read(|path| path.ends_with(".rs") || path == "tests/run");
    none(&unused(&data, &readers));
    for (directory, reader) in READ_AS_A_WHOLE {
        let text = readers.iter().find(|file| file.path == reader).map_or("", |file| file.text.as_str());
        let name = directory.trim_start_matches("tests/");
        assert!(text.contains(name), "{reader} does not read {directory}");
        assert!(data.iter().any(|path| path.starts_with(directory)), "{directory} is empty");
    }
}

/// A file is used when a reader names it, or reads its directory as a whole.
fn unused(data: &[String], readers: &[File]) -> Vec<String> {
    let is_named = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name == "README.md"
            || READ_AS_A_WHOLE.iter().any(|(directory, _)| path.starts_with(directory))
            || readers.iter().any(|file| {
                file.text.contains(&format!("{name}\"")) || file.text.contains(&format!("/{name} "))
            })
    };
    data.iter().filter(|path| !is_named(path)).map(|path| format!("{path}: nothing reads it")).collect()
}

#[test]
fn the_map_names_every_crate() {
    let readme = std::fs::read_to_string(repository::root().join("README.md")).unwrap_or_default();
    assert!(!readme.is_empty(), "there is no README.md");
    none(&unmapped(&readme, &rooms()));
}

/// The directories of the workspace's crates.
fn rooms() -> Vec<String> {
    let manifest = std::fs::read_to_string(repository::root().join("Cargo.toml")).unwrap();
    let table: toml::Table = manifest.parse().unwrap();
    let members = table["workspace"]["members"].as_array().unwrap();
    let rooms: Vec<String> = members.iter().map(|member| member.as_str().unwrap().to_owned()).collect();
    assert!(rooms.len() >= 12, "{rooms:?}");
    rooms
}

/// The map is a table whose rows begin with a link to the room.
fn unmapped(readme: &str, rooms: &[String]) -> Vec<String> {
    let mapped =
        |room: &&String| readme.lines().any(|line| line.starts_with(&format!("| [`{room}`]({room})")));
    rooms.iter().filter(|room| !mapped(room)).map(|room| format!("the map does not show {room}")).collect()
}

#[test]
fn what_the_readme_links_to_is_there() {
    let mut seen = 0;
    for readme in ["README.md", "tests/README.md"] {
        let path = repository::root().join(readme);
        let text = std::fs::read_to_string(&path).unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        let here: Vec<&str> = links.filter(|link| !link.is_empty() && !link.contains("://")).collect();
        seen += here.len();
        let dead = here.into_iter().filter(|link| !path.parent().unwrap().join(link).exists());
        none(&dead.map(|link| format!("{readme}: {link} is not there")).collect::<Vec<_>>());
    }
    assert!(seen >= 15, "only {seen} links");
}

#[test]
fn the_page_of_the_tests_names_every_suite() {
    let page = repository::read(|path| path == "tests/README.md").remove(0).text;
    let paths = repository::paths();
    let suites = paths.iter().filter_map(|path| path.strip_prefix("tests/suite/"));
    let suites: Vec<&str> = suites.filter(|name| name.ends_with(".rs") && !name.contains('/')).collect();
    assert!(suites.len() >= 10, "{suites:?}");
    let unnamed = suites.into_iter().filter(|name| !page.contains(&format!("](suite/{name})")));
    none(&unnamed.map(|name| format!("tests/README.md does not say what {name} proves")).collect::<Vec<_>>());
}

#[test]
fn finds_what_is_wrong_with_files() {
    let file = |text: &str| [File { path: "a.rs".into(), text: text.into() }];
    assert_eq!(silent(&file("use std::fmt;\n//! late")).len(), 1);
    assert_eq!(silent(&file("//! \n")).len(), 1);
    assert_eq!(silent(&file("//! A dialog (RFC 3261 §12).\n")).len(), 0);
    assert_eq!(too_long(&file(&"x\n".repeat(LINES_MAX + 1))), ["a.rs: 301 lines"]);
    assert_eq!(too_long(&file(&"x\n".repeat(LINES_MAX))).len(), 0);
    let page = |text: &str| [File { path: "webui/app/src/A.svelte".into(), text: text.into() }];
    assert_eq!(silent_pages(&page("<script>\n")).len(), 1);
    assert_eq!(silent_pages(&page("<!-- A page. -->\n<script>\n")).len(), 0);
    assert!(is_of_the_portal("webui/app/src/A.svelte") && !is_of_the_portal("webui/app/src/api/schema.d.ts"));
    assert_eq!(strangers(&["helpers".into()]), ["helpers does not belong at the top"]);
    assert_eq!(strangers(&["tests".into(), ".ci".into(), "target".into()]).len(), 0);
    let data = ["tests/data/sipp/old.xml".to_owned()];
    assert_eq!(unused(&data, &file("run(\"new.xml\")")).len(), 1);
    assert_eq!(unused(&data, &file("run(\"old.xml\")")).len(), 0);
    let map = "| [`a/sip`](a/sip) *pure* | SIP | |\n";
    assert_eq!(unmapped(map, &["a/sip".into(), "a/sdp".into()]), ["the map does not show a/sdp"]);
}
