//! A line as other rows name it: by its number and whose it is.

use model::{Line, LineId, Owner};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::view::View;

/// A line in a few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct LineLabel {
    /// Its key.
    id: LineId,
    /// Its internal number.
    number: String,
    /// The name of who or what has it.
    name: String,
}

/// The line with this key.
pub(super) fn of(id: LineId, view: &View) -> Option<LineLabel> {
    view.office.lines.get(id).map(|line| label(line, view))
}

/// The lines of somebody or something.
pub(super) fn of_owner(owner: Owner, view: &View) -> Vec<LineLabel> {
    view.lines_of(owner).map(|line| label(line, view)).collect()
}

fn label(line: &Line, view: &View) -> LineLabel {
    LineLabel { id: line.id, number: line.number.to_string(), name: owner_name(line.owner, view) }
}

/// What the owner of a line is called.
pub(super) fn owner_name(owner: Owner, view: &View) -> String {
    let office = &view.office;
    let name = match owner {
        Owner::Equipment(id) => office.equipment.get(id).map(|equipment| equipment.name.clone()),
        Owner::Person(id) => office.people.get(id).map(model::Person::display_name),
        Owner::Place(id) => office.places.get(id).map(|place| place.name.clone()),
    };
    name.unwrap_or_default()
}

impl LineLabel {
    /// "line 201 of Anna Berg", as the store calls it.
    pub(super) fn words(&self) -> String {
        format!("line {} of {}", self.number, self.name)
    }
}
