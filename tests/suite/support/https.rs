//! The page and the API as curl sees them, which trusts nobody but the exchange's own CA.

use std::process::Command;

use super::site::{Site, told};

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// Gets a path with these further headers.
pub(crate) fn get(site: &Site, path: &str, headers: &[&str]) -> Answer {
    ask(site, path, headers, &[])
}

/// Sends JSON to a path as a page of the exchange does; cookies are kept for the next time.
pub(crate) fn post(site: &Site, path: &str, json: &str) -> Answer {
    let cookies = site.directory().join("cookies");
    let cookies = cookies.to_str().expect("temporary directories have plain names");
    let headers = ["Origin: https://localhost", "Content-Type: application/json"];
    ask(site, path, &headers, &["--data", json, "--cookie", cookies, "--cookie-jar", cookies])
}

fn ask(site: &Site, path: &str, headers: &[&str], more: &[&str]) -> Answer {
    let mut curl = Command::new("curl");
    curl.args([
        "--silent",
        "--show-error",
        "--max-time",
        "30",
        "--noproxy",
        "*",
        "--write-out",
        "\n%{http_code}",
    ]);
    curl.arg("--cacert").arg(site.data().join("ca.pem"));
    for header in headers {
        curl.args(["--header", header]);
    }
    curl.args(more);
    // The certificate has the machine's names and addresses, of which the site's is none.
    curl.args(["--connect-to", &format!("localhost:443:{}", site.web())]);
    let output = curl.arg(format!("https://localhost{path}")).output();
    let output = output.expect("curl is installed (tests/run installs it)");
    assert!(output.status.success(), "curl {path}: {}", told(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    let (body, status) = text.rsplit_once('\n').unwrap();
    Answer { status: status.parse().unwrap(), body: body.to_owned() }
}
