//! Codes: right, wrong, used before, and of a clock that is wrong.

use proptest::prelude::*;

use super::*;

/// The secret of RFC 6238, Appendix B.
const RFC: &[u8; 20] = b"12345678901234567890";

#[test]
fn agrees_with_the_rfc() {
    for (second, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        assert_eq!(secret().check(code, at(second), None, None), Ok(Step(second / 30)), "{second}");
    }
}

#[test]
fn a_code_is_good_one_step_early_and_late() {
    for (by, expected) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
        let checked = secret().check(&code(NOW / 30 + by), at(NOW), None, None);
        assert_eq!(checked.is_ok(), expected, "{by}");
        if expected {
            assert_eq!(checked, Ok(Step(NOW / 30 + by)));
        }
    }
}

#[test]
fn a_code_is_accepted_once_and_none_before_it_after() {
    let now = NOW / 30;
    for (last, typed, expected) in [
        (now - 2, now - 1, Ok(Step(now - 1))),
        (now - 1, now - 1, Err(Refused::Used)),
        (now - 1, now, Ok(Step(now))),
        (now, now - 1, Err(Refused::Used)),
        (now, now, Err(Refused::Used)),
        (now, now + 1, Ok(Step(now + 1))),
        (now + 1, now, Err(Refused::Used)),
        (now + 1, now + 1, Err(Refused::Used)),
        // The box's clock was ahead then: that locks nobody out now.
        (now + 2, now, Ok(Step(now))),
        (now + 1_000_000, now, Ok(Step(now))),
    ] {
        let checked = secret().check(&code(typed), at(NOW), Some(Step(last)), None);
        assert_eq!(checked, expected, "{} {}", last - now, typed - now);
    }
}

#[test]
fn people_type_codes_as_they_like() {
    let right = code(NOW / 30);
    let (first, second) = right.split_at(3);
    for typed in [format!("{first} {second}"), format!(" {right}\n"), format!("{first}-{second}")] {
        assert!(secret().check(&typed, at(NOW), None, None).is_ok(), "{typed:?}");
    }
    for typed in
        ["", "12345", "1234567", "12345a", "１２３４５６", "+12345", "-12345", "\0\0\0\0\0\0", "123.456"]
    {
        assert_eq!(secret().check(typed, at(NOW), None, None), Err(Refused::Malformed), "{typed:?}");
    }
    assert_eq!(secret().check(&"1".repeat(1_000_000), at(NOW), None, None), Err(Refused::Malformed));
}

#[test]
fn two_codes_of_another_hour_tell_of_a_wrong_clock() {
    for ahead_s in [3600, -3600, 90, -90, 7 * 3600 + 1800, -14 * 3600, 26 * 3600, -26 * 3600] {
        let phone = |second: i64| code((second + ahead_s) / 30);
        let Err(Refused::Wrong(first)) = secret().check(&phone(NOW), at(NOW), None, None) else {
            panic!("{ahead_s}: one code alone says nothing");
        };
        let again = secret().check(&phone(NOW), at(NOW + 5), None, Some(&first));
        assert!(matches!(again, Err(Refused::Wrong(_))), "{ahead_s}: the same code again says nothing");
        let told = secret().check(&phone(NOW + 40), at(NOW + 40), None, Some(&first));
        assert_eq!(told, Err(Refused::Clock { phone_ahead_s: ahead_s }), "{ahead_s}");
    }
}

#[test]
fn two_wrong_codes_tell_of_no_clock() {
    let other = Secret::new([9; 20]);
    let wrong = |second: i64| other.check(&code(second / 30), at(second), None, None).unwrap_err();
    let Refused::Wrong(first) = wrong(NOW) else { panic!("it is wrong") };
    let second = other.check(&code(NOW / 30 + 1), at(NOW + 30), None, Some(&first));
    assert!(matches!(second, Err(Refused::Wrong(_))));
}

#[test]
fn a_wrong_code_is_not_compared_for_ever() {
    let Err(Refused::Wrong(first)) = secret().check(&code(NOW / 30 + 120), at(NOW), None, None) else {
        panic!("it is wrong");
    };
    for (after_s, is_told) in [(600, true), (630, false), (86_400, false), (-30, false)] {
        let typed = code((NOW + after_s) / 30 + 120);
        let checked = secret().check(&typed, at(NOW + after_s), None, Some(&first));
        assert_eq!(matches!(checked, Err(Refused::Clock { .. })), is_told, "{after_s}");
    }
}

#[test]
fn a_clock_before_1970_does_no_harm() {
    assert_eq!(Step::at(at(-100_000)), Step(0));
    assert_eq!(secret().check(&code(0), at(-100_000), None, None), Ok(Step(0)));
}

#[test]
fn says_what_the_qr_code_says() {
    assert_eq!(
        secret().uri("Weber & Söhne: Praxis", "anna:k@weber.example"),
        "otpauth://totp/Weber%20%26%20S%C3%B6hne%20%20Praxis:anna%20k%40weber.example\
         ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Weber%20%26%20S%C3%B6hne%20%20Praxis\
         &algorithm=SHA1&digits=6&period=30"
    );
    assert_eq!(secret().text(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
}

#[test]
fn a_secret_does_not_show_itself() {
    let Err(refused) = secret().check("000000", at(NOW), None, None) else { panic!("it is wrong") };
    assert_eq!(
        format!("{:?} {refused:?}", secret()),
        format!("Secret(..) Wrong(WrongCode(.., Step({})))", NOW / 30)
    );
    assert_eq!(
        Refused::Clock { phone_ahead_s: -90 }.to_string(),
        "the phone's clock is 90 s behind the box's"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever was accepted is never accepted again, however the codes come.
    #[test]
    fn no_step_is_accepted_twice(random: [u8; 20], tries in prop::collection::vec((0..40_i64, -2..=2_i64), 1..40)) {
        let secret = Secret::new(random);
        let (mut now, mut last, mut accepted) = (NOW, None, Vec::new());
        for (after_s, by) in tries {
            now += after_s;
            let typed = Step(now / 30 + by).code(&secret.totp());
            if let Ok(step) = secret.check(&typed, at(now), last, None) {
                prop_assert!(last.is_none_or(|last| step > last));
                prop_assert!(!accepted.contains(&step));
                last = Some(step);
                accepted.push(step);
            }
        }
    }

    #[test]
    fn any_text_is_checked_without_harm(typed in ".{0,40}") {
        let _ = secret().check(&typed, at(NOW), Some(Step(0)), None);
    }
}

const NOW: i64 = 1_790_000_010;

fn secret() -> Secret {
    Secret::new(*RFC)
}

fn code(step: i64) -> String {
    Step(step).code(&secret().totp())
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}
