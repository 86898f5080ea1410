//! What a telephone describes and is told in one call: offers, answers, and what must hold of them (RFC 3264).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use super::Manners;
use super::description::{Description, Direction, MediaLine};

/// The session of a call as the telephone sees it.
pub(crate) struct Session {
    pub(crate) address: SocketAddr,
    manners: Manners,
    version: u64,
    /// What was described last, without its o= line.
    said: String,
    /// What this telephone wants.
    pub(crate) direction: Direction,
    /// It describes the address 0.0.0.0, as telephones of RFC 2543 hold a call.
    pub(crate) zero_address: bool,
    /// The image of a fax instead of sound.
    pub(crate) is_fax: bool,
    /// What it described last.
    pub(crate) own: Option<Description>,
    /// What it was told last.
    pub(crate) told: Option<Description>,
    /// What both agreed to last, its own and the other's: what sounds.
    pub(crate) standing: Option<(Description, Description)>,
    /// Where sound of this call comes from: every address that it was told.
    pub(crate) sources: BTreeSet<SocketAddr>,
    /// Every payload number that it ever described here.
    pub(crate) numbers: BTreeSet<u8>,
    /// Every payload number that it was told, with its codec.
    names: BTreeMap<(String, u8), String>,
}

impl Session {
    pub(crate) fn new(address: SocketAddr, manners: Manners) -> Self {
        Self {
            address,
            manners,
            version: 1,
            said: String::new(),
            direction: Direction::BOTH,
            zero_address: false,
            is_fax: false,
            own: None,
            told: None,
            standing: None,
            sources: BTreeSet::new(),
            numbers: BTreeSet::new(),
            names: BTreeMap::new(),
        }
    }

    /// Whether it asked for silence.
    pub(crate) fn wants_silence(&self) -> bool {
        self.zero_address || !self.direction.receives
    }

    /// An offer: the lines that there were, in their places.
    pub(crate) fn offer(&mut self) -> Vec<u8> {
        let lines = match &self.own {
            None => vec!["audio", "video"],
            Some(own) => own.lines.iter().map(|line| kind(&line.media)).collect(),
        };
        let mut text = String::new();
        for (place, line) in lines.into_iter().enumerate() {
            match line {
                "audio" | "image" if place == 0 && self.is_fax => self.image(&mut text),
                "audio" | "image" if place == 0 => self.audio(&mut text, None, self.direction),
                "video" if self.manners.has_video => self.video(&mut text, self.manners.first_number + 6),
                "video" if self.own.is_none() => {}
                other => _ = write!(text, "m={other} 0 RTP/AVP 0\r\n"),
            }
        }
        self.describe(&text)
    }

    /// The answer to what was told last; none when there is nothing in it for this telephone.
    pub(crate) fn answer(&mut self) -> Option<Vec<u8>> {
        let offer = self.told.clone()?;
        let (mut text, mut is_any) = (String::new(), false);
        for line in &offer.lines {
            let direction = self.direction.answering(line.direction);
            let takes = match line.media.as_str() {
                _ if line.port == 0 => false,
                "audio" => self.codecs().any(|name| line.number_of(name).is_some()),
                "image" => self.manners.takes_fax,
                "video" => self.manners.has_video && line.number_of(VIDEO).is_some(),
                _ => false,
            };
            is_any |= takes;
            match line.media.as_str() {
                "audio" if takes => self.audio(&mut text, Some(line), direction),
                "image" if takes => self.image(&mut text),
                "video" if takes => {
                    let number = line.number_of(VIDEO).unwrap_or_default();
                    self.video(&mut text, number);
                }
                media => _ = write!(text, "m={media} 0 {} {}\r\n", line.protocol, line.formats.join(" ")),
            }
        }
        self.is_fax = offer.line("image").is_some() && self.manners.takes_fax;
        let body = is_any.then(|| self.describe(&text));
        if body.is_some() {
            self.standing = self.own.clone().zip(self.told.clone());
        }
        body
    }

    /// Takes what the exchange describes, and says what is wrong with it. `is_strict` where nothing gets lost.
    pub(crate) fn takes(&mut self, body: &[u8], is_answer: bool, is_strict: bool) -> Vec<String> {
        let mut wrong = Vec::new();
        let Some(new) = Description::parse(body) else {
            return vec![format!("an unreadable description {}", String::from_utf8_lossy(body))];
        };
        if let Some(old) = &self.told {
            let raised = new.version.wrapping_sub(old.version);
            let expected = u64::from(new.rest != old.rest);
            if new.id != old.id {
                wrong.push(format!("the session became another: {} {}", old.id, new.id));
            } else if is_strict && raised != expected || (100..u64::MAX - 100).contains(&raised) {
                wrong.push(format!("the version rose by {raised}: {} then {}", old.rest, new.rest));
            }
            if !is_answer && new.lines.len() < old.lines.len() {
                wrong.push(format!("an offer with fewer lines: {} then {}", old.rest, new.rest));
            }
        }
        // Each kind of media has numbers of its own (RFC 3264 §8.3.2).
        for line in &new.lines {
            for (number, name) in &line.names {
                let known = self.names.entry((line.media.clone(), *number)).or_insert_with(|| name.clone());
                if known != name {
                    wrong.push(format!("number {number} was {known} and is {name}"));
                }
            }
        }
        if let (true, Some(own)) = (is_answer, &self.own) {
            wrong.extend(not_an_answer(own, &new));
        }
        self.sources.extend(new.line("audio").and_then(MediaLine::target));
        self.told = Some(new);
        if is_answer {
            self.standing = self.own.clone().zip(self.told.clone());
        }
        wrong
    }

