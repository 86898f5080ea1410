//! The interface for pages and programs (`/api/v1`): each route is a row of data in [`routes`], with who may ask it.
//!
//! A handler is a plain function from an [`ask::Ask`] to an answer or a refusal, run on a thread that may block. It never
//! sees a socket, and changes the office only through the store's one door, in the caller's name.

mod address_changed;
mod answer;
mod ask;
mod caller;
mod changes;
mod docs;
mod events;
mod fact;
mod from_store;
mod invitation_page;
mod invited;
mod links;
mod list;
mod mailing;
mod me;
mod openapi;
mod password_reset;
mod query;
mod refusal;
mod resource;
mod resources;
mod route;
mod serve;
mod session;
mod setup;
mod state;
mod taken;
#[cfg(test)]
mod tests;
mod view;
mod words;

use std::sync::Arc;

use axum::Router;
use store::Store;

pub use self::caller::token_may;
pub use self::docs::openapi_text;
use self::mailing::Mailing;
use self::route::Route;
pub use self::setup::{SetupCode, can_be_now};
use self::state::Api;
pub use self::state::{Machine, SetClock};
use crate::status::Office;

/// The whole interface over a store, to be merged into the routes of the web server: `/api/v1/...`, and the pages behind
/// the links of invitations. It puts bounds on
/// bodies and on what runs at once itself. What comes with it sends its mails, and is to be run beside it; it ends when
/// the routes are gone.
pub fn interface(
    store: Store,
    office: Arc<dyn Office>,
    machine: Machine,
) -> (Router, impl Future<Output = ()> + Send + 'static) {
    let (mailing, tasks) = Mailing::new(&store, machine.courier.clone());
    let api = Arc::new(Api::new(store, office, machine, mailing));
    let beside = tasks.run(Arc::downgrade(&api), api.news.versions());
    // Weak: the store must not be kept open by what it calls.
    let listener = Arc::downgrade(&api);
    api.store.on_change(Box::new(move |directory| {
        if let Some(api) = listener.upgrade() {
            api.news.tell(directory.version);
        }
    }));
    let pages = invitation_page::router(Arc::clone(&api));
    (serve::router(api, routes()).merge(pages), beside)
}

/// Every route there is.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = session::routes();
    routes.extend(setup::routes());
    routes.extend(me::routes());
    routes.extend(invited::routes());
    routes.extend(password_reset::routes());
    routes.extend(resources::routes());
    routes.extend(changes::routes());
    routes.extend(docs::routes());
    routes
}
