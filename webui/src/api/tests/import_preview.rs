//! What is said of a file before it is loaded.

use model::AssignedRole;
use serde_json::json;

use super::Fixture;

#[tokio::test]
async fn a_right_that_an_import_would_lack_is_told_before() {
    let fixture = Fixture::new();
    let owner = fixture.signed_in("owner").await;
    let role =
        owner.post("/api/v1/roles", json!({"name": "Clerk", "permissions": ["people-write"]})).await.json();
    fixture.login("clerk", AssignedRole::Own(role["id"].as_str().unwrap().parse().unwrap()));
    let clerk = fixture.signed_in("clerk").await;
    let file = "First name,Internal number,Login\nAnna,201,anna\n";
    for (client, is_good, code) in [(&owner, true, None), (&clerk, false, Some("permission-missing"))] {
        let path = "/api/v1/people-import/preview";
        let preview = client.raw("POST", path, &[], Some(("text/csv", file.into()))).await.json();
        assert_eq!(preview["counts"]["create"], 1, "{preview}");
        assert_eq!(
            (&preview["is_good"], preview["refusal"]["code"].as_str()),
            (&json!(is_good), code),
            "{preview}"
        );
    }
}
