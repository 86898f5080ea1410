//! The command line, and the words that teach it.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;
use model::Permission;

/// Where the data are unless `--data` says otherwise.
pub(crate) const DEFAULT_DATA: &str = "./data";

/// Bellbox, a telephone exchange for one office in one program
#[derive(Debug, Parser)]
#[command(
    name = "bellbox",
    version,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = FIRST_STEPS
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where data and settings are.
#[derive(Clone, Debug, Args)]
pub(crate) struct Place {
    /// Directory of the data: database, keys, certificates
    #[arg(long, global = true, value_name = "DIR", default_value = DEFAULT_DATA)]
    pub(crate) data: PathBuf,
    /// Settings file [default: DIR/bellbox.toml if there, else ./bellbox.toml if there]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the exchange in the foreground until it gets SIGTERM, SIGHUP or Ctrl-C
    #[command(after_help = RUN)]
    Run,
    /// Load the office (persons, numbers, telephones) from a file, after a preview
    #[command(after_help = LOAD)]
    Load {
        /// The office file; "-" reads standard input
        file: PathBuf,
        /// Apply without asking
        #[arg(long, short)]
        yes: bool,
    },
    /// Print the office as a file that `load` takes
    #[command(after_help = DUMP)]
    Dump {
        /// With the secrets of the SIP accounts
        #[arg(long)]
        secrets: bool,
        /// Print a small example office instead, to begin with
        #[arg(long, conflicts_with = "secrets")]
        example: bool,
    },
    /// Say what runs: telephones, calls, disk, addresses
    #[command(after_help = STATUS)]
    Status {
        /// As JSON, the same that /api/v1/status serves; {"running": false} when the exchange does not run
        #[arg(long)]
        json: bool,
    },
    /// Check the settings file and the database, and list the sound cards
    #[command(after_help = CHECK)]
    Check,
    /// Print the description of the interface for programs (OpenAPI 3.1), the same that /api/v1/openapi.json serves
    #[command(after_help = OPENAPI)]
    Openapi,
    /// Manage the tokens with which other programs read the status
    #[command(subcommand, arg_required_else_help = true)]
    Token(TokenCommand),
    /// Manage the logins with which people sign in to the portal
    #[command(subcommand, arg_required_else_help = true)]
    User(UserCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Make a login and print its password, once: it must be changed at the first sign-in
    #[command(after_help = USER)]
    Add {
        /// By which somebody signs in: at most 64 characters without blanks
        login: String,
        /// What it may do: owner, office-manager, call-centre-admin, installer, transactions-only, user, or a role of the
        /// office's own [default: owner, while there is none]
        #[arg(long)]
        role: Option<String>,
    },
    /// List the logins: role, status, second factor, last sign-in
    List,
    /// Give a login a new password and print it, once; its sessions end
    #[command(after_help = USER)]
    Password {
        /// Whose
        login: String,
        /// Also forget a lost authenticator app: a new one is connected at the next sign-in
        #[arg(long)]
        reset_second_factor: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token and print it, once: only its hash is kept
    #[command(after_help = TOKEN)]
    Create {
        /// What it is for, as it will stand in the audit log
        name: String,
        /// What it may do; may be given several times [default: status-read]
        #[arg(long = "permission", value_name = "WORD", value_parser = permission(), hide_possible_values = true)]
        permissions: Vec<Permission>,
        /// Last day on which it works, as 2027-12-31, in the office's time zone [default: it works for ever]
        #[arg(long, value_name = "DATE")]
        expires: Option<Date>,
    },
}

/// The words of what a token may do.
fn permission() -> impl TypedValueParser<Value = Permission> {
    let words = Permission::ALL.iter().map(|permission| permission.as_str());
    PossibleValuesParser::new(words).try_map(|word| Permission::from_word(&word).ok_or("no such permission"))
}

const FIRST_STEPS: &str = "\
First steps:
  bellbox dump --example > office.toml    an example to change
  bellbox load office.toml                preview, confirm, apply
  bellbox dump --secrets                  user names and secrets for the telephones
  bellbox user add anna                   the owner's login to the page, with its first password
  bellbox run                             SIP on port 5060, the page on https://<this machine>:8443/

While the exchange runs, the other commands talk to it through DIR/control.sock; they must be started by the same
user or by root. Otherwise they open the database themselves.

Exit codes: 0 done, 1 it did not work, 2 the command line or the settings file is wrong.";

const RUN: &str = "\
Examples:
  bellbox run
  bellbox run --data /var/lib/bellbox --config /etc/bellbox.toml

Prints what is bound. Everything has a default; the documented bellbox.toml comes with the program.
Browsers and telephones that should trust the page's certificate are given DIR/ca.pem.";

const LOAD: &str = "\
Examples:
  bellbox load office.toml
  ssh box bellbox load - --yes --data /var/lib/bellbox < office.toml

What is in the file is made or changed, all of it or nothing: matched by id where the file gives one, else by number
and username. What the file does not name stays. A SIP account without a secret in the file keeps its own; a new one
gets 22 letters and digits. On a terminal you are asked first; without one --yes is needed.";

const DUMP: &str = "\
Examples:
  bellbox dump > office.toml
  bellbox dump --secrets > backup.toml    (keep that file to yourself)
  bellbox dump --example > office.toml";

const STATUS: &str = "\
Examples:
  bellbox status
  bellbox status --json | jq .registered

Exit code 1 when the exchange does not run.";

const CHECK: &str = "\
Examples:
  bellbox check
  bellbox check --data /var/lib/bellbox --config new-settings.toml

It opens the database as `run` does, brings its schema up to date, and changes nothing else. Where there is no
database yet it makes none.

Exit code 2 when the settings are wrong, 1 when something is wrong with the database.";

const OPENAPI: &str = "\
Examples:
  bellbox openapi > openapi.json

It needs neither data nor a running exchange. With the exchange, https://<this machine>:8443/api/v1/ is a page to try it.";

const TOKEN: &str = "\
Examples:
  bellbox token create prometheus
  bellbox token create payroll --permission people-read --permission call-history-read --expires 2030-12-31
  curl --cacert data/ca.pem -H \"Authorization: Bearer bb_...\" https://localhost:8443/metrics

/api/v1/status is for tokens only. /metrics needs none from the box itself (loopback); one that is given must be right.
Both want the permission status-read. The words are those that the office's own roles are made of: audit-read, people-read,
people-write and so on; a wrong one is answered with all of them.";

const USER: &str = "\
Examples:
  bellbox user add anna
  bellbox user add ben --role office-manager
  bellbox user password anna --reset-second-factor
  bellbox user list

The first login is the owner's, who makes the others on the page. Whoever has lost password and telephone gets both anew
by `password`, from somebody who is on the box.";

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_is_documented_and_most_have_examples() {
        for command in Cli::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            let taught = command.get_after_help().is_some() || command.has_subcommands();
            assert!(taught, "{}", command.get_name());
        }
    }

    #[test]
    fn place_may_stand_before_or_after_the_command() {
        for words in [["bellbox", "--data", "x", "run"], ["bellbox", "run", "--data", "x"]] {
            assert_eq!(Cli::parse_from(words).place.data, PathBuf::from("x"));
        }
    }

    #[test]
    fn examples_in_the_help_can_be_typed() {
        for text in [FIRST_STEPS, RUN, LOAD, DUMP, STATUS, CHECK, OPENAPI, TOKEN, USER] {
            for line in text.lines().filter_map(|line| line.strip_prefix("  bellbox ")) {
                let words = line.split_whitespace().take_while(|word| !matches!(*word, ">" | "|"));
                // What stands after two spaces is an explanation.
                let words: Vec<&str> = match line.split_once("  ") {
                    Some((command, _)) => {
                        command.split_whitespace().take_while(|word| *word != ">").collect()
                    }
                    None => words.collect(),
                };
                let parsed = Cli::try_parse_from(std::iter::once("bellbox").chain(words));
                assert!(parsed.is_ok(), "{line}");
            }
        }
    }
}
