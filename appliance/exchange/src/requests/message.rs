//! MESSAGE out of any dialog (RFC 3428): a line of text, to every telephone of whoever is meant.

use calls::route::{self, Attempt, Plan};
use model::{Cause, Now, Username};
use sip::dialog::{via, without_headers};
use sip::{Binding, Flow, HeaderName, Message, Method, ServerId, Writer};

use super::relay::finish_with_what_crosses;
use crate::identity::{from_header, uri_host};
use crate::outcome::{Event as OutcomeEvent, outcome};
use crate::state::Client;
use crate::{Exchange, crossing};

/// A MESSAGE on its way to several telephones: the first that takes it is the answer.
pub(crate) struct Page {
    /// The account that it is from.
    sender: Username,
    /// The request, until it is answered.
    request: Option<(ServerId, Box<Message>, Flow)>,
    /// Telephones that have not answered.
    waiting: usize,
    /// The most telling refusal so far.
    refused: u16,
}

/// At most so many telephones get one message.
const MAX_TELEPHONES: usize = calls::MAX_CALLEES;
/// MESSAGEs at once for which a telephone has not answered yet; a further one is refused. Each is kept whole, once for
/// every telephone.
const MAX_PAGES: usize = 256;
/// The same of one account.
const MAX_PAGES_OF_ONE: usize = 16;

impl Exchange {
    /// Takes a MESSAGE with credentials.
    pub(crate) fn message(&mut self, id: ServerId, message: Message, flow: Flow, now: Now) {
        if !crossing::body_may_cross(&message, Method::Message) {
            return self.refuse_stranger(id, &message, &flow, 415);
        }
        let Some(caller) = self.authenticate(id, &message, &flow, now) else { return };
        if !self.claims_are_own(&caller, &message) {
            return self.refuse(id, &message, &flow, 403, now);
        }
        let own = self.pages.values().filter(|page| page.sender == caller.username).count();
        if self.pages.len() >= MAX_PAGES || own >= MAX_PAGES_OF_ONE {
            return self.refuse_for_now(id, &message, &flow, 503, now);
        }
        let (host, sender) = (uri_host(flow.local.ip()), caller.username.clone());
        let from = from_header(&message, &caller.display_name, caller.number.as_str(), &host);
        let attempt = Attempt { caller, dialled: self.dialled(&message, &flow) };
        let targets = match route::decide(&self.directory, &attempt, now).plan {
            Plan::Ring { targets, .. } => targets,
            Plan::Reject(cause) => {
                let status = outcome(OutcomeEvent::Ended(cause)).status;
                return self.refuse(id, &message, &flow, status, now);
            }
        };
        let bindings: Vec<Binding> = targets
            .iter()
            .flat_map(|target| self.registrar.reachable(target.username.as_str(), now.tick))
            .filter(|binding| binding.flow.remote != flow.remote)
            .take(MAX_TELEPHONES)
            .cloned()
            .collect();
        let page = self.next_page;
        self.next_page += 1;
        let waiting =
            bindings.iter().filter(|binding| self.page(page, binding, &from, &message, now)).count();
        if waiting == 0 {
            let status = outcome(OutcomeEvent::Ended(Cause::Unreachable)).status;
            return self.refuse(id, &message, &flow, status, now);
        }
        let request = Some((id, Box::new(message), flow));
        let entry = Page { sender, request, waiting, refused: 699 };
        self.pages.insert(page, entry);
    }

    /// Sends it to one telephone; false when it could not be.
    fn page(&mut self, page: u64, to: &Binding, from: &str, message: &Message, now: Now) -> bool {
        let (branch, tag, call_id) = (self.branch(), self.token(), self.token());
        let hops = message.max_forwards().unwrap_or(70).min(70).saturating_sub(1);
        let mut request = Writer::request(Method::Message.as_str(), without_headers(&to.contact));
        request
            .header(HeaderName::Via, via(to.flow, &branch))
            .header(HeaderName::MaxForwards, hops.to_string())
            .header(HeaderName::From, format!("{from};tag={tag}"))
            .header(HeaderName::To, format!("<sip:{}@{}>", to.aor, uri_host(to.flow.local.ip())))
            .header(HeaderName::CallId, call_id)
            .header(HeaderName::CSeq, "1 MESSAGE")
            .header(HeaderName::UserAgent, &self.settings.server_name);
        let request = finish_with_what_crosses(request, message);
        match self.transactions.request(request, to.flow, now.tick) {
            Ok(client) => self.clients.insert(client, Client::Page(page)).is_none(),
            Err(_) => false,
        }
    }

    /// Takes a telephone's final answer; 408 when none came.
    pub(crate) fn paged(&mut self, page: u64, status: u16, now: Now) {
        let Some(entry) = self.pages.get_mut(&page) else { return };
        entry.waiting = entry.waiting.saturating_sub(1);
        entry.refused = entry.refused.min(status);
        let accepted = (200..300).contains(&status);
        let (refused, is_over) = (entry.refused, entry.waiting == 0);
        // The sender may have its answer already.
        let request = if accepted || is_over { entry.request.take() } else { None };
        if is_over {
            self.pages.remove(&page);
        }
        let Some((server, request, flow)) = request else { return };
        // What a telephone wants of us is not the sender's matter.
        let status = if accepted { status } else { shown(refused) };
        let response =
            self.response(&request, &flow, status, sip::reason_phrase(status), Some(&self.page_tag(page)));
        self.transactions.respond(server, status, response.finish(), now.tick);
    }

    fn page_tag(&self, page: u64) -> String {
        format!("page{page:x}")
    }
}

/// The refusal that the sender gets.
fn shown(refused: u16) -> u16 {
    match refused {
        300..=399 | 408 | 481 => 480,
        401 | 407 => 403,
        status => status,
    }
}
