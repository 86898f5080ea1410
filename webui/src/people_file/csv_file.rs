//! Text with a delimiter (RFC 4180): which delimiter it is, how rows are counted, and the cells.

use super::encoding::Encoding;
use super::error::FileError;
use super::property::Property;
use super::table::{COLUMNS_MAX, Format, ROWS_MAX, Table, TableBuilder, TableRow};

/// In the order of preference when nothing tells.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Rows of any kind: a spreadsheet program writes rows of mere delimiters where somebody once formatted cells.
const RECORDS_MAX: usize = 65_536;

/// Reads the cells of a text.
pub(super) fn read(text: &str, encoding: Encoding) -> Result<Table, FileError> {
    let (stated, text) = stated_delimiter(text);
    let delimiter = stated.unwrap_or_else(|| likely_delimiter(text));
    let rows = row_numbers(text, delimiter)?;
    let mut table = TableBuilder::default();
    let mut rows = rows.into_iter();
    for record in reader(text, delimiter).into_records() {
        let record = record.map_err(|_| FileError::BrokenEncoding(encoding))?;
        let row = rows.next().unwrap_or(u32::MAX);
        let cells = record.iter().map(str::to_owned).collect();
        table.push(TableRow { row, cells, oddities: Vec::new() })?;
    }
    table.build(Format::Csv { delimiter: char::from(delimiter), encoding })
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Excel reads, and some programs write, a first line that names the delimiter: `sep=;`.
fn stated_delimiter(text: &str) -> (Option<u8>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let stated = line
        .trim_end_matches('\r')
        .strip_prefix("sep=")
        .and_then(|delimiter| DELIMITERS.into_iter().find(|known| delimiter.as_bytes() == [*known]));
    match stated {
        Some(delimiter) => (Some(delimiter), rest),
        None => (None, text),
    }
}

/// The delimiter under which most headings are known; of equals the one with most columns.
fn likely_delimiter(text: &str) -> u8 {
    let mut best = ((0, 0), DELIMITERS[0]);
    for delimiter in DELIMITERS {
        let mut record = csv::StringRecord::new();
        if !matches!(reader(text, delimiter).read_record(&mut record), Ok(true)) {
            continue;
        }
        let known =
            record.iter().take(COLUMNS_MAX).filter(|cell| Property::of_header(cell).is_some()).count();
        if (known, record.len()) > best.0 {
            best = ((known, record.len()), delimiter);
        }
    }
    best.1
}

/// The number of each row as a spreadsheet program counts, which counts the empty lines that the reader leaves out.
/// A quotation mark that is never closed would swallow the rest of the file: the line where it opens is told.
fn row_numbers(text: &str, delimiter: u8) -> Result<Vec<u32>, FileError> {
    enum At {
        CellStart,
        Plain,
        Quoted { since: usize },
        AfterQuote { since: usize },
    }
    let (mut rows, mut row, mut line) = (Vec::new(), 1u32, 1usize);
    let (mut at, mut row_is_empty, mut last) = (At::CellStart, true, 0);
    for byte in text.bytes() {
        let second_half = last == b'\r' && byte == b'\n';
        let ends_line = (byte == b'\n' || byte == b'\r') && !second_half;
        last = byte;
        line += usize::from(ends_line);
        at = match at {
            At::Quoted { since } if byte == b'"' => At::AfterQuote { since },
            At::Quoted { since } => At::Quoted { since },
            At::AfterQuote { since } if byte == b'"' => At::Quoted { since },
            At::CellStart if second_half && row_is_empty => continue,
            _ if byte == b'\n' || byte == b'\r' => {
                if !row_is_empty {
                    rows.push(row);
                }
                if rows.len() > RECORDS_MAX {
                    return Err(FileError::TooManyRows { most: ROWS_MAX });
                }
                (row, row_is_empty) = (row.saturating_add(1), true);
                At::CellStart
            }
            At::CellStart if byte == b'"' => {
                row_is_empty = false;
                At::Quoted { since: line }
            }
            At::CellStart | At::Plain | At::AfterQuote { .. } => {
                row_is_empty = false;
                if byte == delimiter { At::CellStart } else { At::Plain }
            }
        };
    }
    if let At::Quoted { since } = at {
        return Err(FileError::QuoteNeverClosed { line: since });
    }
    if !row_is_empty {
        rows.push(row);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn finds_the_delimiter() {
        for (text, delimiter, columns) in [
            ("First name,Last name\nA,B", ',', 2),
            ("Vorname;Nachname\nA;B", ';', 2),
            ("Prénom\tNom\nA\tB", '\t', 2),
            ("First name\nA", ',', 1),
            ("\"Vorname, Rufname\";Nachname", ';', 2),
            ("Vorname;Nachname, Name, Titel, Grad", ';', 2),
            ("a;b;c", ';', 3),
            ("sep=;\r\na,b;c", ';', 2),
            ("sep=,\na;b,c", ',', 2),
            ("sep=x\na,b", ',', 1),
        ] {
            let table = read(text, Encoding::Utf8).unwrap();
            assert_eq!(table.format, Format::Csv { delimiter, encoding: Encoding::Utf8 }, "{text:?}");
            assert_eq!(table.header.len(), columns, "{text:?}");
        }
    }

    #[test]
    fn counts_rows_as_a_spreadsheet_program_does() {
        for (text, rows) in [
            ("h\nA\nB\n", vec![2, 3]),
            ("h\r\n\r\nA\r\n,,\r\nB", vec![3, 5]),
            ("h\rA\r\rB", vec![2, 4]),
            ("\n\nh\n\"A\n1\"\n\nB", vec![4, 6]),
            ("h\n\"A\"\"\n\"\nB", vec![2, 3]),
        ] {
            let table = read(text, Encoding::Utf8).unwrap();
            assert_eq!(table.rows.iter().map(|row| row.row).collect::<Vec<_>>(), rows, "{text:?}");
        }
    }

    #[test]
    fn tells_where_a_quote_opens_that_never_closes() {
        for (text, line) in [("\"", 1), ("h\nA\n\"B,C\nD\n", 3), ("h,\"x\ny\"\r\nA,\"B", 3), ("h\n\"\"\"", 2)]
        {
            assert_eq!(read(text, Encoding::Utf8), Err(FileError::QuoteNeverClosed { line }), "{text:?}");
        }
        assert!(read("h\nA \"quoted\" word\n6\" pipe", Encoding::Utf8).is_ok());
    }

    proptest! {
        #[test]
        fn counts_as_many_rows_as_the_reader_finds(text in "[a,;\"\r\n]{0,40}") {
            if let Ok(rows) = row_numbers(&text, b',') {
                prop_assert_eq!(rows.len(), reader(&text, b',').into_records().count(), "{:?}", text);
                prop_assert!(rows.is_sorted());
            }
        }
    }
}
