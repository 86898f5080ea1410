//! Dialogs by hand: each message that telephones and the exchange send each other within calls, in virtual time.

#[path = "dialogs/abuse.rs"]
mod abuse;
#[path = "dialogs/browsers.rs"]
mod browsers;
#[path = "dialogs/hand.rs"]
mod hand;
#[path = "dialogs/messages.rs"]
mod messages;
#[path = "dialogs/provisional.rs"]
mod provisional;
#[path = "dialogs/scenes.rs"]
mod scenes;
#[path = "dialogs/secure.rs"]
mod secure;
#[path = "dialogs/sent_on.rs"]
mod sent_on;
#[path = "dialogs/sessions.rs"]
mod sessions;
#[path = "dialogs/timers.rs"]
mod timers;
