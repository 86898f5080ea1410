//! The Yocto layer: its recipe builds what this repository is, with the crates of `Cargo.lock` and features there are.

use crate::none;
use crate::repository::{self, File};

const RECIPES: &str = "yocto/meta-bellbox/recipes-bellbox/bellbox/";

/// A crate as the recipe fetches it: name and version, checksum.
type Crate = (String, String);

/// What comes from a registry, in the order of the recipe.
fn locked(lock: &str) -> Vec<Crate> {
    let table: toml::Table = lock.parse().unwrap();
    let packages = table["package"].as_array().unwrap();
    let text = |package: &toml::Value, key: &str| package.get(key)?.as_str().map(str::to_owned);
    let mut crates: Vec<(String, String, String)> = packages
        .iter()
        .filter_map(|package| {
            Some((text(package, "name")?, text(package, "version")?, text(package, "checksum")?))
        })
        .collect();
    crates.sort();
    crates.into_iter().map(|(name, version, sum)| (format!("{name}-{version}"), sum)).collect()
}

/// What the list of the recipe fetches, and the checksums that it expects.
fn fetched(list: &str) -> (Vec<String>, Vec<Crate>) {
    let uris = list.lines().filter_map(|line| line.trim().strip_prefix("crate://crates.io/"));
    let uris = uris.map(|uri| uri.trim_end_matches(" \\").replacen('/', "-", 1)).collect();
    let sums = list.lines().filter_map(|line| {
        let (name, sum) = line.strip_prefix("SRC_URI[")?.split_once(".sha256sum] = \"")?;
        Some((name.to_owned(), sum.trim_end_matches('"').to_owned()))
    });
    (uris, sums.collect())
}

/// The crates by which lock file and list differ.
fn differing(lock: &str, list: &str) -> Vec<String> {
    let expected = locked(lock);
    let (uris, sums) = fetched(list);
    let missing = expected.iter().filter(|it| !uris.contains(&it.0) || !sums.contains(it));
    let old = sums.iter().filter(|it| !expected.contains(it));
    missing.chain(old).map(|(name, _)| format!("{name}: run yocto/update-crates")).collect()
}

#[test]
fn the_recipe_fetches_the_crates_of_the_lock_file() {
    let root = repository::root();
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).unwrap();
    let list = std::fs::read_to_string(root.join(RECIPES).join("bellbox-crates.inc")).unwrap();
    assert!(locked(&lock).len() >= 100);
    none(&differing(&lock, &list));
}

#[test]
fn the_recipe_is_of_this_version() {
    let manifest: toml::Table =
        std::fs::read_to_string(repository::root().join("Cargo.toml")).unwrap().parse().unwrap();
    let version = manifest["workspace"]["package"]["version"].as_str().unwrap();
    let name = format!("{RECIPES}bellbox_{version}.bb");
    assert!(repository::paths().contains(&name), "there is no {name}");
}

/// The features of the program that the recipe can switch on and the program does not have.
fn unknown_features(recipes: &[File], manifest: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().unwrap();
    let known = manifest.get("features").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let named = recipes.iter().flat_map(|file| file.text.lines()).filter_map(|line| {
        let (_, rest) = line.strip_prefix("PACKAGECONFIG[")?.split_once("--features ")?;
        rest.split([',', '"']).next()
    });
    let unknown = named.filter(|name| !known.contains_key(*name));
    unknown.map(|name| format!("the program has no feature {name}")).collect()
}

#[test]
fn the_recipe_switches_on_features_that_there_are() {
    let recipes = repository::read(|path| path.starts_with(RECIPES) && path.ends_with(".bb"));
    assert_eq!(recipes.len(), 1);
    let manifest = std::fs::read_to_string(repository::root().join("appliance/bellbox/Cargo.toml")).unwrap();
    none(&unknown_features(&recipes, &manifest));
}

#[test]
fn finds_what_is_wrong_with_the_layer() {
    let lock = "[[package]]\nname = \"own\"\nversion = \"1.0.0\"\n\
                [[package]]\nname = \"mio\"\nversion = \"1.2.0\"\nsource = \"registry\"\nchecksum = \"aa\"\n";
    let list = |version: &str, sum: &str| {
        format!(
            "SRC_URI = \"\\\n    crate://crates.io/mio/{version} \\\n\"\n\nSRC_URI[mio-{version}.sha256sum] = \"{sum}\"\n"
        )
    };
    assert_eq!(differing(lock, &list("1.2.0", "aa")).len(), 0);
    assert_eq!(differing(lock, &list("1.2.0", "bb")).len(), 2);
    assert_eq!(differing(lock, &list("1.1.0", "aa")).len(), 2);
    assert_eq!(differing(lock, "").len(), 1);
    let recipe = |text: &str| [File { path: "a.bb".into(), text: text.into() }];
    let told = recipe("PACKAGECONFIG[alsa] = \"--features alsa,,alsa-lib\"\n");
    assert_eq!(unknown_features(&told, "[features]\nalsa = []\n").len(), 0);
    assert_eq!(unknown_features(&told, "[features]\n").len(), 1);
}
