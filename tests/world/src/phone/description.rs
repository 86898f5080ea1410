//! Session descriptions as a telephone reads them: by itself and not by crate `sdp`, for a second opinion (RFC 8866).

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

/// Who may send, as the one who describes it sees it (RFC 3264 §6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Direction {
    pub(crate) sends: bool,
    pub(crate) receives: bool,
}

impl Direction {
    pub(crate) const BOTH: Self = Self { sends: true, receives: true };

    /// The attribute.
    pub(crate) fn word(self) -> &'static str {
        match (self.sends, self.receives) {
            (true, true) => "sendrecv",
            (true, false) => "sendonly",
            (false, true) => "recvonly",
            (false, false) => "inactive",
        }
    }

    fn of(word: &str) -> Option<Self> {
        let all = [(true, true), (true, false), (false, true), (false, false)];
        let all = all.map(|(sends, receives)| Self { sends, receives });
        all.into_iter().find(|direction| direction.word() == word)
    }

    /// What is left of ours when the other side wants that.
    pub(crate) fn answering(self, offered: Self) -> Self {
        Self { sends: self.sends && offered.receives, receives: self.receives && offered.sends }
    }
}

/// One description.
#[derive(Clone, Debug)]
pub(crate) struct Description {
    /// The session of its o= line.
    pub(crate) id: String,
    pub(crate) version: u64,
    pub(crate) lines: Vec<MediaLine>,
    /// All but the o= line.
    pub(crate) rest: String,
}

/// One m= line with what belongs to it.
#[derive(Clone, Debug)]
pub(crate) struct MediaLine {
    pub(crate) media: String,
    pub(crate) port: u16,
    pub(crate) protocol: String,
    pub(crate) formats: Vec<String>,
    /// Codecs by payload number, in capitals: "PCMA/8000".
    pub(crate) names: BTreeMap<u8, String>,
    pub(crate) direction: Direction,
    pub(crate) address: IpAddr,
}

impl Description {
    /// Reads one; none when a line is missing that must be there.
    pub(crate) fn parse(body: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let (mut origin, mut address, mut direction) = (None, None, Direction::BOTH);
        let (mut lines, mut rest) = (Vec::<MediaLine>::new(), String::new());
        for line in text.split("\r\n").filter(|line| !line.is_empty()) {
            let (kind, value) = line.split_once('=')?;
            if kind == "o" {
                origin = Some(value);
                continue;
            }
            rest.push_str(line);
            rest.push('\n');
            match (kind, lines.last_mut()) {
                ("m", _) => lines.push(media_line(value, address, direction)?),
                ("c", None) => address = Some(connection(value)?),
                ("c", Some(media)) => media.address = connection(value)?,
                ("a", None) => direction = Direction::of(value).unwrap_or(direction),
                ("a", Some(media)) => attribute(media, value),
                _ => {}
            }
        }
        let mut words = origin?.split(' ').skip(1);
        let (id, version) = (words.next()?.to_owned(), words.next()?.parse().ok()?);
        Some(Self { id, version, lines, rest })
    }

    /// The line of a kind that is used.
    pub(crate) fn line(&self, media: &str) -> Option<&MediaLine> {
        self.lines.iter().find(|line| line.media == media && line.port != 0)
    }
}

impl MediaLine {
    /// Where it wants its packets; none when it wants none there.
    pub(crate) fn target(&self) -> Option<SocketAddr> {
        (!self.address.is_unspecified() && self.port != 0).then_some(SocketAddr::new(self.address, self.port))
    }

    /// The number of a codec.
    pub(crate) fn number_of(&self, name: &str) -> Option<u8> {
        let listed = self.formats.iter().filter_map(|format| format.parse().ok());
        listed.into_iter().find(|number| self.names.get(number).is_some_and(|this| this == name))
    }
}

fn media_line(value: &str, address: Option<IpAddr>, direction: Direction) -> Option<MediaLine> {
    let mut words = value.split(' ');
    let (media, port, protocol) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
    let formats: Vec<String> = words.map(str::to_owned).collect();
    let mut names = BTreeMap::new();
    for (number, name) in [(0, "PCMU/8000"), (8, "PCMA/8000"), (9, "G722/8000")] {
        if formats.contains(&number.to_string()) && protocol.starts_with("RTP/") {
            names.insert(number, name.to_owned());
        }
    }
    Some(MediaLine {
        media: media.to_owned(),
        port,
        protocol: protocol.to_owned(),
        formats,
        names,
        direction,
        address: address.unwrap_or(IpAddr::from([0, 0, 0, 0])),
    })
}

fn connection(value: &str) -> Option<IpAddr> {
    value.split(' ').nth(2)?.parse().ok()
}

fn attribute(media: &mut MediaLine, value: &str) {
    if let Some(direction) = Direction::of(value) {
        media.direction = direction;
    } else if let Some(map) = value.strip_prefix("rtpmap:")
        && let Some((number, name)) = map.split_once(' ')
        && let Ok(number) = number.parse()
    {
        media.names.insert(number, name.to_uppercase());
    }
}
