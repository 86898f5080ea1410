//! The call flows that a person is in (F-74, F-84, F-179): derived, never stored. Today what rings their lines.

use model::{Owner, PersonId};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::super::list::Cell;
use super::super::super::view::View;
use super::super::line_label;

/// Something by which calls come to a person.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallFlow {
    /// What it is.
    kind: FlowKind,
    /// Its key.
    id: String,
    /// What it is called: a number, or a line with its owner's name.
    what: String,
}

/// What brings calls.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum FlowKind {
    /// A line that sends calls here when nobody takes them.
    Line,
    /// A public number.
    PhoneNumber,
}

/// All that a person is in.
pub(super) fn of(person: PersonId, view: &View) -> Vec<CallFlow> {
    let mut flows = Vec::new();
    for line in view.lines_of(Owner::Person(person)) {
        flows.extend(view.direct_numbers_of(line.id).map(|number| CallFlow {
            kind: FlowKind::PhoneNumber,
            id: number.id.to_string(),
            what: number.number.clone(),
        }));
        flows.extend(view.leading_to(line.id).map(|from| CallFlow {
            kind: FlowKind::Line,
            id: from.id.to_string(),
            what: format!("{} {}", from.number, line_label::owner_name(from.owner, view)).trim().to_owned(),
        }));
    }
    flows
}

/// For whoever looks for one: by its key, or by what it is called.
pub(super) fn cell(person: PersonId, view: &View) -> Cell<'static> {
    let (keys, names): (Vec<String>, Vec<String>) =
        of(person, view).into_iter().map(|flow| (flow.id, flow.what)).unzip();
    Cell::Named(keys, names.join(", "))
}
