//! The description of the interface for programs (OpenAPI 3.1), made from the routes and the types.

mod answers;
mod bounds;
#[cfg(test)]
mod tests;

use axum::http::Method;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::refusal::Problem;
use super::route::{Access, Body, Gives, Param, ParamKind, Route};

/// The forms that the description names, by their names.
#[derive(Debug, Default)]
pub(crate) struct Schemas(Map<String, Value>);

/// Adds a form and those within it, and says how it is referred to.
pub(crate) type SchemaOf = fn(&mut Schemas) -> Value;

/// Of a type.
pub(crate) fn schema<T: ToSchema>(schemas: &mut Schemas) -> Value {
    let mut within = Vec::new();
    T::schemas(&mut within);
    for (name, form) in within {
        schemas.put(&name, json!(form));
    }
    let form = json!(T::schema());
    // What has no name of its own, such as a list, is told in place.
    if form.get("$ref").is_some() || form.get("type") == Some(&json!("array")) {
        return form;
    }
    schemas.put(&T::name(), form)
}

/// Of a row with what is shown beside its columns. All of it is always there.
pub(crate) fn shown_schema<T: ToSchema, More: ToSchema>(schemas: &mut Schemas) -> Value {
    schema::<T>(schemas);
    let mut within = Vec::new();
    More::schemas(&mut within);
    for (name, form) in within {
        schemas.put(&name, json!(form));
    }
    let mut form = schemas.0.get(T::name().as_ref()).cloned().unwrap_or_else(|| json!({}));
    let more = json!(More::schema());
    if let (Some(Value::Object(properties)), Some(Value::Object(more))) =
        (form.get_mut("properties"), more.get("properties"))
    {
        properties.extend(more.clone());
        // The secret of a SIP account that has just been made is shown this once.
        let required: Vec<Value> =
            properties.keys().filter(|name| *name != "secret").map(|name| json!(name)).collect();
        form["required"] = Value::Array(required);
    }
    schemas.put(&format!("Shown{}", T::name()), form)
}

/// The names of a form's members: what tells two forms of one name apart when one of them has got bounds already.
fn members(form: &Value) -> impl Iterator<Item = &String> {
    form.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys)
}

impl Schemas {
    fn put(&mut self, name: &str, form: Value) -> Value {
        let known = self.0.entry(name.to_owned()).or_insert_with(|| form.clone());
        debug_assert!(members(known).eq(members(&form)), "two forms are called {name}");
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    /// Puts bounds on one that is known by its name.
    fn bound(&mut self, of: &Value) {
        let name = of.get("$ref").and_then(Value::as_str).and_then(|of| of.rsplit('/').next());
        if let Some((name, form)) = name.and_then(|name| Some((name, self.0.get_mut(name)?))) {
            bounds::put(name, form);
        }
    }

    /// Another form of one that is known: without its id, with bounds, and where it is a patch with nothing required.
    fn variant(&mut self, of: &Value, prefix: &str, is_patch: bool) -> Value {
        let name =
            of.get("$ref").and_then(Value::as_str).and_then(|of| of.rsplit('/').next()).unwrap_or_default();
        let name = name.to_owned();
        let mut form = self.0.get(&name).cloned().unwrap_or_else(|| json!({}));
        let required: Vec<Value> =
            form.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        if let Some(Value::Object(properties)) = form.get_mut("properties") {
            properties.remove("id");
        }
        bounds::put(&name, &mut form);
        if !is_patch {
            bounds::not_empty(&mut form);
        }
        if let (true, Some(Value::Object(properties))) = (is_patch, form.get_mut("properties")) {
            let is_free = |name: &String| !required.iter().any(|field| field == name.as_str());
            properties
                .iter_mut()
                .filter(|(name, _)| is_free(name))
                .for_each(|(_, form)| bounds::nullable(form));
        }
        if let Some(Value::Array(required)) = form.get_mut("required") {
            required.retain(|field| !is_patch && field != "id");
        }
        self.put(&format!("{prefix}{name}"), form)
    }
}

/// The whole description.
pub(crate) fn document(routes: &[Route]) -> Value {
    let mut schemas = Schemas::default();
    let problem = schema::<Problem>(&mut schemas);
    let mut paths: Map<String, Value> = Map::new();
    for route in routes {
        let mut operation = operation(route, &mut schemas, &problem);
        if let Gives::Created(_) = route.gives {
            operation["responses"]["201"]["links"] = links(route, routes);
        }
        let path = paths.entry(format!("/api/v1{}", route.path)).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] = operation;
    }
    answers::complete(&paths, &mut schemas.0);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Bellbox",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A telephone exchange for an office. People sign in with POST /api/v1/session and a cookie, \
                            programs with a bearer token. What goes wrong is told as problem details (RFC 9457).",
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas.0,
            "securitySchemes": {
                "cookie": { "type": "apiKey", "in": "cookie", "name": crate::sign_in::cookie::NAME },
                "token": { "type": "http", "scheme": "bearer" },
            },
        },
    })
}

