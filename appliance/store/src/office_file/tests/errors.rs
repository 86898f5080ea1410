//! What is said of files that are wrong, and where.

use super::{OFFICE, load, parse};
use crate::error::Error;
use crate::testing::Fixture;

#[test]
fn errors_say_file_line_column_and_key() {
    let fixture = Fixture::new();
    load(&fixture, OFFICE).unwrap();
    for (text, expected) in [
        (
            "[[person]]\nfrist_name = \"A\"",
            "line 2, column 1, person.frist_name: unknown field `frist_name`, expected one of `id`, `first_name`, `last_name`, `email`, `site`, `job_title`, `department`, `time_frame`, `crm_user`, `avatar`, `line`",
        ),
        (
            "[[person]]\nfirst_name = \"A\"\n[[person.line]]\nnumber = 201",
            "line 4, column 10, person.line.number: invalid type: integer `201`, expected a string: write it in quotes",
        ),
        (
            "[[person]]\nfirst_name = \"A\"\n[[person.line]]\nnumber = \"2O1\"",
            "line 4, column 10, person.line.number: \"2O1\" is not an internal number (1 to 15 of the digits 0-9, * and #)",
        ),
        (
            "[person]\nfirst_name = \"A\"",
            "line 1, column 1, person: there may be several: write it in double brackets",
        ),
        ("[[office]]", "line 1, column 1, office: a text is expected here, not a table: a bracket too many?"),
        (
            "[[person]]\nid = \"anna\"",
            "line 2, column 6, person.id: an id is a UUID, as in a dump; leave it out for what is new",
        ),
        (
            "[[person]]\nfirst_name = \"A",
            "line 2, column 16, person.first_name: invalid basic string, expected `\"`",
        ),
        ("[[person]]\nfirst_name = \"\"", "line 2, column 1, person.first_name: must not be empty"),
        (
            "[[person]]\nfirst_name = \"A\"\n[[person.line]]",
            "line 3, column 1, person.line.number: a line needs its number or its id",
        ),
        (
            "[[person]]\nfirst_name = \"A\"\n[[person.line]]\nnumber = \"7\"\n[[person.line]]\nnumber = \"7\"",
            "line 6, column 1, person.line.number: the number 7 is given twice",
        ),
        (
            "[[person]]\nfirst_name = \"A\"\n[[person.line]]\nnumber = \"7\"\n[[person.line.sip]]\n[[person.line.sip]]",
            "line 6, column 1, person.line.sip.username: the username 7 is given twice",
        ),
        (
            "[[person]]\nfirst_name = \"A\"\n[[person.line]]\nnumber = \"7\"\n[[person.line.sip]]\nusername = \"300\"",
            "line 6, column 1, person.line.sip.username: 300 is already taken by line 300 of Door",
        ),
        (
            "[[person]]\nfirst_name = \"A\"\n[[person.line]]\nnumber = \"7\"\n[[person.line.sip]]\nsecret = \"\"",
            "line 6, column 1, person.line.sip.secret: 1 to 128 characters without control characters",
        ),
        (
            "[[person]]\nfirst_name = \"A\"\nsite = \"Moon\"",
            "line 3, column 1, person.site: there is no site \"Moon\"",
        ),
        (
            "[[person]]\nfirst_name = \"A\"\navatar = \"me.png\"",
            "line 3, column 1, person.avatar: a picture is expected, as data:image/png;base64,iVBO...",
        ),
        (
            "[[person]]\nfirst_name = \"A\"\navatar = \"data:image/png;base64,AAAA\"",
            "line 3, column 1, person.avatar: the avatar: image: it does not begin as a file of the kind image/png does",
        ),
        (
            "[[place]]\nname = \"D\"\n[[place.line]]\nnumber = \"8\"\napp = 1",
            "line 5, column 7, place.line.app: invalid type: integer `1`, expected true, or tables in double brackets",
        ),
        (
            "[[place]]\nname = \"D\"\n[[place.line]]\nnumber = \"8\"\n[[place.line.sip_forward]]\nuri = \"door\"",
            "line 6, column 1, place.line.sip_forward.uri: a sip: or sips: URI is expected, as sip:anna@example.com",
        ),
        (
            "[[phone]]\nmac = \"00:15\"",
            "line 2, column 1, phone.mac: \"00:15\" is not a MAC address (twelve hexadecimal digits)",
        ),
        (
            "[[phone]]\nmac = \"00:15:65:AA:BB:02\"\naccounts = [\n  \"nobody\",\n]",
            "line 3, column 1, phone.accounts: there is no account \"nobody\"",
        ),
        (
            "[[phone]]\nmac = \"001565aabb02\"\n[[phone]]\nmac = \"001565AABB02\"",
            "line 4, column 1, phone.mac: 001565aabb02 is already taken by phone 001565aabb02",
        ),
        (
            "[[phone]]\nmac = \"001565aabb02\"\n[[phone.key]]\nposition = 1\nkind = \"bfl\"",
            "line 5, column 8, phone.key.kind: unknown variant `bfl`, expected one of `blf`, `line`, `park`, `speed-dial`",
        ),
        (
            "[[portal_user]]\nlogin = \"eve\"",
            "line 1, column 1, portal_user.role: a new portal user needs a role",
        ),
        (
            "[[portal_user]]\nlogin = \"eve\"\nrole = \"user\"\nperson = \"999\"",
            "line 4, column 1, portal_user.person: nobody has the id or number \"999\"",
        ),
        (
            "[[portal_user]]\nlogin = \"eve\"\nrole = \"boss\"",
            "line 3, column 1, portal_user.role: there is no role \"boss\"; those of the program are call-centre-admin, installer, office-manager, owner, transactions-only, user",
        ),
        (
            "[[portal_user]]\nlogin = \"eve\"\nrole = \"user\"\nemail = \"Desk@example.com\"",
            "line 4, column 1, portal_user.email: Desk@example.com is already taken by portal user desk",
        ),
        (
            "[[feature_code]]\nfeature = \"record-on-demand\"\ncode = \"202\"",
            "line 3, column 1, feature_code.code: 202 is already taken by line 202 of Ben Cole",
        ),
        (
            "[[phone_number]]\nnumber = \"+4989123450\"\n[[phone_number]]\nnumber = \"+4989123450\"",
            "line 4, column 1, phone_number.number: the phone number \"+4989123450\" is given twice",
        ),
        (
            "[office]\ncountry = \"de\"",
            "line 2, column 1, office.country: \"de\" is not a country code (two capital letters, as DE)",
        ),
    ] {
        let error = load(&fixture, text).unwrap_err();
        assert!(matches!(error, Error::File(_)), "{error:?}");
        assert_eq!(error.to_string(), format!("office.toml, {expected}"), "{text}");
        let preview = parse(text).map_err(Error::from).and_then(|file| fixture.store.preview(&file));
        assert_eq!(preview.unwrap_err().to_string(), error.to_string(), "the preview says the same");
    }
    assert_eq!(load(&fixture, OFFICE).unwrap().rows, 0, "nothing of them was written");
}

