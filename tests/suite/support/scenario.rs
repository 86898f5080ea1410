//! Scenarios for SIPp, made of steps: what one end of a call sends and must get.

use std::fmt::Write as _;
use std::path::Path;

/// One end of a call. Fields of a caller: username, the word for its credentials, number.
pub(crate) struct Scenario {
    xml: String,
    is_caller: bool,
    /// What came last is an INVITE, whose 2xx is sent again until its ACK comes.
    is_invited: bool,
}

/// A description with this version and these further lines.
pub(crate) fn sdp(version: u32, more: &str) -> String {
    let more = if more.is_empty() { String::new() } else { format!("{more}\n") };
    format!(
        "v=0\no=- 1 {version} IN IP[local_ip_type] [local_ip]\ns=-\nc=IN IP[media_ip_type] [media_ip]\nt=0 0\n\
         m=audio [media_port] RTP/AVP 8\na=rtpmap:8 PCMA/8000\n{more}"
    )
}

impl Scenario {
    /// A caller that dials and has passed the challenge.
    pub(crate) fn caller(headers: &str, body: &str) -> Self {
        let new = Self { xml: String::new(), is_caller: true, is_invited: false };
        new.dial(1, headers, body)
    }

    /// A telephone that is called.
    pub(crate) fn callee() -> Self {
        let new = Self { xml: String::new(), is_caller: false, is_invited: true };
        new.raw(
            "<recv request=\"INVITE\" rrs=\"true\"><action>\
             <ereg regexp=\"[^ ][^\\r\\n]*\" search_in=\"hdr\" header=\"From:\" assign_to=\"remote\"/>\
             <ereg regexp=\"[^ ][^\\r\\n]*\" search_in=\"hdr\" header=\"To:\" assign_to=\"local\"/>\
             <ereg regexp=\"[^ ][^\\r\\n]*\" search_in=\"hdr\" header=\"Via:\" assign_to=\"via\"/>\
             </action></recv>\n<Reference variables=\"remote,local,via\"/>\n",
        )
    }

