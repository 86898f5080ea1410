//! `bellbox load`: reads the file here, shows what would change, asks, applies.

use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};

use super::{ask, has_data, print_answer};
use crate::cli::Place;
use crate::control::protocol::{Answer, MAX_OFFICE_FILE, Request};

pub(super) fn load(place: &Place, file: &Path, yes: bool) -> anyhow::Result<ExitCode> {
    let from_stdin = file == Path::new("-");
    let (text, name) = if from_stdin {
        (read(io::stdin().lock())?, "standard input".to_owned())
    } else {
        let opened =
            std::fs::File::open(file).with_context(|| format!("{} cannot be opened", file.display()))?;
        (read(opened).with_context(|| file.display().to_string())?, file.display().to_string())
    };
    let request = |apply| Request::Load { text: text.clone(), file: name.clone(), apply };
    // Once the program or a database has answered there is an office.
    let preview = ask(place, request(false))?;
    let is_new = !has_data(&place.data)?;
    let changes = matches!(&preview, Answer::Preview { changes: true, .. });
    print_answer(preview)?;
    if !changes {
        println!("Everything is as in {name} already.");
        return Ok(ExitCode::SUCCESS);
    }
    if is_new {
        println!("There is no office in {} yet: this makes a new one there.", place.data.display());
    }
    if !yes && !confirmed(from_stdin)? {
        println!("Nothing was changed.");
        return Ok(ExitCode::FAILURE);
    }
    print_answer(ask(place, request(true))?)
}

/// Reads an office file, of a size that can be sent to the running program.
fn read(from: impl Read) -> anyhow::Result<String> {
    let mut text = String::new();
    from.take(MAX_OFFICE_FILE as u64 + 1)
        .read_to_string(&mut text)
        .context("cannot be read as UTF-8 text")?;
    ensure!(text.len() <= MAX_OFFICE_FILE, "larger than {} MiB: not an office file", MAX_OFFICE_FILE >> 20);
    Ok(text)
}

fn confirmed(stdin_is_used: bool) -> anyhow::Result<bool> {
    if stdin_is_used || !io::stdin().is_terminal() {
        bail!("there is nobody to ask: nothing was changed; --yes applies without asking");
    }
    print!("Apply? [y/N] ");
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(is_yes(&answer))
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_yes_is_one() {
        for (answer, yes) in
            [("y\n", true), ("Yes\n", true), ("\n", false), ("", false), ("no\n", false), ("yy\n", false)]
        {
            assert_eq!(is_yes(answer), yes, "{answer:?}");
        }
    }

    #[test]
    fn a_file_has_a_bound() {
        assert_eq!(read(&b"[office]\n"[..]).unwrap(), "[office]\n");
        let error = read(io::repeat(b'#')).unwrap_err();
        assert_eq!(error.to_string(), "larger than 8 MiB: not an office file");
        assert!(read(&b"\xff"[..]).is_err());
    }
}
