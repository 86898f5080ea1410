//! Requests that come.

use super::*;

#[test]
fn a_repeated_request_is_answered_again_without_its_user() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("OPTIONS", "z9hG4bKa", "").expect("new");
    assert!(world.request("OPTIONS", "z9hG4bKa", "").is_none());
    world.answer(id, "OPTIONS", "z9hG4bKa", 200);
    assert_eq!(world.sent(), ["200"]);
    assert!(world.request("OPTIONS", "z9hG4bKa", "").is_none());
    assert_eq!(world.sent(), ["200"]);
    assert!(world.request("OPTIONS", "z9hG4bKb", "").is_some());
    assert_eq!((world.layer.retransmissions(), world.layer.sent_again()), (2, 1));
}

#[test]
fn over_a_stream_an_answer_ends_it() {
    let mut world = World::new(Transport::Tls);
    let id = world.request("REGISTER", "z9hG4bKa", "").unwrap();
    world.answer(id, "REGISTER", "z9hG4bKa", 200);
    assert_eq!((world.sent(), world.layer.leftovers()), (vec!["200".to_owned()], 0));
}

#[test]
fn answers_go_where_the_request_asked() {
    for (transport, via, to) in [
        (Transport::Udp, "", "192.0.2.1:5060"),
        (Transport::Udp, ";rport", "192.0.2.1:40000"),
        (Transport::Tcp, "", "192.0.2.1:40000"),
    ] {
        let mut world = World::new(transport);
        let id = world.request("OPTIONS", &format!("z9hG4bKa{via}"), "").unwrap();
        world.answer(id, "OPTIONS", "z9hG4bKa", 200);
        let (flow, _) = world.layer.poll_transmit().unwrap();
        assert_eq!((flow.remote, flow.local), (to.parse().unwrap(), world.flow.local), "{via}");
    }
}

#[test]
fn a_challenge_leaves_nothing_behind() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("REGISTER", "z9hG4bKa", "").unwrap();
    let response = response("REGISTER", "z9hG4bKa", 401);
    world.layer.respond_and_forget(id, response.clone());
    world.layer.respond_and_forget(id, response);
    assert_eq!((world.sent(), world.layer.leftovers()), (vec!["401".to_owned()], 0));
    assert!(world.request("REGISTER", "z9hG4bKa", "").is_some(), "the same again is a new one");
}

#[test]
fn the_ack_of_a_refusal_ends_its_resending_and_the_ack_of_an_answer_is_the_users() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("INVITE", "z9hG4bKa", "").unwrap();
    world.answer(id, "INVITE", "z9hG4bKa", 486);
    world.pass(600);
    assert!(world.request("ACK", "z9hG4bKa", ";tag=t").is_none());
    world.pass(40_000);
    assert_eq!((world.sent(), world.told.len(), world.layer.leftovers()), (texts(&["486", "486"]), 0, 0));

    let id = world.request("INVITE", "z9hG4bKb", "").unwrap();
    world.answer(id, "INVITE", "z9hG4bKb", 200);
    world.pass(600);
    world.request("ACK", "z9hG4bKc", ";tag=t");
    assert_eq!(world.told, ["ack"]);
    world.layer.acked(id);
    world.pass(40_000);
    assert_eq!((world.sent(), world.told.len(), world.layer.leftovers()), (texts(&["200", "200"]), 1, 0));
}

#[test]
fn an_answer_without_ack_is_told() {
    for status in [200, 486] {
        let mut world = World::new(Transport::Udp);
        let id = world.request("INVITE", "z9hG4bKa", "").unwrap();
        world.answer(id, "INVITE", "z9hG4bKa", status);
        world.pass(32_000);
        assert_eq!((world.told.clone(), world.layer.leftovers()), (texts(&["no ack"]), 0), "{status}");
    }
}

#[test]
fn phones_of_rfc_2543_are_understood() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("INVITE", "1", "").unwrap();
    assert!(world.request("INVITE", "1", "").is_none());
    world.answer(id, "INVITE", "1", 486);
    assert!(world.request("ACK", "1", ";tag=t").is_none());
    world.pass(5_000);
    assert_eq!((world.sent(), world.told.len(), world.layer.leftovers()), (texts(&["486"]), 0, 0));
}

#[test]
fn a_cancel_is_answered_and_the_user_refuses_the_invite() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("INVITE", "z9hG4bKa", "").unwrap();
    world.layer.respond(id, 180, response("INVITE", "z9hG4bKa", 180), world.now);
    world.sent();
    world.request("CANCEL", "z9hG4bKa", "");
    assert_eq!(world.told, [format!("cancelled {id:?}")]);
    let (_, ok) = world.layer.poll_transmit().unwrap();
    let ok = Message::parse(&ok).unwrap();
    assert_eq!(
        (ok.status(), ok.method(), ok.to_tag()),
        (200, Method::Cancel, Some("t")),
        "the tag of the 180"
    );
    world.request("CANCEL", "z9hG4bKa", "");
    assert_eq!((world.sent(), world.told.len()), (texts(&["200"]), 1));
    world.answer(id, "INVITE", "z9hG4bKa", 487);
    assert_eq!(world.sent(), ["487"]);
}

#[test]
fn a_cancel_that_comes_too_late_changes_nothing() {
    let mut world = World::new(Transport::Udp);
    let id = world.request("INVITE", "z9hG4bKa", "").unwrap();
    world.answer(id, "INVITE", "z9hG4bKa", 200);
    world.request("CANCEL", "z9hG4bKa", "");
    assert_eq!((world.sent(), world.told.len()), (texts(&["200", "200"]), 0));
}

#[test]
fn a_cancel_of_nothing_or_from_another_address_is_refused() {
    let mut world = World::new(Transport::Udp);
    world.request("OPTIONS", "z9hG4bKb", "").unwrap();
    world.request("INVITE", "z9hG4bKa", "").unwrap();
    world.request("CANCEL", "z9hG4bKb", "");
    world.request("CANCEL", "z9hG4bKc", "");
    world.flow.remote = "192.0.2.66:5060".parse().unwrap();
    world.request("CANCEL", "z9hG4bKa", "");
    assert_eq!((world.sent(), world.told.len()), (texts(&["481", "481", "481"]), 0));
}
