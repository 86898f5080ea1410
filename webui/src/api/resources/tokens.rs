//! Tokens for programs: made by somebody who has signed in, for no more than they may, shown once, revoked.

use axum::http::Method;
use jiff::Timestamp;
use model::{Permission, PortalUserId, TokenId};
use serde::{Deserialize, Serialize};
use store::{Change, Key, TokenInfo};
use utoipa::ToSchema;

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::list::{Cell, Field, Wanted, params};
use super::super::openapi::schema;
use super::super::refusal::{Fact, Refusal};
use super::super::route::{Access, Body, Gives, Outcome, Route};
use super::super::view::View;
use super::portal_users::may_touch;

/// A token to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewToken {
    /// What it is for.
    #[schema(max_length = 200)]
    name: String,
    /// What it may do; not nothing, and nothing that its maker may not.
    permissions: Vec<Permission>,
    /// Until when it works; none: for ever.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires: Option<Timestamp>,
}

/// A token.
#[derive(Serialize, ToSchema)]
struct ShownToken {
    /// Its key, by which it is revoked.
    id: TokenId,
    /// What it is for.
    name: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created: Timestamp,
    /// What it was given. It may no more than its maker still may.
    permissions: Vec<Permission>,
    /// Until when it works; none: for ever.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires: Option<Timestamp>,
    /// By which login it was made; none: by a sub-command on the box.
    made_by: Option<PortalUserId>,
    /// What that login is; empty: a sub-command.
    made_by_login: String,
    /// Its text, shown this once; null in lists.
    token: Option<String>,
}

/// What tokens are filtered and sorted by.
const FIELDS: &[Field<ShownToken>] = &[
    Field { name: "name", cell: |row, _| Cell::text(&row.name) },
    Field { name: "created", cell: |row, _| Cell::word(row.created) },
    Field {
        name: "permission",
        cell: |row, _| Cell::Exact(row.permissions.iter().map(|held| held.as_str().into()).collect()),
    },
    Field { name: "expires", cell: |row, _| Cell::optional(row.expires) },
    Field { name: "made_by_login", cell: |row, _| Cell::text(&row.made_by_login) },
];

/// The routes.
pub(super) fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::TokensWrite);
    let mut routes = vec![
        Route::get("/tokens", "token_list", access, Gives::List(schema::<ShownToken>), list)
            .about("Lists the tokens of programs."),
        Route::post("/tokens", "token_create", access, Gives::Created(schema::<ShownToken>), create)
            .takes(Body::Json(schema::<NewToken>))
            .about("Makes a token for a program and shows it this once. Not for programs."),
        Route::new(Method::DELETE, "/tokens/{id}", "token_delete", access, Gives::Nothing, delete).about(
            "Revokes a token that may no more than the caller; one that was made on the box is for owners.",
        ),
    ];
    for route in routes.iter_mut().filter(|route| route.name == "token_list") {
        route.query = params(FIELDS);
    }
    routes
}

fn list(ask: &Ask<'_>) -> Outcome {
    let wanted = Wanted::read(&ask.query, FIELDS)?;
    let tokens = ask.api.store.tokens()?.into_iter();
    let rows: Vec<ShownToken> = tokens.map(|token| shown(token, None, &ask.view)).collect();
    let all = wanted.all(rows.iter(), FIELDS, &ask.view);
    Ok(Answer::json(&wanted.page(&all, ask.view.office.version, |row| serde_json::json!(row))))
}

fn create(ask: &Ask<'_>) -> Outcome {
    // Otherwise one that is about to be revoked would live on in another.
    let Ok(login) = ask.caller.login() else { return Err(Fact::NotMoreThanYouMay.into()) };
    let new: NewToken = ask.json()?;
    if !new.permissions.iter().all(|permission| ask.caller.may(*permission)) {
        return Err(Fact::NotMoreThanYouMay.into());
    }
    let token = store::NewToken {
        name: new.name.clone(),
        permissions: new.permissions.clone(),
        expires: new.expires,
        made_by: Some(login.user.id),
    };
    let (id, text) = ask.api.store.create_token(&ask.who(), token)?;
    let info = TokenInfo {
        id,
        name: new.name,
        created: ask.now,
        permissions: new.permissions,
        expires: new.expires,
        made_by: Some(login.user.id),
    };
    let body = shown(info, Some(text), &ask.view);
    Ok(Answer::created(format!("/api/v1/tokens/{id}"), &body))
}

fn delete(ask: &Ask<'_>) -> Outcome {
    let id: TokenId = ask.named("id")?;
    let tokens = ask.api.store.tokens()?;
    let token = tokens.iter().find(|token| token.id == id).ok_or(Fact::NotFound)?;
    may_revoke(token, ask)?;
    ask.write(Change::new().delete(Key::Token(id)))?;
    Ok(Answer::nothing())
}

/// Refuses who may less than a token or its maker; one that was made on the box is a matter of owners.
fn may_revoke(token: &TokenInfo, ask: &Ask<'_>) -> Result<(), Refusal> {
    let Some(maker) = token.made_by else { return ask.caller.owner() };
    if !token.permissions.iter().all(|permission| ask.caller.may(*permission)) {
        return Err(Fact::NotMoreThanYouMay.into());
    }
    ask.view.office.portal_users.get(maker).map_or(Ok(()), |maker| may_touch(maker, ask))
}

fn shown(info: TokenInfo, token: Option<String>, view: &View) -> ShownToken {
    let maker = info.made_by.and_then(|maker| view.office.portal_users.get(maker));
    ShownToken {
        made_by_login: maker.map(|maker| maker.login.clone()).unwrap_or_default(),
        id: info.id,
        name: info.name,
        created: info.created,
        permissions: info.permissions,
        expires: info.expires,
        made_by: info.made_by,
        token,
    }
}
