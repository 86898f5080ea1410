//! Exceptional elements: what a grammar, a number, a buffer or a careless printf trips over.

/// All of them.
pub(crate) fn all() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = TEXTS.iter().map(|text| text.to_vec()).collect();
    all.extend([16, 128, 255, 256, 1_023, 4_096, 8_100, 20_000, 60_000].map(|length| vec![b'a'; length]));
    for (unit, times) in REPEATED {
        all.push(unit.repeat(*times));
    }
    all.push((1..32).collect());
    all.push((128..=255).collect());
    all
}

const TEXTS: &[&[u8]] = &[
    // Nothing, and what looks like it.
    b"",
    b" ",
    b"\t",
    b"\0",
    b"a\0b",
    // Line ends where none belong, and messages that end early.
    b"\r",
    b"\n",
    b"\r\n",
    b"\r\n ",
    b"\r\n\r\n",
    b"a\rb",
    b"x\r\nVia: SIP/2.0/UDP 10.6.6.6;branch=z9hG4bKsmuggled",
    // Quotes, brackets and comments that do not close.
    b"\"",
    b"\"\\",
    b"\"a\"b\"",
    b"\\",
    b"<",
    b">",
    b"<>",
    b"<<sip:a@b>>",
    b"[",
    b"]",
    b"[::1",
    b"::1",
    b"[:::::::::]",
    b"[1::2::3]",
    b"(",
    b"((((",
    // Separators alone.
    b"@",
    b":",
    b";",
    b";;;;",
    b";=",
    b"=",
    b",",
    b",,,,",
    b"?",
    b"&",
    b"/",
    b"*",
    // Escapes.
    b"%",
    b"%0",
    b"%00",
    b"%zz",
    b"%s%s%s%s%n",
    b"%.65536d",
    // Numbers at their bounds and beyond.
    b"-1",
    b"0",
    b"00000000000000000000001",
    b"65536",
    b"2147483648",
    b"4294967295",
    b"4294967296",
    b"18446744073709551616",
    b"1e309",
    b"0x7f",
    b"+1",
    b"3.14",
    // Octets that are no UTF-8, and some that are.
    b"\xff",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf8\x88\x80\x80\x80",
    b"\xf0\x9f\x93\x9e",
    b"\xef\xbb\xbf",
    b"\x7f",
    // Words from elsewhere.
    b"SIP/2.0",
    b"sip:",
    b"sips:@:0",
    b"tel:+1;ext=;;",
    b"http://10.6.6.6/",
    b"../../../../etc/passwd",
    b"'; drop table call_record; --",
    b"$(reboot)",
    b"<script>alert(1)</script>",
];

const REPEATED: &[(&[u8], usize)] = &[
    (b"%n", 200),
    (b"\0", 300),
    (b"\"", 1_001),
    (b"<", 2_000),
    (b"9", 400),
    (b";a=b", 2_000),
    (b",a", 3_000),
    (b"[", 500),
    (b"\xff", 1_000),
    (b"\r\n ", 500),
];
