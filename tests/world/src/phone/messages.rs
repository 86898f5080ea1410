//! The requests that a virtual telephone makes.

use std::net::SocketAddr;

use sip::{Flow, HeaderName, Message, Transport, Writer};

use super::Phone;

impl Phone {
    pub(super) fn flow(&self) -> Flow {
        Flow { transport: Transport::Udp, local: self.address, remote: self.exchange }
    }

    pub(super) fn token(&mut self) -> String {
        self.tokens += 1;
        format!("{}x{}", self.number, self.tokens)
    }

    pub(super) fn branch(&mut self) -> String {
        format!("z9hG4bK{}", self.token())
    }

    /// A request out of any dialog, with credentials when it was challenged.
    #[expect(clippy::too_many_arguments, reason = "one for each header that differs")]
    pub(super) fn new_request(
        &mut self,
        method: &str,
        uri: &str,
        to: &str,
        call_id: &str,
        tag: &str,
        cseq: u32,
        challenge: Option<&Message>,
    ) -> Writer {
        let branch = self.branch();
        let mut writer = Writer::request(method, uri);
        writer
            .header(HeaderName::Via, format!("SIP/2.0/UDP {};branch={branch};rport", self.address))
            .header(HeaderName::MaxForwards, "70")
            .header(HeaderName::From, format!("<sip:u{}@{}>;tag={tag}", self.account, self.exchange.ip()))
            .header(HeaderName::To, format!("<{to}>"))
            .header(HeaderName::CallId, call_id)
            .header(HeaderName::CSeq, format!("{cseq} {method}"))
            .header(HeaderName::Contact, format!("<sip:u{}@{}>", self.account, self.address))
            .header(HeaderName::UserAgent, "virtual");
        if let Some(value) = challenge.and_then(|response| response.header(HeaderName::WwwAuthenticate)) {
            let username = format!("u{}", self.account);
            let answer = sip::digest::answer(
                value,
                &username,
                &crate::office::secret(self.secret_of.as_ref().unwrap_or(&self.account)),
                method,
                uri,
                "c0ffee",
                1,
            );
            writer.header(HeaderName::Authorization, answer.expect("a challenge that can be answered"));
        }
        writer
    }

    /// An offer or answer of G.711 A-law.
    pub(super) fn description(&self) -> Vec<u8> {
        let SocketAddr::V4(sound) = self.sound_address else {
            unreachable!("virtual telephones have IPv4 sound")
        };
        format!(
            "v=0\r\no=- 1 1 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\n\
             m=audio {port} RTP/AVP 8 0\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n",
            ip = sound.ip(),
            port = sound.port()
        )
        .into_bytes()
    }
}

/// Where the other side wants its sound.
pub(super) fn sound_of(message: &Message) -> Option<SocketAddr> {
    sdp::Session::parse(message.body()).ok()?.stream(sdp::Kind::Audio).map(|audio| audio.rtp)
}