#[test]
fn a_number_that_is_a_username_elsewhere_is_said_with_both_sides() {
    let fixture = Fixture::new();
    load(&fixture, include_str!("../../../../bellbox/example/office.toml")).unwrap();
    let dump = fixture.store.dump(false).unwrap();
    let exchange = |text: &str, one: &str, other: &str| {
        let (one, other) = (format!("number = {one:?}"), format!("number = {other:?}"));
        text.replace(&one, "number = x").replace(&other, &one).replace("number = x", &other)
    };
    for (text, field, why) in [
        (
            exchange(&dump, "201", "202"),
            "number = \"202\"",
            "person.line.number: 202 is wanted as the number of Anna Berg and is the username of an account of Boris",
        ),
        (
            exchange(&dump, "202", "250"),
            "number = \"202\"",
            "place.line.number: 202 is wanted as the number of Front door and is the username of an account of Boris",
        ),
        (
            dump.replace("number = \"299\"", "number = \"298\"").replace("\"u203\"", "\"298\""),
            "number = \"298\"",
            "equipment.line.number: 298 is wanted as the number of Fax and as the username of an account of Chiara Conti",
        ),
        (
            dump.replace("\"u203\"", "\"201\""),
            "username = \"201\"",
            "person.line.sip.username: 201 is already taken by line 201 of Anna Berg",
        ),
        (
            dump.replace("\"u203\"", "\"Fax\""),
            "username = \"Fax\"",
            "person.line.sip.username: Fax is already taken by line 299 of Fax",
        ),
    ] {
        let line = text.lines().position(|line| line == field).unwrap() + 1;
        let error = load(&fixture, &text).unwrap_err().to_string();
        assert_eq!(error, format!("office.toml, line {line}, column 1, {why}"));
    }
}
