//! Announcements: the names of what is spoken to callers.

use model::{Announcement, AnnouncementId, Permission};
use serde::Serialize;
use store::Rows;
use utoipa::ToSchema;

use super::super::list::{Cell, Field};
use super::super::resource::Resource;
use super::super::view::View;

/// What is shown beside an announcement.
#[derive(Serialize, ToSchema)]
pub(crate) struct More {
    /// How many lines play it.
    lines: usize,
}

impl Resource for Announcement {
    type More = More;

    const PATH: &'static str = "announcements";
    const NAME: &'static str = "announcement";
    const READ: Permission = Permission::NumbersRead;
    const WRITE: Permission = Permission::NumbersWrite;
    const FIELDS: &'static [Field<Self>] = &[Field { name: "name", cell: |row, _| Cell::text(&row.name) }];

    fn rows(view: &View) -> &Rows<Self> {
        &view.office.announcements
    }

    fn new_id(bytes: [u8; 16]) -> AnnouncementId {
        AnnouncementId::from_bytes(bytes)
    }

    fn more(&self, view: &View) -> More {
        let plays = |line: &&model::Line| {
            [line.internal_announcement, line.external_announcement].contains(&Some(self.id))
        };
        More { lines: view.office.lines.iter().filter(plays).count() }
    }
}
