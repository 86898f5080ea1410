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

#[tokio::test]
async fn the_bounds_of_the_description_are_those_of_the_store() {
    let fixture = Fixture::new();
    let client = fixture.signed_in("owner").await;
    let document = client.get("/api/v1/openapi.json").await.json();
    let forms = &document["components"]["schemas"];
    let mut tried = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let reference =
            methods["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str();
        let name = reference.and_then(|reference| reference.rsplit('/').next()).unwrap_or_default();
        let Some(form) = forms.get(name).filter(|_| name.starts_with("New") && !path.contains("/me/")) else {
            continue;
        };
        for (field, bounds) in form["properties"].as_object().unwrap() {
            let Some(max) = bounds["maxLength"].as_u64() else { continue };
            // What else is missing or wrong is told too, or comes first; never is too long a text taken.
            for length in [max + 1, max * 3] {
                let body = serde_json::json!({ field.as_str(): "a".repeat(length as usize) });
                let reply = client.post(path, body).await;
                assert_eq!(reply.status.as_u16(), 422, "{path} {field}: {reply:?}");
            }
            tried += 1;
        }
    }
    assert!(tried > 5, "{tried}");
    for (path, field, max) in [("time-frames", "name", 200), ("sites", "name", 200)] {
        let path = format!("/api/v1/{path}");
        for (length, status, code) in [(max, 201, ""), (max + 1, 422, "too-long"), (0, 422, "empty")] {
            let mut body = example(&document, &path);
            body[field] = "a".repeat(length).into();
            let reply = client.post(&path, body).await;
            assert_eq!(reply.status.as_u16(), status, "{path} {length}: {reply:?}");
            assert_eq!(
                reply.json()["errors"][0]["code"].as_str().unwrap_or_default(),
                code,
                "{path} {length}"
            );
        }
    }
}

/// A body with what a new one cannot be without.
fn example(document: &serde_json::Value, path: &str) -> serde_json::Value {
    let content = &document["paths"][path]["post"]["requestBody"]["content"]["application/json"];
    let name = content["schema"]["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
    let form = &document["components"]["schemas"][name];
    let required =
        form["required"].as_array().unwrap().iter().map(|field| field.as_str().unwrap().to_owned());
    required.map(|field| (field, serde_json::Value::from("a"))).collect()
}
