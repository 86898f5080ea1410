//! Time frames: the hours of a week that have a name (F-73, F-83, F-173).

use model::{Permission, TimeFrame, TimeFrameId};
use serde::Serialize;
use store::Rows;
use utoipa::ToSchema;

use super::super::list::{Cell, Field};
use super::super::resource::Resource;
use super::super::view::View;

/// What is shown beside a time frame.
#[derive(Serialize, ToSchema)]
pub(crate) struct More {
    /// How many people have it.
    people: usize,
}

impl Resource for TimeFrame {
    type More = More;

    const PATH: &'static str = "time-frames";
    const NAME: &'static str = "time_frame";
    const READ: Permission = Permission::OfficeRead;
    const WRITE: Permission = Permission::OfficeWrite;
    const FIELDS: &'static [Field<Self>] = &[Field { name: "name", cell: |row, _| Cell::text(&row.name) }];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.time_frames
    }

    fn new_id(bytes: [u8; 16]) -> TimeFrameId {
        TimeFrameId::from_bytes(bytes)
    }

    fn more(&self, view: &View) -> More {
        More { people: view.office.people.iter().filter(|person| person.time_frame == Some(self.id)).count() }
    }
}
