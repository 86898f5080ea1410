//! The pages behind an invitation's link, as a browser without scripts meets them.

use serde_json::json;

use super::invitations::{invite, office};
use super::{Client, Reply};

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn the_page_shows_what_to_enter_and_takes_the_first_password() {
    let (fixture, anna) = office("anna@bakery.example");
    let owner = fixture.signed_in("owner").await;
    let path = format!("/invitation/{}", invite(&fixture, &owner, anna, json!({"softphone": true})).await);
    let guest = fixture.stranger("198.51.100.9");
    let page = guest.get(&path).await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").contains("form-action 'self'"));
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    assert_eq!(page.header("referrer-policy"), "strict-origin");
    let html = text(&page);
    for part in [
        "Your telephone at Bakery",
        "Welcome, Anna Berg",
        "number is 201",
        "<code>201-app</code>",
        "<code>pbx.example</code>",
        "<code>5060</code>",
        "<svg",
        &format!("href=\"linphone-config:https://pbx.example{path}/linphone.xml\""),
        "30 November 2026",
        "Max, 299",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let german = guest.send("GET", &path, &[("accept-language", "de")], None).await;
    assert!(text(&german).contains("Ihr Telefon bei Bakery") && german.header("content-language") == "de");

    for (form, part) in [
        ("password=staple+cargo+umbrella+7&repeat=another", "not the same"),
        ("password=short&repeat=short", "role=\"alert\""),
        ("", "role=\"alert\""),
    ] {
        let reply = post(&guest, &path, form).await;
        assert_eq!(reply.status, 422, "{form}");
        assert!(text(&reply).contains(part) && text(&reply).contains("201-app"), "{form}");
        assert!(!text(&reply).contains("staple"), "a password is not shown again");
    }
    let form = "login=anna%40bakery.example&password=staple+cargo+umbrella+7&repeat=staple+cargo+umbrella+7";
    let done = post(&guest, &path, form).await;
    assert_eq!(done.status, 200, "{done:?}");
    assert!(text(&done).contains("All done") && text(&done).contains("anna@bakery.example"));
    assert!(!text(&done).contains("201-app") && done.header("set-cookie").is_empty());
    assert_eq!(guest.sign_in("anna@bakery.example", "staple cargo umbrella 7", None).await.status, 200);
}

#[tokio::test]
async fn unknown_and_used_invitations_get_the_same_page() {
    let (fixture, anna) = office("anna@bakery.example");
    let owner = fixture.signed_in("owner").await;
    let used = invite(&fixture, &owner, anna, json!({})).await;
    let guest = fixture.stranger("198.51.100.9");
    let form = "password=staple+cargo+umbrella+7&repeat=staple+cargo+umbrella+7";
    assert_eq!(post(&guest, &format!("/invitation/{used}"), form).await.status, 200);
    let expected = guest.get(&format!("/invitation/{used}")).await;
    assert_eq!(expected.status, 404);
    assert!(text(&expected).contains("not valid") && text(&expected).contains("Max, 299"));
    for token in [&used, &"A".repeat(43), "x", "%00", "..%2f"] {
        let path = format!("/invitation/{token}");
        for reply in [guest.get(&path).await, post(&guest, &path, form).await] {
            assert_eq!((reply.status.as_u16(), text(&reply)), (404, text(&expected)), "{token}");
        }
        assert_eq!(guest.get(&format!("{path}/linphone.xml")).await.status, 404);
    }
}

#[tokio::test]
async fn linphone_gets_the_secrets_hash_and_not_the_secret() {
    let (fixture, anna) = office("anna@bakery.example");
    let owner = fixture.signed_in("owner").await;
    let token = invite(&fixture, &owner, anna, json!({"softphone": true})).await;
    let guest = fixture.stranger("198.51.100.9");
    let shown = guest.get(&format!("/api/v1/invitation/{token}")).await.json();
    let reply = guest.get(&format!("/invitation/{token}/linphone.xml")).await;
    assert_eq!(reply.header("content-type"), "application/xml; charset=utf-8");
    let xml = text(&reply);
    assert!(!xml.contains(shown["softphone"]["password"].as_str().unwrap()) && !xml.contains("passwd"));
    let account = fixture.store.directory().account("201-app").unwrap().clone();
    let ha1: String = account.ha1.md5.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(xml.contains(&format!(">{ha1}<")));
    assert!(xml.contains("sip:pbx.example:5060;transport=udp") && xml.contains("Anna Berg"));
}

#[tokio::test]
async fn without_a_soft_phone_there_is_none() {
    let (fixture, anna) = office("anna@bakery.example");
    let owner = fixture.signed_in("owner").await;
    let token = invite(&fixture, &owner, anna, json!({})).await;
    let guest = fixture.stranger("198.51.100.9");
    let html = text(&guest.get(&format!("/invitation/{token}")).await);
    assert!(!html.contains("linphone") && html.contains("name=\"password\""));
    assert_eq!(guest.get(&format!("/invitation/{token}/linphone.xml")).await.status, 404);
    assert_eq!(guest.get(&format!("/api/v1/invitation/{token}")).await.json()["softphone"], json!(null));
}

#[tokio::test]
async fn another_site_sends_no_form_and_a_large_one_is_not_read() {
    let (fixture, anna) = office("anna@bakery.example");
    let owner = fixture.signed_in("owner").await;
    let path = format!("/invitation/{}", invite(&fixture, &owner, anna, json!({})).await);
    let guest = fixture.stranger("198.51.100.9");
    let form = || Some((FORM, b"password=staple+cargo+umbrella+7&repeat=staple+cargo+umbrella+7".to_vec()));
    for origin in ["https://evil.example", "null"] {
        assert_eq!(guest.raw("POST", &path, &[("origin", origin)], form()).await.status, 403);
    }
    let large = guest.raw("POST", &path, &[], Some((FORM, vec![b'a'; 5000]))).await;
    assert_eq!(large.status, 413);
    assert_eq!(guest.raw("POST", &path, &[], form()).await.status, 200);
}

async fn post(client: &Client<'_>, path: &str, form: &str) -> Reply {
    client.raw("POST", path, &[], Some((FORM, form.as_bytes().to_vec()))).await
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).unwrap()
}
