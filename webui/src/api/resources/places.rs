//! Places: rooms and doors with a telephone.

use model::{Owner, Permission, Place, PlaceId};
use serde::Serialize;
use store::Rows;
use utoipa::ToSchema;

use super::super::list::{Cell, Field};
use super::super::resource::Resource;
use super::super::view::View;
use super::line_label::{self, LineLabel};
use super::sites;

/// What is shown beside a place.
#[derive(Serialize, ToSchema)]
pub(crate) struct More {
    /// What its site is called.
    site_name: String,
    /// Its lines.
    lines: Vec<LineLabel>,
}

impl Resource for Place {
    type More = More;

    const PATH: &'static str = "places";
    const NAME: &'static str = "place";
    const READ: Permission = Permission::PeopleRead;
    const WRITE: Permission = Permission::PeopleWrite;
    const FIELDS: &'static [Field<Self>] = &[
        Field { name: "name", cell: |row, _| Cell::text(&row.name) },
        Field { name: "site", cell: |row, view| sites::cell(row.site, view) },
        Field {
            name: "number",
            cell: |row, view| {
                Cell::Exact(
                    view.lines_of(Owner::Place(row.id)).map(|line| line.number.as_str().into()).collect(),
                )
            },
        },
    ];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.places
    }

    fn new_id(bytes: [u8; 16]) -> PlaceId {
        PlaceId::from_bytes(bytes)
    }

    fn more(&self, view: &View) -> More {
        More {
            site_name: sites::name_of(self.site, view),
            lines: line_label::of_owner(Owner::Place(self.id), view),
        }
    }
}
