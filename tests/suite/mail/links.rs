//! The links of mails, from the running program through a mail server of another's making to where they lead.

use std::fs;

use serde_json::{Value, json};
use webui::mail::Security;

use super::text;
use crate::support::https::{self, Answer};
use crate::support::mail_server::Server;
use crate::support::site::Site;

const BERTA: &str = "01930000-0000-7000-8000-000000000001";
const PASSWORD: &str = "staple cargo umbrella 7";

#[test]
fn a_password_is_reset_and_somebody_invited_by_mail() {
    let mut server = Server::start(Security::None, None, None);
    let site = Site::new("links");
    let office = site.directory().join("office.toml");
    fs::write(&office, office_file(server.settings().port)).unwrap();
    site.succeed(&["load", office.to_str().unwrap(), "--yes"]);
    let _exchange = site.start();

    // Nobody has a password yet; whoever reads the owner's mail sets one.
    assert_eq!(post(&site, "/api/v1/password-reset", &json!({"name": "anna"})).status, 204);
    let mail = server.mail();
    assert_eq!(mail["recipients"], json!(["anna@example.net"]));
    let token = behind(&mail, "https://localhost/reset#");
    let new = json!({"token": token, "new": PASSWORD});
    assert_eq!(post(&site, "/api/v1/password-reset/finish", &new).status, 204);
    assert_eq!(post(&site, "/api/v1/password-reset/finish", &new).status, 422);
    let signed_in = post(&site, "/api/v1/session", &json!({"name": "anna", "password": PASSWORD}));
    assert_eq!(signed_in.status, 200, "{signed_in:?}");

    let trial = post(&site, "/api/v1/mail-server/test", &json!({"recipient": "nobody@example.net"}));
    assert!(trial.status == 502 && trial.body.contains("550 5.1.1"), "{trial:?}");
    assert_eq!(
        post(&site, "/api/v1/mail-server/test", &json!({"recipient": "anna@example.net"})).status,
        204
    );
    assert_eq!(server.mail()["recipients"], json!(["anna@example.net"]));

    let path = format!("/api/v1/people/{BERTA}/invitation");
    let invited = post(&site, &path, &json!({"softphone": true}));
    assert_eq!(invited.status, 200, "{invited:?}");
    let mail = server.mail();
    assert_eq!(mail["recipients"], json!(["berta@example.net"]));
    let token = behind(&mail, "https://localhost/invitation/");
    let page = https::get(&site, &format!("/invitation/{token}"), &["Accept-Language: fr"]);
    assert!(page.status == 200 && page.body.contains("<html lang=\"fr\">"), "{page:?}");
    assert!(
        page.body.contains("<code>201-app</code>") && page.body.contains("<code>25060</code>"),
        "{page:?}"
    );
    let xml = https::get(&site, &format!("/invitation/{token}/linphone.xml"), &[]);
    assert!(xml.status == 200 && xml.body.contains("sip:localhost:25060;transport="), "{xml:?}");
    let accepted = json!({"token": token, "password": "cargo umbrella staple 8"});
    assert_eq!(post(&site, "/api/v1/invitations/accept", &accepted).status, 204);
    assert_eq!(https::get(&site, &format!("/invitation/{token}"), &[]).status, 404);
}

fn office_file(port: u16) -> String {
    format!(
        "[office]\nname = \"Example Ltd\"\ncountry = \"DE\"\ntimezone = \"Europe/Berlin\"\n\
         portal_url = \"https://localhost\"\n\
         [mail_server]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\n\
         sender_address = \"pbx@example.org\"\n\
         [[person]]\nid = \"{BERTA}\"\nfirst_name = \"Berta\"\nemail = \"berta@example.net\"\n\
         [[person.line]]\nnumber = \"201\"\n\
         [[portal_user]]\nlogin = \"anna\"\nemail = \"anna@example.net\"\nrole = \"owner\"\n"
    )
}

/// The 43 characters of a token behind this, in the mail's text.
fn behind(mail: &Value, link: &str) -> String {
    let text = text(&mail["text"]);
    let (_, rest) = text.split_once(link).unwrap_or_else(|| panic!("{link} is not in {text}"));
    rest.chars().take(43).collect()
}

fn post(site: &Site, path: &str, body: &Value) -> Answer {
    https::post(site, path, &body.to_string())
}
