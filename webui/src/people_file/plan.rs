//! What would happen if a file were loaded: a step for each row, or what is wrong with it.

use model::PersonId;
use thiserror::Error;

use super::property::Property;
use super::values::Values;

/// What becomes of somebody who is there already (F-129).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Merge {
    /// Everybody is created, also a second time.
    CreateAnyway,
    /// Whoever is there stays as they are.
    #[default]
    Skip,
    /// Whoever is there takes what the file says; empty cells change nothing.
    Update,
}

/// What would happen if the file were loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order of the file.
    pub rows: Vec<PlannedRow>,
    /// The row of the template's example, which was left out.
    pub example: Option<u32>,
}

impl Plan {
    /// How many rows do what.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            match row.step {
                Step::Create(_) => counts.create += 1,
                Step::Refuse => counts.refuse += 1,
                Step::Skip(_) => counts.skip += 1,
                Step::Update(..) => counts.update += 1,
            }
        }
        counts
    }

    /// Whether every row can be loaded.
    pub fn is_good(&self) -> bool {
        self.rows.iter().all(|row| row.problems.is_empty())
    }
}

/// How many rows do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New people.
    pub create: usize,
    /// Rows with something wrong.
    pub refuse: usize,
    /// People who are there already and stay as they are.
    pub skip: usize,
    /// People who are there already and change.
    pub update: usize,
}

/// One row of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRow {
    /// As a spreadsheet program counts, from 1.
    pub row: u32,
    /// What would happen.
    pub step: Step,
    /// What is wrong; then the step is [`Step::Refuse`].
    pub problems: Vec<Problem>,
}

/// What would happen with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A new person.
    Create(Box<Values>),
    /// Nothing, since something is wrong.
    Refuse,
    /// Nothing, since this person is there already.
    Skip(PersonId),
    /// This person takes the values.
    Update(PersonId, Box<Values>),
}

/// Something wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The cell's column from 0; none when the row as a whole is wrong or lacks the column.
    pub column: Option<usize>,
    /// What the cell is about.
    pub property: Option<Property>,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a row or a cell.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Fault {
    /// Texts behind the last heading: a delimiter too many, or one that should stand in quotation marks.
    #[error("there is text behind the last heading")]
    BehindTheLastHeading,
    /// A letter that cannot be seen.
    #[error("the text contains a control character")]
    ControlCharacter,
    /// A date where none belongs.
    #[error("the spreadsheet program has made a date of it")]
    Date,
    /// A formula that has failed.
    #[error("the formula in it has failed")]
    FormulaError,
    /// As `anna@example.com`.
    #[error("not an email address")]
    InvalidEmail,
    /// Without white space.
    #[error("not a login: it contains white space")]
    InvalidLogin,
    /// Twelve hexadecimal digits.
    #[error("not a MAC address")]
    InvalidMac,
    /// 1 to 15 of the digits, * and #.
    #[error("not an internal number")]
    InvalidNumber,
    /// 3 to 15 digits, after a plus when it is international.
    #[error("{text:?} is not a number of the public network")]
    InvalidOutsideNumber {
        /// The one of several.
        text: String,
    },
    /// 4 to 8 digits.
    #[error("not a PIN")]
    InvalidPin,
    /// Yes or no in one of the four languages.
    #[error("neither yes nor no")]
    InvalidYesNo,
    /// F-131.
    #[error("the first name is missing")]
    MissingFirstName,
    /// A model alone makes no telephone known.
    #[error("a model needs a MAC address")]
    ModelWithoutMac,
    /// A number without a plus that cannot be completed.
    #[error("{text:?} needs its country code, after a plus")]
    NeedsCountryCode {
        /// The one of several.
        text: String,
    },
    /// A line needs an internal number.
    #[error("this needs an internal number")]
    NeedsNumber,
    /// The same person twice in the file.
    #[error("the same person as in row {row}")]
    SamePersonAsRow {
        /// The earlier one.
        row: u32,
    },
    /// The same value twice in the file, where each has their own.
    #[error("the same as in row {row}")]
    SameValueAsRow {
        /// The earlier one.
        row: u32,
    },
    /// More than one person could be meant.
    #[error("{people} people could be meant")]
    SeveralPeople {
        /// How many.
        people: usize,
    },
    /// A value that only one can have.
    #[error("already taken by {by}")]
    Taken {
        /// Who or what has it, for people.
        by: String,
    },
    /// More characters than are kept.
    #[error("more than {most} characters")]
    TooLong {
        /// How many there may be.
        most: usize,
    },
    /// A line that sends its calls to itself.
    #[error("a line cannot send its calls to itself")]
    ToItself,
    /// More than are kept.
    #[error("more than {most}")]
    TooMany {
        /// How many there may be.
        most: usize,
    },
    /// A number at which no line rings: a feature code or the username of an account.
    #[error("no line has this number")]
    UnknownLine,
    /// A number where nobody would answer, neither in the office nor in the file.
    #[error("no such number in the office; numbers outside begin with +")]
    UnknownNumber,
    /// A time schedule that does not exist.
    #[error("no such time schedule")]
    UnknownSchedule,
    /// A site that does not exist.
    #[error("no such site")]
    UnknownSite,
}
