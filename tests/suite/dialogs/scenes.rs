//! What happens in many tests between two telephones by hand: a call, hold and resume.

use world::World;

use crate::hand::{Hand, MOMENT, audio, sdp};

/// 201 puts 202 on hold, or takes it back again, by a description of this version.
pub(crate) fn hold(world: &mut World, holder: &mut Hand, held: &mut Hand, is_on: bool, number: u32) {
    let [asks, answers] = if is_on { ["a=sendonly\r\n", "a=recvonly\r\n"] } else { ["", ""] };
    let request = holder.reinvite(world, "", &sdp(10, number, &audio(4000, asks)));
    holder.expect(world, "100");
    let asked = held.expect(world, "INVITE");
    held.answer(world, &asked, 200, "", &sdp(11, number, &audio(5000, answers)));
    held.expect(world, "ACK");
    holder.expect(world, "200");
    holder.ack(world, request.cseq(), "");
}

/// 201 calls 202, who answers at once; both have talked for a moment. `headers` are 202's, beside an Allow.
pub(crate) fn talk(world: &mut World, caller: &mut Hand, called: &mut Hand, headers: &str) {
    let offer = sdp(10, 1, &audio(4000, ""));
    let invite = caller.invite(world, called.number, "Allow: INVITE, ACK, BYE, UPDATE", &offer);
    caller.expect(world, "100");
    let request = called.expect(world, "INVITE");
    called.answer(world, &request, 200, headers, &sdp(11, 1, &audio(5000, "")));
    called.expect(world, "ACK");
    let ok = caller.expect(world, "200");
    caller.accept(&invite, &ok);
    caller.ack(world, invite.cseq(), "");
    world.run(MOMENT);
    caller.quiet(world);
    called.quiet(world);
}