    /// The file.
    pub(crate) fn xml(&self) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scenario name=\"race\">\n{}</scenario>\n",
            self.xml
        )
    }

    /// An INVITE with these numbers, the second with credentials.
    pub(crate) fn dial(self, cseq: u32, headers: &str, body: &str) -> Self {
        self.invite(cseq, headers, body)
            .raw("<recv response=\"100\" optional=\"true\"/>\n<recv response=\"401\" auth=\"true\"/>\n")
            .ack_refusal(cseq)
            .invite(cseq + 1, &format!("{headers}[field1]\n"), body)
            .raw("<recv response=\"100\" optional=\"true\"/>\n")
    }

    fn invite(self, cseq: u32, headers: &str, body: &str) -> Self {
        let head = dialled("INVITE", cseq, "");
        self.send(&format!("{head}Contact: <sip:[field0]@[local_ip]:[local_port]>\n{headers}"), body, true)
    }

    /// The ACK of a refusal: it goes the way of its INVITE.
    pub(crate) fn ack_refusal(self, cseq: u32) -> Self {
        let head = dialled("ACK", cseq, "[peer_tag_param]");
        self.send(&head, "", false)
    }

    /// Takes back the INVITE of this number.
    pub(crate) fn cancel(self, cseq: u32) -> Self {
        let head = dialled("CANCEL", cseq, "");
        self.send(&head, "", true)
    }

    /// Must get a response, perhaps with something in it that the pattern finds.
    pub(crate) fn response(self, status: u16, pattern: &str) -> Self {
        let checks = check(pattern);
        self.raw(&format!("<recv response=\"{status}\" rrs=\"true\">{checks}</recv>\n"))
    }

    /// May get a response.
    pub(crate) fn may_get(self, status: u16) -> Self {
        self.raw(&format!("<recv response=\"{status}\" optional=\"true\"/>\n"))
    }

    /// Must get a request.
    pub(crate) fn request(mut self, method: &str, pattern: &str) -> Self {
        self.is_invited = method == "INVITE";
        let checks = check(pattern);
        self.raw(&format!("<recv request=\"{method}\">{checks}</recv>\n"))
    }

    /// Answers the request that came last.
    pub(crate) fn answer(self, status: &str, headers: &str, body: &str) -> Self {
        self.answer_with("[last_To:]", status, headers, body)
    }

    /// Answers the first INVITE, with a tag of its own.
    pub(crate) fn answer_first(self, status: &str, headers: &str, body: &str) -> Self {
        self.answer_with("[last_To:];tag=[pid]a[call_number]", status, headers, body)
    }

    /// Answers the first INVITE although another request came after it.
    pub(crate) fn answer_first_late(self, status: &str, body: &str) -> Self {
        let text = format!(
            "SIP/2.0 {status}\nVia: [$via]\nFrom: [$remote]\nTo: [$local];tag=[pid]a[call_number]\n[last_Call-ID:]\n\
             CSeq: 1 INVITE\nContact: <sip:[local_ip]:[local_port]>\n"
        );
        self.send(&text, body, true)
    }

    fn answer_with(self, to: &str, status: &str, headers: &str, body: &str) -> Self {
        let text = format!(
            "SIP/2.0 {status}\n[last_Via:]\n[last_From:]\n{to}\n[last_Call-ID:]\n[last_CSeq:]\n\
             Contact: <sip:[local_ip]:[local_port]>\n{headers}"
        );
        let again = self.is_invited && (status.starts_with('2') || headers.contains("RSeq"));
        self.send(&text, body, again)
    }

    /// Sends this as it stands.
    pub(crate) fn text(self, text: &str) -> Self {
        self.send(text, "", false)
    }

    /// Asks for something in the dialog.
    pub(crate) fn ask(self, method: &str, cseq: u32, headers: &str, body: &str) -> Self {
        let (from, to) = if self.is_caller {
            (
                "<sip:[field0]@[remote_ip]:[remote_port]>;tag=[pid]c[call_number]",
                "<sip:[field2]@[remote_ip]:[remote_port]>[peer_tag_param]",
            )
        } else {
            ("[$local];tag=[pid]a[call_number]", "[$remote]")
        };
        let is_ack = method == "ACK";
        let branch = if is_ack { format!("ack{cseq}") } else { format!("{method}{cseq}") };
        let text = format!(
            "{method} [next_url] SIP/2.0\n{}Max-Forwards: 70\n[routes]\nFrom: {from}\nTo: {to}\nCall-ID: [call_id]\nCSeq: {cseq} {method}\n\
             Contact: <sip:[local_ip]:[local_port]>\n{headers}",
            via(&branch)
        );
        self.send(&text, body, !is_ack)
    }

    /// Waits.
    pub(crate) fn pause(self, ms: u32) -> Self {
        self.raw(&format!("<pause milliseconds=\"{ms}\"/>\n"))
    }

    /// Begins to play this file of G.711 A-law.
    pub(crate) fn plays(self, file: &Path) -> Self {
        let file = file.display();
        self.raw(&format!("<nop><action><exec rtp_stream=\"{file},1,8,PCMA/8000\"/></action></nop>\n"))
    }

    /// Hangs up and is told so.
    pub(crate) fn hangs_up(self, cseq: u32) -> Self {
        self.ask("BYE", cseq, "", "").response(200, "")
    }

    /// Is hung up on.
    pub(crate) fn hears_the_end(self) -> Self {
        self.request("BYE", "").answer("200 OK", "", "")
    }

    fn send(mut self, head: &str, body: &str, again: bool) -> Self {
        let again = if again { " retrans=\"500\"" } else { "" };
        let (kind, body) = match body {
            "" => ("Content-Length: 0", ""),
            body => ("Content-Type: application/sdp\nContent-Length: [len]", body),
        };
        _ = write!(self.xml, "<send{again}><![CDATA[\n{head}{kind}\n\n{body}\n]]></send>\n");
        self
    }

    fn raw(mut self, xml: &str) -> Self {
        self.xml += xml;
        self
    }
}

fn dialled(method: &str, cseq: u32, tag: &str) -> String {
    format!(
        "{method} sip:[field2]@[remote_ip]:[remote_port] SIP/2.0\n{}Max-Forwards: 70\n\
         From: <sip:[field0]@[remote_ip]:[remote_port]>;tag=[pid]c[call_number]\n\
         To: <sip:[field2]@[remote_ip]:[remote_port]>{tag}\nCall-ID: [call_id]\nCSeq: {cseq} {method}\n",
        via(&format!("inv{cseq}"))
    )
}

/// The branch is the same for an INVITE, its CANCEL and the ACK of its refusal.
fn via(branch: &str) -> String {
    format!(
        "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK[pid]x[call_number]x{branch};rport\n"
    )
}

/// Looks for a pattern in the whole message; without it the call fails. What is in parentheses is kept as `$2`.
fn check(pattern: &str) -> String {
    if pattern.is_empty() {
        return String::new();
    }
    format!(
        "<action><ereg regexp=\"{pattern}\" search_in=\"msg\" check_it=\"true\" assign_to=\"1,2\"/>\
         <log message=\"[$1] [$2]\"/></action>"
    )
}
