//! Where something stands in a file: line, column and key, for people.

/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) key: String,
}

impl Default for Place {
    fn default() -> Self {
        Self { line: 1, column: 1, key: String::new() }
    }
}

impl Place {
    /// Of a byte.
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        let key = key_of(text.lines().take(line).collect());
        Self { line, column, key }
    }

    /// Of a key in the table whose header is at that byte; the header itself when the key is not written.
    pub(super) fn of_field(text: &str, offset: usize, field: &str) -> Self {
        let mut at = offset;
        for (number, line) in text.get(offset..).unwrap_or_default().split_inclusive('\n').enumerate() {
            let trimmed = line.trim_start();
            if number > 0 && trimmed.starts_with('[') {
                break;
            }
            if assigned(trimmed) == Some(field) {
                return Self::of(text, at + (line.len() - trimmed.len()));
            }
            at += line.len();
        }
        let mut place = Self::of(text, offset);
        if !field.is_empty() {
            place.key =
                if place.key.is_empty() { field.to_owned() } else { format!("{}.{field}", place.key) };
        }
        place
    }
}

/// The key of the last of these lines: its table's path and the key that is assigned there.
fn key_of(lines: Vec<&str>) -> String {
    let mut field = None;
    let mut table = String::new();
    for line in lines.iter().rev() {
        let line = line.trim();
        if let Some(header) = header(line) {
            table = header;
            break;
        }
        // The lines before the key's are other keys; those after it belong to its value.
        if field.is_none() {
            field = assigned(line);
        }
    }
    match field {
        Some(field) if table.is_empty() => field.to_owned(),
        Some(field) => format!("{table}.{field}"),
        None => table,
    }
}

fn header(line: &str) -> Option<String> {
    let inner = line.strip_prefix('[')?;
    let inner = inner.strip_prefix('[').unwrap_or(inner);
    let (path, _) = inner.split_once(']')?;
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"_-. ".contains(&byte);
    (!path.is_empty() && path.bytes().all(bare)).then(|| path.replace(' ', ""))
}

fn assigned(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    (!key.is_empty() && key.bytes().all(bare)).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# an office\nname = 1\n[[person]] # Anna\nfirst_name = \"Ann\u{e4}\"\n  [[person.line]]\n  number = \"1\"\n[[phone]]\naccounts = [\n  \"a=b\",\n]\n";

    #[test]
    fn says_line_column_and_key() {
        for (needle, line, column, key) in [
            ("1\n", 2, 8, "name"),
            ("[[person]]", 3, 1, "person"),
            ("\"\n  [[", 4, 19, "person.first_name"),
            ("\"1\"", 6, 12, "person.line.number"),
            ("\"a=b", 9, 3, "phone.accounts"),
        ] {
            let place = Place::of(TEXT, TEXT.find(needle).unwrap());
            assert_eq!((place.line, place.column, place.key.as_str()), (line, column, key));
        }
    }

    #[test]
    fn finds_a_field_of_a_table_and_else_its_header() {
        let person = TEXT.find("[[person]]").unwrap();
        let place = Place::of_field(TEXT, person, "first_name");
        assert_eq!((place.line, place.column, place.key.as_str()), (4, 1, "person.first_name"));
        let place = Place::of_field(TEXT, person, "number");
        assert_eq!((place.line, place.key.as_str()), (3, "person.number"), "not that of the line");
        assert_eq!(Place::of(TEXT, 10_000).line, 11);
    }
}