    fn codecs(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.manners.codecs.iter().copied()
    }

    fn audio(&self, text: &mut String, offered: Option<&MediaLine>, direction: Direction) {
        // A number never becomes another codec in a session (RFC 3264 §8.3.2).
        let known = |name: &str| {
            let mut known =
                self.names.iter().filter(|((media, number), _)| media == "audio" && *number >= 96);
            known.find(|(_, this)| *this == name).map(|((_, number), _)| *number)
        };
        let own = self.own.as_ref().and_then(|own| own.line("audio"));
        let described = |name: &str| own.and_then(|line| line.number_of(name));
        let is_headstrong = self.manners.answers_own_numbers && offered.is_some();
        let is_taken = |number: &u8| self.names.contains_key(&("audio".to_owned(), *number));
        let mut free = (self.manners.first_number..).filter(|number| !is_taken(number));
        let mut numbered: Vec<(u8, &str)> = Vec::new();
        for name in self.codecs().chain([EVENTS]) {
            let fixed = [("PCMU/8000", 0), ("PCMA/8000", 8), ("G722/8000", 9)];
            let mut own = || {
                let fixed = fixed.iter().find(|(this, _)| *this == name).map(|(_, number)| *number);
                let known = if is_headstrong { None } else { known(name) };
                fixed.or_else(|| described(name)).or(known).or_else(|| free.next())
            };
            let number = match offered {
                None => own(),
                Some(line) if is_headstrong => line.number_of(name).and_then(|_| own()),
                Some(line) => line.number_of(name),
            };
            numbered.extend(number.map(|number| (number, name)));
        }
        let formats: Vec<String> = numbered.iter().map(|(number, _)| number.to_string()).collect();
        _ = write!(text, "m=audio {} RTP/AVP {}\r\n", self.address.port(), formats.join(" "));
        for (number, name) in numbered {
            _ = write!(text, "a=rtpmap:{number} {name}\r\n");
        }
        _ = write!(text, "a={}\r\n", direction.word());
    }

    fn image(&self, text: &mut String) {
        let port = self.address.port() + 4;
        _ = write!(text, "m=image {port} udptl t38\r\na=T38FaxVersion:0\r\na=T38MaxBitRate:14400\r\n");
    }

    fn video(&self, text: &mut String, number: u8) {
        let port = self.address.port() + 2;
        _ = write!(text, "m=video {port} RTP/AVP {number}\r\na=rtpmap:{number} {VIDEO}\r\n");
    }

    /// Adds what stands before the lines, with a version that is raised when they are others than before.
    fn describe(&mut self, lines: &str) -> Vec<u8> {
        let here = self.address.ip();
        let told = if self.zero_address { IpAddr::from([0, 0, 0, 0]) } else { here };
        let rest = format!("s=-\r\nc=IN IP4 {told}\r\nt=0 0\r\n{lines}");
        if !self.said.is_empty() && self.said != rest {
            self.version += 1;
        }
        let body = format!("v=0\r\no=- {} {} IN IP4 {here}\r\n{rest}", self.address.port(), self.version);
        self.said = rest;
        self.own = Description::parse(body.as_bytes());
        let audio = self.own.iter().filter_map(|own| own.line("audio"));
        self.numbers.extend(audio.flat_map(|line| line.names.keys().copied()));
        body.into_bytes()
    }
}

const VIDEO: &str = "H264/90000";
pub(super) const EVENTS: &str = "TELEPHONE-EVENT/8000";

fn kind(media: &str) -> &'static str {
    ["audio", "video", "image"].into_iter().find(|kind| *kind == media).unwrap_or("application")
}

/// What makes this no answer to that offer (RFC 3264 §6).
fn not_an_answer(offer: &Description, answer: &Description) -> Vec<String> {
    let mut wrong = Vec::new();
    if offer.lines.len() != answer.lines.len() {
        wrong.push(format!("{} lines answer {}", answer.lines.len(), offer.lines.len()));
    }
    for (offered, answered) in
        offer.lines.iter().zip(&answer.lines).filter(|(_, answered)| answered.port != 0)
    {
        if offered.media != answered.media {
            wrong.push(format!("{} answers {}", answered.media, offered.media));
        }
        let allowed = answered.direction.answering(offered.direction);
        if allowed != answered.direction {
            wrong.push(format!("{} answers {}", answered.direction.word(), offered.direction.word()));
        }
        for (number, name) in &answered.names {
            if offered.names.get(number) != Some(name) {
                wrong.push(format!("{number} {name} is not among {:?}", offered.names));
            }
        }
    }
    wrong
}
