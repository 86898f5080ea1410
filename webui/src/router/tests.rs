//! What each route answers to whom.

use axum::body::Body;
use axum::http::{Method, header};
use axum::response::Response;
use tower::ServiceExt;

use super::*;
use crate::status::Unhealthy;

const HERE: &str = "127.0.0.1:4000";
const AWAY: &str = "192.0.2.7:4000";

#[tokio::test]
async fn health_is_ok_or_one_word() {
    for (health, code, word) in [
        (Ok(()), StatusCode::OK, "ok\n"),
        (Err(Unhealthy::Disk), StatusCode::SERVICE_UNAVAILABLE, "disk\n"),
        (Err(Unhealthy::Switch), StatusCode::SERVICE_UNAVAILABLE, "switch\n"),
    ] {
        let response = ask(TestOffice { health }, request("GET", "/healthz", AWAY)).await;
        assert_eq!(response.status(), code);
        assert_eq!(body(response).await, word);
    }
}

#[tokio::test]
async fn what_is_not_there_is_404_and_what_cannot_be_done_405_both_plain() {
    let response = get_from("/wp-login.php", AWAY).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(response.headers()[CONTENT_TYPE], "text/plain; charset=utf-8");

    let response = ask(well(), request("DELETE", "/", AWAY)).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()[ALLOW], "GET, HEAD");
    assert_eq!(response.headers()[CONTENT_TYPE], "text/plain; charset=utf-8");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    for path in ["/status", "/style.css", "/healthz", "/metrics", "/api/v1/status", "/nowhere"] {
        let response = get_from(path, AWAY).await;
        let headers = response.headers();
        assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("default-src 'none'"));
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert_eq!(headers[header::X_FRAME_OPTIONS], "DENY", "{path}");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer", "{path}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{path}");
        assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY), "{path}");
        assert!(!headers.contains_key(header::SERVER), "{path}");
    }
}

#[tokio::test]
async fn a_page_of_the_portal_is_its_document_and_nothing_of_the_interface_is() {
    let read = |method: &str, path: &str, accept: &'static str| {
        let mut request = request(method, path, AWAY);
        request.headers_mut().insert(header::ACCEPT, header::HeaderValue::from_static(accept));
        ask(well(), request)
    };
    let page = "text/html,application/xhtml+xml,*/*;q=0.8";
    // A program that was built without the portal says so under its first address, and has no pages.
    let expected = if portal::is_built() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    for path in ["/people", "/people/018f", "/reset"] {
        let response = read("GET", path, page).await;
        assert_eq!(response.status(), expected, "{path}");
        if portal::is_built() {
            let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
        }
    }
    let first = read("GET", "/", page).await;
    assert_eq!(first.status(), StatusCode::OK);
    assert_eq!(body(first).await.contains("webui/build"), !portal::is_built());
    for (method, path, accept) in [
        ("GET", "/api/v1/nothing", page),
        ("GET", "/invitation/x", page),
        ("POST", "/people", page),
        ("GET", "/assets/none.js", "*/*"),
        ("GET", "/index.html", "*/*"),
        ("GET", "/.keep", "*/*"),
    ] {
        assert_eq!(read(method, path, accept).await.status(), StatusCode::NOT_FOUND, "{method} {path}");
    }
}

#[tokio::test]
async fn figures_are_for_the_box_itself_and_for_tokens() {
    assert_eq!(get_from("/metrics", HERE).await.status(), StatusCode::OK);
    let refused = get_from("/metrics", AWAY).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(refused.headers()[WWW_AUTHENTICATE], "Bearer");
    for peer in [HERE, AWAY] {
        let wrong = ask(well(), with_token(request("GET", "/metrics", peer), "bb_bad")).await;
        assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED, "{peer}");
        let right = ask(well(), with_token(request("GET", "/metrics", peer), "bb_good")).await;
        assert_eq!(right.status(), StatusCode::OK, "{peer}");
    }
    let allowed = ask(well(), with_token(request("GET", "/metrics", AWAY), "bb_good")).await;
    assert_eq!(allowed.status(), StatusCode::OK);
    assert!(body(allowed).await.contains("\nbellbox_web_connections 0\n"));
}

#[tokio::test]
async fn the_page_speaks_the_readers_language() {
    for (wanted, tag) in [("de-CH, en;q=0.5", "de"), ("fr", "fr"), ("es", "es"), ("ja", "en")] {
        let mut request = request("GET", "/status", AWAY);
        request.headers_mut().insert(ACCEPT_LANGUAGE, wanted.parse().unwrap());
        let response = ask(well(), request).await;
        assert_eq!(response.headers()[CONTENT_LANGUAGE], tag);
        assert_eq!(response.headers()[VARY], "Accept-Language");
        assert!(body(response).await.contains(&format!("<html lang=\"{tag}\">")));
    }
}

#[tokio::test]
async fn a_large_body_is_refused_unread() {
    let mut request = request("GET", "/healthz", AWAY);
    request.headers_mut().insert(header::CONTENT_LENGTH, "65537".parse().unwrap());
    assert_eq!(ask(well(), request).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test(start_paused = true)]
async fn questions_beyond_the_bound_are_told_to_come_again() {
    let limits = Limits { questions: 0, ..Limits::default() };
    let router = router(Arc::new(well()), Router::new(), Gate::new(limits), &limits);
    let response = router.oneshot(request("GET", "/healthz", AWAY)).await.unwrap();
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(body(response).await, "busy\n");
}

struct TestOffice {
    health: Result<(), Unhealthy>,
}

impl Office for TestOffice {
    fn status(&self) -> Status {
        Status { version: "0.0.0".to_owned(), ..Status::default() }
    }

    fn health(&self) -> Result<(), Unhealthy> {
        self.health
    }

    fn knows_token(&self, token: &str) -> bool {
        token == "bb_good"
    }
}

fn well() -> TestOffice {
    TestOffice { health: Ok(()) }
}

async fn get_from(path: &str, peer: &str) -> Response {
    ask(well(), request("GET", path, peer)).await
}

async fn ask(office: TestOffice, request: Request) -> Response {
    let limits = Limits::default();
    router(Arc::new(office), Router::new(), Gate::new(limits), &limits).oneshot(request).await.unwrap()
}

fn request(method: &str, path: &str, peer: &str) -> Request {
    let request =
        Request::builder().method(method.parse::<Method>().unwrap()).uri(path).body(Body::empty()).unwrap();
    from(request, Ends { local: "192.0.2.9:8443".parse().unwrap(), remote: peer.parse().unwrap() })
}

fn with_token(mut request: Request, token: &str) -> Request {
    request.headers_mut().insert(AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
    request
}

async fn body(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}
