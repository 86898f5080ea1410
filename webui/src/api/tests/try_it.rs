//! The description and the page to try it with, as a browser gets them.

use std::collections::HashSet;

use super::Fixture;

#[tokio::test]
async fn the_description_is_not_sent_again_to_who_has_it() {
    let fixture = Fixture::new();
    let client = fixture.stranger("192.0.2.9");
    let first = client.get("/api/v1/openapi.json").await;
    assert_eq!((first.status.as_u16(), first.header("content-type")), (200, "application/json"));
    assert_eq!(first.json(), serde_json::from_str::<serde_json::Value>(&crate::openapi_text()).unwrap());
    let tag = first.header("etag").to_owned();
    let again = client.send("GET", "/api/v1/openapi.json", &[("if-none-match", &tag)], None).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
}

#[tokio::test]
async fn the_page_is_in_the_readers_language_and_runs_nothing_but_its_own_files() {
    let fixture = Fixture::new();
    let client = fixture.stranger("192.0.2.9");
    let page = client.send("GET", "/api/v1/", &[("accept-language", "fr")], None).await;
    let html = String::from_utf8(page.body.clone()).unwrap();
    assert!(html.contains("<html lang=\"fr\">"), "{html}");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self'") && policy.starts_with("default-src 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    for inline in ["<style", " style=", " onclick", " onload", "javascript:", "//"] {
        assert!(!html.contains(inline), "{inline}");
    }
    for piece in html.split("<script").skip(1) {
        assert!(piece.contains(" src=\"/api/v1/try/") && piece.contains("></script>"), "{piece}");
    }
    for (name, kind) in [
        ("example.js", "text/javascript; charset=utf-8"),
        ("try.css", "text/css; charset=utf-8"),
        ("try.js", "text/javascript; charset=utf-8"),
        ("words.js", "text/javascript; charset=utf-8"),
    ] {
        let path = format!("/api/v1/try/{name}");
        let file = client.get(&path).await;
        assert_eq!((file.status.as_u16(), file.header("content-type")), (200, kind));
        let text = String::from_utf8(file.body.clone()).unwrap();
        assert!(!text.contains("http://") && !text.contains("https://"), "{name} fetches from elsewhere");
        let tag = file.header("etag").to_owned();
        assert_eq!(client.send("GET", &path, &[("if-none-match", &tag)], None).await.status, 304);
    }
    assert_eq!(client.get("/api/v1/try/nothing.js").await.problem().0, 404);
    for start in ["/api", "/api/", "/api/v1"] {
        let reply = client.get(start).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (308, "/api/v1/"), "{start}");
    }
}

#[tokio::test]
async fn the_page_says_all_its_words_in_four_languages() {
    let fixture = Fixture::new();
    let client = fixture.stranger("192.0.2.9");
    let text = |name: &'static str| {
        let client = &client;
        async move { String::from_utf8(client.get(&format!("/api/v1/{name}")).await.body).unwrap() }
    };
    let (html, script, words) = (text("").await, text("try/try.js").await, text("try/words.js").await);
    let mut used: HashSet<&str> = HashSet::new();
    used.extend(html.split("data-word=\"").skip(1).filter_map(|rest| rest.split('"').next()));
    used.extend(script.split(" word(\"").skip(1).filter_map(|rest| rest.split('"').next()));
    used.extend(script.split("(word(\"").skip(1).filter_map(|rest| rest.split('"').next()));
    assert!(used.len() > 20, "{used:?}");
    for word in used {
        assert_eq!(words.matches(&format!("\n    {word}: \"")).count(), 4, "{word}");
    }
    let lines = words.lines().filter(|line| line.starts_with("    ") && line.contains(": \""));
    assert_eq!(lines.count() % 4, 0);
}
