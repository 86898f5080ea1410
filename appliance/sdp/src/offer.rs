//! An offer to one leg, made of what the other leg described (RFC 3264 §5, §8).

use crate::numbers::offered;
use crate::read::{HANDSHAKE_FORM, secure_form};
use crate::session::MediaLine;
use crate::write::{Seal, Writing, write_declined};
use crate::{Dtls, Kind, MAX_MEDIA_LINES, Origin, Ports, Security, Session, Setup, Stream};

impl Session {
    /// This session as an offer to the other leg. A kind without a port is left out, or declined where it had a line.
    ///
    /// `before` is what that leg described last, none for the first offer: with it there are as many lines as it had,
    /// each kind in its place, or in that of the kind that it replaces, else in a new one at the end; and payload
    /// numbers that it knows, now or by [`Session::remember`], keep their codec.
    ///
    /// It is encrypted as `ports` says, whatever this session is: keys and handshakes belong to one leg.
    pub fn offer_towards(&self, before: Option<&Session>, ports: &Ports, origin: &Origin) -> Vec<u8> {
        let old: &[_] = before.map_or(&[], |before| &before.lines);
        let mut places: Vec<Option<Stream>> = vec![None; old.len()];
        for stream in self.streams().filter_map(|stream| numbered(stream, before, ports)) {
            let place = before.and_then(|before| self.place_in(before, stream.kind));
            if let Some(free @ None) = place.and_then(|place| places.get_mut(place)) {
                *free = Some(stream);
            } else if places.len() < MAX_MEDIA_LINES {
                // As many lines as are read; a further stream is left out.
                places.push(Some(stream));
            }
        }
        let mut writing = Writing::new(origin, ports);
        // Who has no handshake has no use for names.
        let is_named =
            places.iter().flatten().any(|stream| matches!(sealed(stream, ports).1, Seal::Handshake(_)));
        for (index, place) in places.iter().enumerate() {
            let name = is_named.then(|| name_of(index, old));
            match (place, old.get(index)) {
                (Some(stream), _) => {
                    let (protocol, seal) = sealed(stream, ports);
                    writing.stream(stream.kind.as_str(), protocol, stream, &seal, name.as_deref());
                }
                (None, Some(line)) => write_declined(&mut writing.text, line, name.as_deref()),
                (None, None) => {}
            }
        }
        if places.is_empty() {
            // Nothing is left to speak of: it says that much.
            self.lines.iter().take(1).for_each(|line| write_declined(&mut writing.text, line, None));
        }
        writing.text.into_bytes()
    }

    /// The place of a kind among the lines that the other leg had: where it is, where it was declined, or where the
    /// kind is whose place it takes here too.
    fn place_in(&self, before: &Session, kind: Kind) -> Option<usize> {
        let active =
            before.lines.iter().position(|line| line.stream.as_ref().is_some_and(|one| one.kind == kind));
        let declined = || before.lines.iter().position(|line| line.is_declined && kind.is_named(&line.media));
        let replaced = || {
            let other = kind.replaces().filter(|other| self.line_named(*other).is_none())?;
            before.lines.iter().position(|line| line.stream.as_ref().is_some_and(|one| one.kind == other))
        };
        active.or_else(declined).or_else(replaced)
    }
}

/// The profile in which a stream is offered, and how it is encrypted.
fn sealed(stream: &Stream, ports: &Ports) -> (&'static str, Seal) {
    let keys = || Seal::Keys(ports.keys(stream.kind).to_vec());
    match (ports.security(stream.kind), ports.dtls(stream.kind)) {
        (Security::Plain, _) => (stream.protocol, Seal::Keys(Vec::new())),
        (Security::BestEffort, _) => (stream.protocol, keys()),
        (Security::Dtls, Some(ours)) => {
            (HANDSHAKE_FORM, Seal::Handshake(Dtls { setup: Setup::Actpass, ..ours.clone() }))
        }
        (Security::Required | Security::Dtls, _) => (secure_form(stream.protocol), keys()),
    }
}

/// The name of a line: the telephone's own, else the line's number, or sixteen more until no other line has that name.
fn name_of(index: usize, old: &[MediaLine]) -> String {
    let own = old.get(index).and_then(|line| line.mid.clone());
    let is_free = |name: &String| !old.iter().any(|line| line.mid.as_ref() == Some(name));
    own.or_else(|| (index..).step_by(MAX_MEDIA_LINES).map(|number| number.to_string()).find(is_free))
        .unwrap_or_default()
}

/// The stream by numbers that the leg knows; none without a port, when it may not go in clear and there is no key or
/// handshake, or when every number means something else already.
fn numbered(stream: &Stream, before: Option<&Session>, ports: &Ports) -> Option<Stream> {
    ports.get(stream.kind)?;
    let is_sealed = match ports.security(stream.kind) {
        Security::Plain | Security::BestEffort => true,
        Security::Required => !ports.keys(stream.kind).is_empty(),
        Security::Dtls => ports.dtls(stream.kind).is_some(),
    };
    if !is_sealed {
        return None;
    }
    let known: Vec<_> = before.iter().flat_map(|before| before.known(stream.kind)).cloned().collect();
    let formats = offered(&stream.formats, &known);
    let is_empty = formats.is_empty() && stream.kind != Kind::Image;
    (!is_empty).then(|| Stream { formats, ..stream.clone() })
}
