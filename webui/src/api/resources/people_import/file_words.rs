//! Why a file cannot be read at all, in the reader's language: a part of a sentence, as it stands after a colon.

use super::words::pick;
use crate::language::Language;
use crate::people_file::{FileError, Kind};

/// Why a file cannot be read.
pub(super) fn unreadable(error: &FileError, language: Language) -> String {
    let [en, de, fr, es] = match error {
        FileError::BrokenEncoding(_) => [
            "the text is not whole: it is not {}",
            "der Text ist beschädigt: er ist nicht {}",
            "le texte est abîmé : ce n’est pas du {}",
            "el texto está dañado: no es {}",
        ],
        // What the reader of workbooks says is for programmers.
        FileError::BrokenWorkbook { .. } => [
            "the workbook is damaged",
            "die Arbeitsmappe ist beschädigt",
            "le classeur est abîmé",
            "el libro está dañado",
        ],
        FileError::CellTooLong { .. } => [
            "row {}, column {}: {} characters are more than {}",
            "Zeile {}, Spalte {}: {} Zeichen sind mehr als {}",
            "ligne {}, colonne {} : {} caractères, c’est plus de {}",
            "fila {}, columna {}: {} caracteres son más de {}",
        ],
        FileError::Empty => {
            ["the file is empty", "die Datei ist leer", "le fichier est vide", "el archivo está vacío"]
        }
        FileError::NotATable(kind) => not_a_table(*kind),
        FileError::Nul { .. } => [
            "line {} contains a zero byte: this is no text",
            "Zeile {} enthält ein Nullbyte: Das ist kein Text",
            "la ligne {} contient un octet nul : ce n’est pas du texte",
            "la línea {} contiene un byte nulo: no es un texto",
        ],
        FileError::QuoteNeverClosed { .. } => [
            "line {}: a quotation mark opens a cell that never ends",
            "Zeile {}: Ein Anführungszeichen öffnet eine Zelle, die nie endet",
            "ligne {} : un guillemet ouvre une cellule qui ne finit jamais",
            "línea {}: unas comillas abren una celda que nunca acaba",
        ],
        FileError::TooManyBytes { .. } => [
            "{} bytes are more than {}",
            "{} Bytes sind mehr als {}",
            "{} octets, c’est plus de {}",
            "{} bytes son más de {}",
        ],
        FileError::TooManyColumns { .. } => [
            "row {}: {} columns are more than {}",
            "Zeile {}: {} Spalten sind mehr als {}",
            "ligne {} : {} colonnes, c’est plus de {}",
            "fila {}: {} columnas son más de {}",
        ],
        FileError::TooManyRows { .. } => [
            "the file has more than {} rows",
            "die Datei hat mehr als {} Zeilen",
            "le fichier a plus de {} lignes",
            "el archivo tiene más de {} filas",
        ],
        FileError::UnpacksTooLarge { .. } => [
            "the workbook unpacks to more than {} bytes",
            "ausgepackt hat die Arbeitsmappe mehr als {} Bytes",
            "décompressé, le classeur dépasse {} octets",
            "descomprimido, el libro supera {} bytes",
        ],
    };
    let text = pick(language, [en, de, fr, es]).to_owned();
    data(error).into_iter().fold(text, |text, datum| text.replacen("{}", &datum, 1))
}

/// What stands in the gaps, in order.
fn data(error: &FileError) -> Vec<String> {
    match error {
        FileError::BrokenEncoding(encoding) => vec![encoding.to_string()],
        FileError::BrokenWorkbook { .. } | FileError::Empty | FileError::NotATable(_) => Vec::new(),
        FileError::CellTooLong { row, column, characters, most } => {
            vec![row.to_string(), column.to_string(), characters.to_string(), most.to_string()]
        }
        FileError::Nul { line } | FileError::QuoteNeverClosed { line } => vec![line.to_string()],
        FileError::TooManyBytes { bytes, most } => vec![bytes.to_string(), most.to_string()],
        FileError::TooManyColumns { row, columns, most } => {
            vec![row.to_string(), columns.to_string(), most.to_string()]
        }
        FileError::TooManyRows { most } => vec![most.to_string()],
        FileError::UnpacksTooLarge { most } => vec![most.to_string()],
    }
}

fn not_a_table(kind: Kind) -> [&'static str; 4] {
    match kind {
        Kind::Image => [
            "this is a picture, not a table of people",
            "das ist ein Bild und keine Tabelle von Personen",
            "c’est une image et non un tableau de personnes",
            "es una imagen y no una tabla de personas",
        ],
        Kind::OldWorkbook => [
            "this is an old workbook (.xls) or one with a password: please save it as .xlsx or CSV without one",
            "das ist eine alte Arbeitsmappe (.xls) oder eine mit Kennwort: Bitte speichern Sie sie als .xlsx oder CSV ohne Kennwort",
            "c’est un ancien classeur (.xls) ou un classeur avec mot de passe : enregistrez-le en .xlsx ou CSV, sans mot de passe",
            "es un libro antiguo (.xls) o uno con contraseña: guárdelo como .xlsx o CSV, sin contraseña",
        ],
        Kind::Pdf => [
            "this is a PDF document, not a table of people",
            "das ist ein PDF-Dokument und keine Tabelle von Personen",
            "c’est un document PDF et non un tableau de personnes",
            "es un documento PDF y no una tabla de personas",
        ],
        Kind::Zip => [
            "this is an archive without an Excel workbook",
            "das ist ein Archiv ohne Excel-Arbeitsmappe",
            "c’est une archive sans classeur Excel",
            "es un archivo comprimido sin libro de Excel",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people_file::Encoding;

    #[test]
    fn each_reason_has_its_words_in_four_languages() {
        let most = 7;
        for error in [
            FileError::BrokenEncoding(Encoding::Utf16),
            FileError::BrokenWorkbook { why: "invalid".to_owned() },
            FileError::CellTooLong { row: 2, column: 3, characters: 8, most },
            FileError::Empty,
            FileError::NotATable(Kind::Image),
            FileError::NotATable(Kind::OldWorkbook),
            FileError::NotATable(Kind::Pdf),
            FileError::NotATable(Kind::Zip),
            FileError::Nul { line: 4 },
            FileError::QuoteNeverClosed { line: 5 },
            FileError::TooManyBytes { bytes: 8, most: 7 },
            FileError::TooManyColumns { row: 2, columns: 8, most },
            FileError::TooManyRows { most },
            FileError::UnpacksTooLarge { most: 7 },
        ] {
            let said = Language::ALL.map(|language| unreadable(&error, language));
            for (place, text) in said.iter().enumerate() {
                assert!(!text.contains("{}") && !said[..place].contains(text), "{text}");
                assert!(data(&error).iter().all(|datum| text.contains(datum)), "{text}");
            }
        }
    }
}
