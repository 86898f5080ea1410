//! Own requests.

use super::*;

#[test]
fn an_own_request_is_resent_until_the_answer() {
    let mut world = World::new(Transport::Udp);
    world.send("OPTIONS", "z9hG4bKown");
    world.pass(600);
    world.response("OPTIONS", "z9hG4bKown", 200);
    world.response("OPTIONS", "z9hG4bKown", 200);
    world.pass(5_000);
    assert_eq!(world.sent(), ["OPTIONS", "OPTIONS"]);
    assert_eq!((world.told.clone(), world.layer.leftovers()), (texts(&["response 200"]), 0));
    assert_eq!((world.layer.retransmissions(), world.layer.sent_again()), (1, 1));
}

#[test]
fn an_own_request_without_answer_times_out() {
    for method in ["INVITE", "BYE"] {
        let mut world = World::new(Transport::Udp);
        world.send(method, "z9hG4bKown");
        world.pass(32_000);
        assert_eq!((world.told.clone(), world.layer.leftovers()), (texts(&["timeout"]), 0), "{method}");
    }
}

#[test]
fn a_refusal_is_acknowledged_by_the_layer() {
    let mut world = World::new(Transport::Udp);
    world.send("INVITE", "z9hG4bKown");
    world.sent();
    world.response("INVITE", "z9hG4bKown", 486);
    let (flow, ack) = world.layer.poll_transmit().unwrap();
    assert_eq!(flow, world.flow);
    assert_eq!(
        String::from_utf8(ack).unwrap().replace("\r\n", "|"),
        "ACK sip:202@192.0.2.1 SIP/2.0|Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKown|From: <sip:201@pbx>;tag=f|\
         To: <sip:202@pbx>;tag=t|Call-ID: c|CSeq: 1 ACK|Max-Forwards: 70|Route: <sip:p1;lr>|Route: <sip:p2;lr>|\
         Content-Length: 0||"
    );
    world.response("INVITE", "z9hG4bKown", 486);
    assert_eq!((world.sent(), world.told.clone()), (texts(&["ACK"]), texts(&["response 486"])));
}

#[test]
fn each_answer_to_an_invite_is_told() {
    let mut world = World::new(Transport::Udp);
    world.send("INVITE", "z9hG4bKown");
    for status in [100, 180, 200, 200] {
        world.response("INVITE", "z9hG4bKown", status);
    }
    world.pass(32_000);
    assert_eq!(world.told, ["response 100", "response 180", "response 200", "response 200"]);
    assert_eq!((world.sent(), world.layer.leftovers()), (texts(&["INVITE"]), 0));
}

#[test]
fn an_own_invite_is_taken_back() {
    let mut world = World::new(Transport::Udp);
    let id = world.send("INVITE", "z9hG4bKown");
    world.layer.cancel(id, world.now);
    assert_eq!(world.sent(), ["INVITE"], "held back until something came");
    world.response("INVITE", "z9hG4bKown", 180);
    let (_, cancel) = world.layer.poll_transmit().unwrap();
    assert_eq!(
        String::from_utf8(cancel).unwrap().replace("\r\n", "|"),
        "CANCEL sip:202@192.0.2.1 SIP/2.0|Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKown|From: <sip:201@pbx>;tag=f|\
         To: <sip:202@pbx>|Call-ID: c|CSeq: 1 CANCEL|Max-Forwards: 70|Route: <sip:p1;lr>|Route: <sip:p2;lr>|\
         Content-Length: 0||"
    );
    world.pass(500);
    world.response("CANCEL", "z9hG4bKown", 200);
    world.response("INVITE", "z9hG4bKown", 487);
    world.pass(40_000);
    assert_eq!(world.sent(), ["CANCEL", "ACK"]);
    assert_eq!((world.told.clone(), world.layer.leftovers()), (texts(&["response 180", "response 487"]), 0));
}

#[test]
fn a_cancelled_invite_that_nobody_answers_ends() {
    let mut world = World::new(Transport::Udp);
    let id = world.send("INVITE", "z9hG4bKown");
    world.response("INVITE", "z9hG4bKown", 180);
    world.layer.cancel(id, world.now);
    world.layer.cancel(id, world.now);
    world.pass(32_000);
    assert_eq!(world.told, ["response 180", "timeout"], "the CANCEL's own end is not told");
    assert_eq!(world.layer.leftovers(), 0);
}

#[test]
fn answers_that_nobody_waits_for_are_counted() {
    let mut world = World::new(Transport::Udp);
    world.send("OPTIONS", "z9hG4bKown");
    world.response("OPTIONS", "z9hG4bKother", 200);
    world.response("INVITE", "z9hG4bKown", 200);
    assert_eq!((world.told.len(), world.layer.counters().stray_responses), (0, 2));
}

#[test]
fn what_is_no_request_is_not_sent() {
    let mut world = World::new(Transport::Udp);
    world.send("OPTIONS", "z9hG4bKown");
    world.sent();
    for bytes in [
        own("OPTIONS", "z9hG4bKown"),
        own("ACK", "z9hG4bKx"),
        response("OPTIONS", "z9hG4bKx", 200),
        b"OPTIONS".to_vec(),
    ] {
        assert_eq!(world.layer.request(bytes, world.flow, world.now), Err(Full));
    }
    assert_eq!((world.sent().len(), world.layer.len()), (0, 1));
}