fn operation(route: &Route, schemas: &mut Schemas, problem: &Value) -> Value {
    let in_path = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path.map(|name| {
        let form = if name == "id" {
            json!({ "type": "string", "format": "uuid" })
        } else {
            json!({ "type": "string" })
        };
        json!({ "name": name, "in": "path", "required": true, "schema": form })
    });
    let mut parameters: Vec<Value> = in_path.chain(route.query.iter().map(parameter)).collect();
    if matches!(route.body, Body::Patch(_)) {
        parameters.push(json!({
            "name": "If-Match", "in": "header", "schema": { "type": "string" },
            "description": "The entity tag of the row as it was read; of one that has changed since, nothing is changed.",
        }));
    }
    let mut operation = json!({
        "operationId": route.name,
        "summary": route.summary,
        "tags": [route.path.split('/').nth(1).filter(|part| !part.is_empty()).unwrap_or("try")],
        "parameters": parameters,
        "responses": responses(route.gives, schemas, problem),
    });
    if route.joins {
        operation["x-joins-changes"] = json!(true);
    }
    if let (true, Some(responses)) = (route.method != Method::GET, operation["responses"].as_object_mut()) {
        let well = responses.iter_mut().filter(|(status, _)| *status != "default");
        well.for_each(|(_, response)| response["headers"] = json!({ "Bellbox-Version": version() }));
    }
    match route.access {
        Access::Everybody => operation["security"] = json!([]),
        Access::Known => operation["security"] = json!([{ "cookie": [] }, { "token": [] }]),
        Access::Session => operation["security"] = json!([{ "cookie": [] }]),
        Access::Needs(permission) => {
            operation["security"] = json!([{ "cookie": [] }, { "token": [] }]);
            operation["x-permission"] = json!(permission.as_str());
        }
    }
    if let Some(body) = body(route.body, schemas) {
        operation["requestBody"] = body;
    }
    operation
}

/// The header that tells what a request has made.
fn version() -> Value {
    let about = "The version of the office that this made, where /undo with it takes back all that was done.";
    json!({ "description": about, "schema": { "type": "integer", "minimum": 1 } })
}

/// What can be asked next of the row that a route has made: everything that is below its id.
fn links(route: &Route, routes: &[Route]) -> Value {
    let one = format!("{}/{{id}}", route.path);
    let next =
        routes.iter().filter(|next| next.path.starts_with(&one) && next.path.matches('{').count() == 1);
    let links = next.map(|next| {
        let link = json!({ "operationId": next.name, "parameters": { "id": "$response.body#/id" } });
        (next.name.clone(), link)
    });
    Value::Object(links.collect())
}

fn body(body: Body, schemas: &mut Schemas) -> Option<Value> {
    let content = match body {
        Body::None => return None,
        Body::File { .. } => json!({ "application/octet-stream": {} }),
        Body::Json(form) | Body::Large(form) => {
            let form = form(schemas);
            schemas.bound(&form);
            json!({ "application/json": { "schema": form } })
        }
        Body::New(form) => {
            let form = form(schemas);
            json!({ "application/json": { "schema": schemas.variant(&form, "New", false) } })
        }
        Body::Patch(form) => {
            let form = form(schemas);
            json!({ "application/merge-patch+json": { "schema": schemas.variant(&form, "Patch", true) } })
        }
    };
    Some(json!({ "required": true, "content": content }))
}

fn responses(gives: Gives, schemas: &mut Schemas, problem: &Value) -> Value {
    let json_of = |form: Value| json!({ "application/json": { "schema": form } });
    let (status, content) = match gives {
        Gives::Created(form) => ("201", Some(json_of(form(schemas)))),
        Gives::Events => ("200", Some(json!({ "text/event-stream": {} }))),
        Gives::File(media_type) => ("200", Some(json!({ media_type: {} }))),
        Gives::Json(form) => ("200", Some(json_of(form(schemas)))),
        Gives::List(form) => {
            let items = form(schemas);
            let count = json!({ "type": "integer", "minimum": 0 });
            (
                "200",
                Some(json_of(json!({
                    "type": "object",
                    "required": ["items", "total", "offset", "version"],
                    "properties": {
                        "items": { "type": "array", "items": items },
                        "total": count, "offset": count, "version": count,
                    },
                }))),
            )
        }
        Gives::Nothing => ("204", None),
    };
    let mut well = json!({ "description": "All is well." });
    if let Some(content) = content {
        well["content"] = content;
    }
    let wrong = json!({ "description": "Something is wrong; it is told.", "content": { "application/problem+json": { "schema": problem } } });
    json!({ status: well, "default": wrong })
}

fn parameter(param: &Param) -> Value {
    let form = match param.kind {
        ParamKind::Flag => json!({ "type": "boolean" }),
        ParamKind::Number { max } => json!({ "type": "integer", "minimum": 0, "maximum": max }),
        ParamKind::Text => json!({ "type": "string" }),
        ParamKind::Time => json!({ "type": "string", "format": "date-time" }),
        ParamKind::Uuid => json!({ "type": "string", "format": "uuid" }),
    };
    json!({ "name": param.name, "in": "query", "description": param.about, "schema": form })
}
