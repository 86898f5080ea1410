//! An answer to one leg's offer, made of what the other leg answered (RFC 3264 §6).

use crate::numbers::answered;
use crate::write::{Seal, Writing, write_declined};
use crate::{Crypto, Dtls, Format, Kind, Origin, Ports, SdpError, Session, Stream};

impl Session {
    /// The answer to the leg that made `offer`, when the other leg gave `answer`: as many lines as the offer, all but
    /// what both have declined; of the formats only those that were offered, by the offer's numbers, in the answer's
    /// order. A kind without a port is declined. It is encrypted as it was offered: by the key of ours in `ports` that
    /// [`Crypto::answering`] finds, or by our side of the handshake.
    pub fn answer_towards(
        offer: &Session,
        answer: &Session,
        ports: &Ports,
        origin: &Origin,
    ) -> Result<Vec<u8>, SdpError> {
        let mut writing = Writing::new(origin, ports);
        // Names are the business of those who have handshakes: without them nothing is bundled.
        let is_named = offer.streams().any(|stream| stream.dtls.is_some());
        for line in &offer.lines {
            let name = line.mid.as_deref().filter(|_| is_named);
            let offered = line.stream.as_ref().filter(|stream| ports.get(stream.kind).is_some());
            let pair = offered.and_then(|offered| Some((offered, answer.stream(offered.kind)?)));
            match pair.map(|(offered, answered)| agree(offered, answered, ports)).transpose()?.flatten() {
                // The profile must be the one that was offered (RFC 3264 §6.1).
                Some((agreed, seal)) => writing.stream(&line.media, &line.protocol, &agreed, &seal, name),
                None => write_declined(&mut writing.text, line, name),
            }
        }
        Ok(writing.text.into_bytes())
    }

    /// The answer to this offer that declines everything.
    pub fn declined(&self, origin: &Origin) -> Result<Vec<u8>, SdpError> {
        Self::answer_towards(self, self, &Ports::default(), origin)
    }
}

/// What is answered of what was offered, and how it is encrypted. Pictures that nobody could show, or that would be in clear against
/// somebody's will, are declined; such sound is no call.
fn agree(offered: &Stream, answer: &Stream, ports: &Ports) -> Result<Option<(Stream, Seal)>, SdpError> {
    let kind = offered.kind;
    let Some(seal) = seal(offered, ports) else {
        return if kind == Kind::Video { Ok(None) } else { Err(SdpError::NotEncrypted { kind }) };
    };
    let mut agreed = answer.clone();
    if offered.kind != Kind::Image {
        agreed.formats = answered(&answer.formats, &offered.formats);
        if !agreed.formats.iter().any(Format::is_speech) {
            if offered.kind == Kind::Video {
                return Ok(None);
            }
            let words = |stream: &Stream| stream.formats.iter().map(Format::to_string).collect();
            return Err(SdpError::NoCommonCodec { offered: words(offered), answered: words(answer) });
        }
    }
    // Some telephones answer a hold with sendrecv; the one who holds must read what it said.
    agreed.direction = answer.direction.and(offered.direction.reversed());
    Ok(Some((agreed, seal)))
}

/// How the answer to a stream is encrypted, as it was offered; none when it would be in clear against somebody's will.
fn seal(offered: &Stream, ports: &Ports) -> Option<Seal> {
    let kind = offered.kind;
    if let Some(theirs) = &offered.dtls {
        let ours = ports.dtls(kind)?;
        let ice = ours.ice.clone().filter(|_| theirs.ice.is_some());
        let ours = Dtls { setup: ours.answer_to(theirs.setup), ice, ..ours.clone() };
        return Some(Seal::Handshake(ours));
    }
    let key = Crypto::answering(offered, ports.keys(kind)).map(|agreed| agreed.send);
    let is_must = offered.secure.is_must() || ports.security(kind).is_must();
    (key.is_some() || !is_must).then(|| Seal::Keys(key.into_iter().collect()))
}
