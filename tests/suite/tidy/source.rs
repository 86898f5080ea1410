//! A Rust file as the rules look at it: comments, texts and test modules blanked out, line numbers kept.

use std::collections::BTreeSet;

use crate::repository::File;

/// The files that hold nothing but tests: those under a directory `tests`, and the modules that their parent
/// declares under `#[cfg(test)]`, with all that lies below them.
pub(crate) fn test_files(files: &[File]) -> BTreeSet<String> {
    let mut roots = Vec::new();
    for file in files {
        let code = code_only(&file.text);
        for declared in code.split("#[cfg(test)]").skip(1) {
            let item = declared.split([';', '{']).next().unwrap_or("");
            let is_declaration = declared[item.len()..].starts_with(';');
            if let (true, Some((_, name))) = (is_declaration, item.split_once("mod ")) {
                roots.push(format!("{}/{}", directory_of_children(&file.path), name.trim()));
            }
        }
    }
    roots.extend(files.iter().flat_map(named_by_path));
    let is_test = |path: &str| {
        path.starts_with("tests/")
            || path.contains("/tests/")
            || roots.iter().any(|root| {
                path.strip_prefix(root.as_str()).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
            })
    };
    files.iter().map(|file| &file.path).filter(|path| is_test(path)).cloned().collect()
}

/// The test modules that a file declares with `#[path = "..."]`, without `.rs`.
fn named_by_path(file: &File) -> Vec<String> {
    let directory = file.path.rsplit_once('/').map_or("", |(directory, _)| directory);
    let lines: Vec<&str> = file.text.lines().map(str::trim).collect();
    let named = |pair: &[&str]| {
        let path = if pair[0] == "#[cfg(test)]" {
            pair[1]
        } else if pair[1] == "#[cfg(test)]" {
            pair[0]
        } else {
            ""
        };
        let name = path.strip_prefix("#[path = \"")?.strip_suffix(".rs\"]")?;
        Some(format!("{directory}/{name}"))
    };
    lines.windows(2).filter_map(named).collect()
}

/// Where the modules lie that this file declares.
fn directory_of_children(path: &str) -> &str {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    for root in ["/lib", "/main", "/mod"] {
        if let Some(directory) = stem.strip_suffix(root) {
            return directory;
        }
    }
    stem
}

/// Blanks comments, string and character literals; line breaks stay, so that line numbers are right.
pub(crate) fn code_only(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = comment(rest).or_else(|| text(rest, &code)).unwrap_or(0);
        if skipped > 0 {
            code.extend(rest[..skipped].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[skipped..];
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    code
}

/// Blanks the items under `#[cfg(test)]` in the output of [`code_only`].
pub(crate) fn without_tests(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..at]);
        let end = at + item_end(&rest[at..]);
        kept.extend(rest[at..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept
}

/// Length of the item that begins here: to its closing brace, or to the semicolon of one without a body.
fn item_end(item: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in item.char_indices() {
        match c {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    item.len()
}

/// Length of the comment that begins here, if one does; block comments nest.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    Some(rest.len())
}

/// Length of the string or character literal that begins here, if one does.
fn text(rest: &str, before: &str) -> Option<usize> {
    let in_word = before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
    let raw = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r');
    if let (Some(raw), false) = (raw, in_word) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let body = hashes + 1;
            let end = raw[body..].find(&close).map_or(raw.len(), |at| body + at + close.len());
            return Some(rest.len() - raw.len() + end);
        }
    }
    match rest.chars().next()? {
        '"' => Some(quoted(rest, '"')),
        '\'' => is_character(rest).then(|| quoted(rest, '\'')),
        _ => None,
    }
}

/// Length of what stands between quotes, escapes heeded.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// Tells `'a'` from the lifetime `'a`.
fn is_character(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    match chars.next() {
        Some('\\') => true,
        Some(_) => chars.next() == Some('\''),
        None => false,
    }
}

#[test]
fn blanks_comments_texts_and_tests() {
    let source = "fn a<'x>(q: &'x str) { let s = \"std::fs\"; let c = '\"'; } // std::fs\n\
                  /* std /* fs */ */ fn b() { r#\"std::net \"quoted\" \"# }\n\
                  #[cfg(test)]\nmod tests { fn c() { std::fs::read(\"}\"); } }\nfn d() {}\n#[cfg(test)]\nmod t;\nfn e() {}";
    let code = without_tests(&code_only(source));
    assert!(!code.contains("std"), "{code}");
    for kept in ["fn a<'x>", "fn b", "fn d", "fn e"] {
        assert!(code.contains(kept), "{kept} in {code}");
    }
    assert_eq!(code.lines().count(), source.lines().count());
}

#[test]
fn knows_the_files_of_tests() {
    let file = |path: &str, text: &str| File { path: path.into(), text: text.into() };
    let files = [
        file("a/src/lib.rs", "#[cfg(test)]\nmod hostile;\nmod flow;\n#[cfg(test)]\nuse x::y;\nmod z;"),
        file("a/src/hostile.rs", ""),
        file("a/src/hostile/more.rs", ""),
        file("a/src/flow.rs", "#[cfg(test)] pub(crate) mod script;"),
        file("a/src/flow/script.rs", ""),
        file("a/src/flow/hostile.rs", ""),
        file("a/src/z.rs", "#[cfg(test)] mod tests { mod script; }"),
        file("a/src/script.rs", "#[cfg(test)]\n#[path = \"long_tests.rs\"]\nmod tests;"),
        file("a/src/long_tests.rs", ""),
        file("a/tests/b.rs", ""),
    ];
    let found = test_files(&files);
    let expected = ["flow/script.rs", "hostile.rs", "hostile/more.rs", "long_tests.rs"]
        .map(|name| format!("a/src/{name}"));
    assert_eq!(found, expected.into_iter().chain(["a/tests/b.rs".to_owned()]).collect());
}
