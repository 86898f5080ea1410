//! How the program was called, so that a hint can be typed as it is printed.

use std::ffi::OsStr;

/// The program's name as a shell would take it: "./bellbox", "/opt/bellbox/bellbox".
pub(crate) fn program() -> String {
    of(std::env::args_os().next().as_deref())
}

fn of(first: Option<&OsStr>) -> String {
    let Some(name) = first.and_then(OsStr::to_str).filter(|name| !name.is_empty()) else {
        return "bellbox".to_owned();
    };
    let plain = |c: char| c.is_alphanumeric() || "/._-+".contains(c);
    if name.chars().all(plain) { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_can_be_typed() {
        for (first, typed) in [
            (None, "bellbox"),
            (Some(""), "bellbox"),
            (Some("./bellbox"), "./bellbox"),
            (Some("/my files/bellbox"), "'/my files/bellbox'"),
            (Some("it's"), "'it'\\''s'"),
        ] {
            assert_eq!(of(first.map(OsStr::new)), typed);
        }
    }
}
