//! The matrix: every route as everybody. What a route's access says is what happens, and nothing is a fault of ours.

use model::{AssignedRole, Permission, Role};
use serde_json::Value;

use super::super::route::{Access, Body, Gives, Route};
use super::{Client, Fixture};

/// Somebody who asks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Asking {
    Nobody,
    /// Somebody with this role.
    Login(Role),
    /// An owner whose password was given by somebody else.
    Newcomer,
    /// A program that may see what runs.
    Program,
}

/// What must come of it.
#[derive(Debug, PartialEq)]
enum Verdict {
    /// It is answered, well or with what is wrong with the request.
    Let,
    NotSignedIn,
    PasswordChangeNeeded,
    PermissionMissing,
}

#[tokio::test]
async fn every_route_lets_in_exactly_whom_it_says() {
    let fixture = Fixture::new();
    let logins = Role::ALL.map(|role| {
        let word = serde_json::to_value(role).unwrap().as_str().unwrap().to_owned();
        if role != Role::Owner {
            fixture.login(&word, AssignedRole::BuiltIn(role));
        }
        (role, word)
    });
    let mut asked = 0;
    check(&fixture.stranger("198.51.100.9"), Asking::Nobody, &mut asked).await;
    let mut program = fixture.stranger("198.51.100.9");
    let token = store::NewToken {
        name: "monitoring".to_owned(),
        permissions: vec![Permission::StatusRead],
        expires: None,
        made_by: None,
    };
    program.bearer = Some(fixture.store.create_token(&store::Who::cli("test"), token).unwrap().1);
    check(&program, Asking::Program, &mut asked).await;
    for (role, login) in logins {
        check(&fixture.signed_in(&login).await, Asking::Login(role), &mut asked).await;
    }
    let mut newcomer = fixture.login("newcomer", AssignedRole::BuiltIn(Role::Owner));
    newcomer.must_change_password = true;
    fixture.store.write(&store::Who::cli("test"), store::Change::new().put(newcomer)).unwrap();
    check(&fixture.signed_in("newcomer").await, Asking::Newcomer, &mut asked).await;
    assert_eq!(asked, 9 * super::super::routes().len());
}

async fn check(client: &Client<'_>, asking: Asking, asked: &mut usize) {
    let mut routes = super::super::routes();
    // It ends the session with which the others are asked.
    routes.sort_by_key(|route| route.name == "sign_out");
    for route in routes {
        let (status, code) = answer(client, &route).await;
        let is_own = route.name == "sign_in" || route.name.starts_with("password_reset");
        let verdict = match (status, code.as_str()) {
            // What these say of a code or a link is no matter of who asks.
            (401, "not-signed-in") if !is_own => Verdict::NotSignedIn,
            (403, "password-change-needed") => Verdict::PasswordChangeNeeded,
            (403, "permission-missing") => Verdict::PermissionMissing,
            _ => Verdict::Let,
        };
        assert!(status < 500, "{asking:?} {} {}: {status} {code}", route.method, route.path);
        assert_eq!(
            verdict,
            expected(asking, route.access),
            "{asking:?} {} {}: {status} {code}",
            route.method,
            route.path
        );
        *asked += 1;
    }
}

fn expected(asking: Asking, access: Access) -> Verdict {
    match (access, asking) {
        (Access::Everybody, _)
        | (Access::Known, Asking::Login(_) | Asking::Program)
        | (Access::Session, Asking::Login(_) | Asking::Newcomer) => Verdict::Let,
        (Access::Known | Access::Needs(_), Asking::Newcomer) => Verdict::PasswordChangeNeeded,
        (Access::Known | Access::Session | Access::Needs(_), Asking::Nobody)
        | (Access::Session, Asking::Program) => Verdict::NotSignedIn,
        (Access::Needs(permission), Asking::Login(role)) => allowed(&role.permissions(), permission),
        (Access::Needs(permission), Asking::Program) => allowed(&[Permission::StatusRead], permission),
    }
}

/// By the words: to write is to read too.
fn allowed(held: &[Permission], permission: Permission) -> Verdict {
    let word = permission.as_str();
    let writes = word.strip_suffix("-read").map(|of| format!("{of}-write"));
    let is_held = held.iter().any(|held| held.as_str() == word || Some(held.as_str()) == writes.as_deref());
    if is_held { Verdict::Let } else { Verdict::PermissionMissing }
}

/// Asks a route about what is not there, with a body that says nothing.
async fn answer(client: &Client<'_>, route: &Route) -> (u16, String) {
    let parts = route.path.split('/').map(|part| match part.starts_with('{') {
        true => "01890000-0000-7000-8000-000000000000",
        false => part,
    });
    let path = format!("/api/v1{}", parts.collect::<Vec<_>>().join("/"));
    let body = match route.body {
        Body::None => None,
        Body::File { .. } => Some(("application/octet-stream", Vec::new())),
        Body::Json(_) | Body::Large(_) | Body::New(_) | Body::Patch(_) => {
            Some(("application/json", b"{}".to_vec()))
        }
    };
    if matches!(route.gives, Gives::Events) {
        // It has no end.
        let response = client.response(route.method.as_str(), &path, &[], body).await;
        let status = response.status().as_u16();
        let bytes = if status == 200 {
            Vec::new()
        } else {
            axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
        };
        let problem: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        return (status, problem["code"].as_str().unwrap_or_default().to_owned());
    }
    client.raw(route.method.as_str(), &path, &[], body).await.problem()
}
