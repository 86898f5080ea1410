//! Pictures of people (F-77, F-98): one each, small, known by its first bytes and never run.

use axum::http::Method;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, X_CONTENT_TYPE_OPTIONS};
use model::{Avatar, AvatarId, ImageType, Permission, Person};
use store::{Change, Wrong};

use super::super::answer::Answer;
use super::super::ask::Ask;
use super::super::refusal::{Fact, Refusal};
use super::super::resource::{named, tag_of};
use super::super::route::{Access, Body, Gives, Outcome, Route};

const PATH: &str = "/people/{id}/avatar";

pub(super) fn routes() -> Vec<Route> {
    let (read, write) = (Access::Needs(Permission::PeopleRead), Access::Needs(Permission::PeopleWrite));
    vec![
        Route::get(PATH, "avatar_read", read, Gives::File("image/*"), show)
            .about("Gives the picture of a person."),
        Route::new(Method::PUT, PATH, "avatar_put", write, Gives::Nothing, put)
            .takes(Body::File { bytes_max: Avatar::BYTES_MAX })
            .about("Gives a person a picture: PNG, JPEG or WebP, 32 KiB at most.")
            .joins(),
        Route::new(Method::DELETE, PATH, "avatar_delete", write, Gives::Nothing, remove)
            .about("Takes the picture of a person away.")
            .joins(),
    ]
}

fn show(ask: &Ask<'_>) -> Outcome {
    let person = named::<Person>(ask, &ask.view)?;
    let avatar = ask.api.store.avatar(person.id)?.ok_or(Fact::NotFound)?;
    let tag = tag_of(&avatar.image);
    if ask.has_already(&tag) {
        return Ok(Answer::not_modified(tag));
    }
    let answer = Answer::bytes(avatar.media_type.as_str(), avatar.image).etag(tag);
    Ok(answer
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned())
        .header(CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned())
        .header(CACHE_CONTROL, "private, no-cache".to_owned()))
}

fn put(ask: &Ask<'_>) -> Outcome {
    let person = named::<Person>(ask, &ask.view)?;
    if ask.body.is_empty() {
        return Err(Refusal::field("/image", Fact::Wrong(Wrong::Empty)));
    }
    let media_type = ImageType::of_file(ask.body)
        .ok_or(Fact::UnsupportedType { expected: "image/png, image/jpeg, image/webp" })?;
    let id = own(ask, person).unwrap_or_else(|| AvatarId::from_bytes(ask.api.store.new_id()));
    ask.write(Change::new().put(Avatar { id, person: person.id, media_type, image: ask.body.to_vec() }))?;
    Ok(Answer::nothing())
}

fn remove(ask: &Ask<'_>) -> Outcome {
    let person = named::<Person>(ask, &ask.view)?;
    let id = own(ask, person).ok_or(Fact::NotFound)?;
    ask.write(Change::new().delete(id))?;
    Ok(Answer::nothing())
}

fn own(ask: &Ask<'_>, person: &Person) -> Option<AvatarId> {
    ask.view.office.avatars.iter().find(|avatar| avatar.person == person.id).map(|avatar| avatar.id)
}
