//! The interface as its own description promises it: Schemathesis reads the OpenAPI document of a running exchange and
//! sends what it allows and what it forbids. No answer is a fault of the program's, none is other than described.

use std::process::{Command, Stdio};

use model::Permission;

use crate::support::site::{Site, told};

/// Requests at least, unless `BELLBOX_API_REQUESTS` says otherwise.
const REQUESTS: u64 = 2_000;

/// What is looked at. Left out: that each body within the form is taken (a name may be taken, a zone be none), and that a
/// request without login is refused, which is tried with the token in place; the matrix of routes and roles does that.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,negative_data_rejection,\
                      unsupported_method,allow_header_conformance";

/// Rows made beforehand, so that there is something to be asked for.
const OFFICE: &str = r#"
[office]
name = "Büro Süd"
country = "DE"
timezone = "Europe/Berlin"
"#;

#[test]
fn the_interface_is_as_described() {
    let wanted = std::env::var("BELLBOX_API_REQUESTS").map_or(REQUESTS, |text| text.parse().unwrap());
    let site = Site::new("api-schema");
    let office = site.directory().join("office.toml");
    std::fs::write(&office, OFFICE).unwrap();
    site.succeed(&["load", office.to_str().unwrap(), "--yes"]);
    let mut arguments = vec!["token", "create", "test"];
    for permission in Permission::ALL {
        arguments.extend(["--permission", permission.as_str()]);
    }
    let token = site.succeed(&arguments).lines().last().unwrap().trim().to_owned();
    let exchange = site.start();

    let (mut sent, mut round) = (0, 0);
    while sent < wanted {
        round += 1;
        sent += requests(&site, &token, round, wanted - sent);
        println!("{sent} of {wanted} requests sent");
    }
    // It still answers, and has lost nothing.
    assert_eq!(site.status()["disk"]["writable"], true);
    assert!(exchange.stop().0.success());
    site.succeed(&["check"]);
}

/// Runs it once; how many requests it has sent.
fn requests(site: &Site, token: &str, seed: u64, wanted: u64) -> u64 {
    // About a hundred operations; what is fixed for each comes on top.
    let examples = (wanted / 100).clamp(3, 200);
    let tool = concat!(env!("CARGO_MANIFEST_DIR"), "/api/venv/bin/schemathesis");
    let url = format!("https://{}", site.web());
    let mut command = Command::new(tool);
    command.current_dir(site.directory()).stdin(Stdio::null());
    let settings = concat!(env!("CARGO_MANIFEST_DIR"), "/api/schemathesis.toml");
    command.args(["--config-file", settings]);
    command.args([
        "run",
        "--no-color",
        "--tls-verify",
        "false",
        "--phases",
        "coverage,fuzzing,stateful",
        "--workers",
        "2",
    ]);
    command.args([
        "--continue-on-failure",
        "--suppress-health-check",
        "all",
        "--generation-database",
        "none",
    ]);
    command.args(["--checks", CHECKS, "--seed", &seed.to_string(), "--max-examples", &examples.to_string()]);
    // The stream of events has no end, and what takes the ground away is left out.
    for operation in ["events", "sign_out", "token_delete"] {
        command.args(["--exclude-operation-id", operation]);
    }
    // A connection that has been silent is closed, and a request that crosses that would be counted as an error.
    command.args(["--header", "Connection: close"]);
    command.args(["--header", &format!("Authorization: Bearer {token}"), "--url", &url]);
    command.arg(format!("{url}/api/v1/openapi.json"));
    let output = command.output().expect("schemathesis is installed (tests/run installs it)");
    let text = told(&output);
    assert!(output.status.success(), "{text}");
    let count = text.lines().find_map(|line| line.trim().split_once(" generated")?.0.parse().ok());
    count.unwrap_or_else(|| panic!("no count in {text}"))
}
