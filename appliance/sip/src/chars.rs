//! Character classes of the grammar (RFC 3261 §25.1), one table lookup each.

const TOKEN: u8 = 1;
const HOST: u8 = 2;
const URI: u8 = 4;
const PARAM_NAME: u8 = 8;
const PARAM_VALUE: u8 = 16;
const URI_MARK: u8 = 32;

/// Classes by byte value.
const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        let mut class = 0;
        if b.is_ascii_alphanumeric() || in_set(b, b"-.!%*_+`'~") {
            class |= TOKEN;
        }
        // The underscore is in no RFC, but in the host names of many a container.
        if b.is_ascii_alphanumeric() || in_set(b, b"-._") {
            class |= HOST;
        }
        // Everything that cannot end a URI in a start line or between angle brackets. Wider than RFC 3261:
        // telephones send '#' and UTF-8 unescaped.
        if b > b' ' && b != 0x7f && !in_set(b, b"<>\"") {
            class |= URI;
            if !in_set(b, b";=,") {
                class |= PARAM_NAME;
            }
        }
        if class & URI == 0 || in_set(b, b"@;?%") {
            class |= URI_MARK;
        }
        // Wider than the grammar: some send +sip.instance=<urn:uuid:...> without quotes.
        if b > b' ' && b != 0x7f && !in_set(b, b";\"") {
            class |= PARAM_VALUE;
        }
        table[byte] = class;
        byte += 1;
    }
    table
}

const fn in_set(byte: u8, set: &[u8]) -> bool {
    let mut i = 0;
    while i < set.len() {
        if set[i] == byte {
            return true;
        }
        i += 1;
    }
    false
}

/// A byte of `token`: methods, header names, tags, branches.
pub(crate) fn is_token_byte(byte: u8) -> bool {
    CLASSES[usize::from(byte)] & TOKEN != 0
}

/// A non-empty `token`.
pub(crate) fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|b| is_token_byte(*b))
}

/// A byte of a host name or IPv4 address.
pub(crate) fn is_host_byte(byte: u8) -> bool {
    CLASSES[usize::from(byte)] & HOST != 0
}

/// A byte that may not stand in a URI, or one that parts a SIP URI behind its scheme.
pub(crate) fn is_uri_mark(byte: u8) -> bool {
    CLASSES[usize::from(byte)] & URI_MARK != 0
}

/// A byte that may stand in a URI.
pub(crate) fn is_uri_byte(byte: u8) -> bool {
    CLASSES[usize::from(byte)] & URI != 0
}

/// A byte of the name of a parameter.
pub(crate) fn is_param_name_byte(byte: u8) -> bool {
    CLASSES[usize::from(byte)] & PARAM_NAME != 0
}

/// A byte of the value of a parameter that is not quoted.
pub(crate) fn is_param_value_byte(byte: u8) -> bool {
    CLASSES[usize::from(byte)] & PARAM_VALUE != 0
}

/// Linear white space; CR and LF occur only where a header is folded.
pub(crate) fn is_lws(byte: u8) -> bool {
    byte <= b' ' && matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Without linear white space on both ends.
#[inline]
pub(crate) fn trim(bytes: &[u8]) -> &[u8] {
    trim_end(trim_start(bytes))
}

/// Without linear white space at the start.
pub(crate) fn trim_start(mut bytes: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = bytes
        && is_lws(*first)
    {
        bytes = rest;
    }
    bytes
}

/// Without linear white space at the end.
pub(crate) fn trim_end(mut bytes: &[u8]) -> &[u8] {
    while let [rest @ .., last] = bytes
        && is_lws(*last)
    {
        bytes = rest;
    }
    bytes
}

/// Cuts before the first byte that fulfils the condition; the second half is empty when none does.
pub(crate) fn cut(bytes: &[u8], at: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let index = bytes.iter().position(|b| at(*b)).unwrap_or(bytes.len());
    bytes.split_at(index)
}

/// The length of the quoted string at the start of the bytes, both quotes included.
pub(crate) fn quoted_len(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes.strip_prefix(b"\"")?.iter().enumerate();
    while let Some((index, byte)) = rest.next() {
        match byte {
            b'"' => return Some(index + 2),
            b'\\' => {
                rest.next()?;
            }
            _ => {}
        }
    }
    None
}

/// A number of nothing but digits that fits; leading zeros are fine (RFC 4475 §3.1.1.1).
pub(crate) fn number(bytes: &[u8]) -> Option<u64> {
    if bytes.is_empty() {
        return None;
    }
    bytes.iter().try_fold(0u64, |sum, byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_those_of_the_rfc() {
        assert!(is_token(b"!interesting-Method0123456789_*+`.%indeed'~"));
        for bad in [&b""[..], b"a b", b"a:b", b"a/b", b"a\0", b"\xfc", b"a\"", b"(a)"] {
            assert!(!is_token(bad), "{bad:?}");
        }
    }

    #[test]
    fn quoted_strings_end_at_the_first_bare_quote() {
        for (text, length) in [
            (&b"\"\""[..], Some(2)),
            (b"\"a\\\"b\" c", Some(6)),
            (b"\"a\\\\\" c", Some(5)),
            (b"\"open", None),
            (b"\"open\\", None),
            (b"\"open\\\"", None),
            (b"bare", None),
        ] {
            assert_eq!(quoted_len(text), length, "{text:?}");
        }
    }

    #[test]
    fn numbers_have_digits_only_and_fit() {
        assert_eq!(number(b"0068"), Some(68));
        assert_eq!(number(b"18446744073709551615"), Some(u64::MAX));
        for bad in [&b""[..], b"-1", b"+1", b" 1", b"1a", b"18446744073709551616"] {
            assert_eq!(number(bad), None, "{bad:?}");
        }
    }
}
