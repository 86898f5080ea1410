//! What a column of the file of people can be about.

use serde::{Deserialize, Serialize};

use super::fold::fold;
use super::headers;
use crate::language::Language;

/// What a column is about, in the order of the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Property {
    /// The only one that every row needs (F-131).
    FirstName,
    /// Last name.
    LastName,
    /// Email address; tells two people apart.
    Email,
    /// Department.
    Department,
    /// Job title.
    JobTitle,
    /// The name of a time schedule that exists.
    TimeSchedule,
    /// The key of the person in the office's customer system.
    CrmUserId,
    /// With which the person signs in to the portal.
    Login,
    /// The name of a site that exists.
    Site,
    /// Internal number.
    Number,
    /// Numbers that can be called from outside.
    DirectNumbers,
    /// Whether outside numbers may be called.
    OutsideCalls,
    /// Numbers that may be shown to callees outside.
    CallerIds,
    /// The name that is shown to colleagues; without one it is the person's.
    InternalCallerId,
    /// Where a call goes that nobody can take.
    WhenUnavailable,
    /// The digits that open the mailbox.
    VoicemailPin,
    /// Where messages are sent.
    VoicemailEmail,
    /// Whether calls from colleagues are recorded.
    RecordInboundInternal,
    /// Whether calls from outside are recorded.
    RecordInboundExternal,
    /// Whether calls to colleagues are recorded.
    RecordOutboundInternal,
    /// Whether calls to the outside are recorded.
    RecordOutboundExternal,
    /// The MAC address of the telephone set.
    Mac,
    /// The model of the telephone set.
    Model,
}

impl Property {
    /// All of them, in the order of the template.
    pub const ALL: [Self; 23] = [
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Department,
        Self::JobTitle,
        Self::TimeSchedule,
        Self::CrmUserId,
        Self::Login,
        Self::Site,
        Self::Number,
        Self::DirectNumbers,
        Self::OutsideCalls,
        Self::CallerIds,
        Self::InternalCallerId,
        Self::WhenUnavailable,
        Self::VoicemailPin,
        Self::VoicemailEmail,
        Self::RecordInboundInternal,
        Self::RecordInboundExternal,
        Self::RecordOutboundInternal,
        Self::RecordOutboundExternal,
        Self::Mac,
        Self::Model,
    ];

    /// The column's heading in the template and in an export.
    pub fn header(self, language: Language) -> &'static str {
        headers::of(self).label(language)
    }

    /// The property that a heading means, in any of the four languages or as programs call it.
    pub fn of_header(text: &str) -> Option<Self> {
        let folded = fold(text);
        if folded.is_empty() {
            return None;
        }
        Self::ALL.into_iter().find(|property| headers::of(*property).all().any(|word| fold(word) == folded))
    }

    /// Whether it can only be kept with an internal number.
    pub(super) fn is_about_the_line(self) -> bool {
        match self {
            Self::FirstName
            | Self::LastName
            | Self::Email
            | Self::Department
            | Self::JobTitle
            | Self::TimeSchedule
            | Self::CrmUserId
            | Self::Login
            | Self::Site
            | Self::Number => false,
            Self::DirectNumbers
            | Self::OutsideCalls
            | Self::CallerIds
            | Self::InternalCallerId
            | Self::WhenUnavailable
            | Self::VoicemailPin
            | Self::VoicemailEmail
            | Self::RecordInboundInternal
            | Self::RecordInboundExternal
            | Self::RecordOutboundInternal
            | Self::RecordOutboundExternal
            | Self::Mac
            | Self::Model => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn no_heading_means_two_properties() {
        let mut owners = HashMap::new();
        for property in Property::ALL {
            for word in headers::of(property).all() {
                let owner = *owners.entry(fold(word)).or_insert(property);
                assert_eq!(owner, property, "{word:?}");
            }
        }
    }

    #[test]
    fn every_heading_of_the_template_means_its_property() {
        for property in Property::ALL {
            for language in Language::ALL {
                assert_eq!(Property::of_header(property.header(language)), Some(property));
            }
        }
    }

    #[test]
    fn headings_of_other_systems_are_known() {
        for (heading, property) in [
            ("Given Name", Some(Property::FirstName)),
            ("first_name", Some(Property::FirstName)),
            ("VORNAME", Some(Property::FirstName)),
            ("Surname", Some(Property::LastName)),
            ("Apellido", Some(Property::LastName)),
            ("E-Mail-Adresse", Some(Property::Email)),
            ("Courriel", Some(Property::Email)),
            ("Ext.", Some(Property::Number)),
            ("Nebenstelle", Some(Property::Number)),
            ("Numéro de poste", Some(Property::Number)),
            ("DID Number", Some(Property::DirectNumbers)),
            ("Caller ID", Some(Property::CallerIds)),
            ("MAC-Adresse", Some(Property::Mac)),
            ("record_inbound_external", Some(Property::RecordInboundExternal)),
            // A "name" is the first in one language, the last or both in another.
            ("Name", None),
            ("", None),
            ("***", None),
            ("Shoe size", None),
        ] {
            assert_eq!(Property::of_header(heading), property, "{heading:?}");
        }
    }

    #[test]
    fn each_stands_once_in_the_order_of_the_template() {
        assert!(Property::ALL.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
