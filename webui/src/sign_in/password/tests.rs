//! Passwords: chosen, made, kept, checked.

use proptest::prelude::*;

use super::*;
use crate::sign_in::strength::Weakness;

const CHEAP: Cost = Cost { memory_kib: 16, passes: 1 };

#[test]
fn a_chosen_password_has_12_to_32_characters_and_is_not_easily_guessed() {
    for (password, expected) in [
        ("", Err(Unfit::TooShort { chars: 0 })),
        ("v9#kL2!qZ7x", Err(Unfit::TooShort { chars: 11 })),
        ("v9#kL2!qZ7xä", Ok(())),
        ("kanarienvogel trommelt dienstags", Ok(())),
        ("kanarienvogel trommelt dienstags!", Err(Unfit::TooLong { chars: 33 })),
        ("v9#kL2!qZ7x\0", Err(Unfit::Control)),
        ("v9#kL2!qZ7x\n", Err(Unfit::Control)),
    ] {
        assert_eq!(check_chosen(password, &[]).map(drop), expected, "{password:?}");
    }
    for password in ["password1234", "aaaaaaaaaaaaaaaa", "123456789012", "qwertzuiopqwertzuiop"] {
        assert!(matches!(check_chosen(password, &[]), Err(Unfit::Weak(_))), "{password}");
    }
}

#[test]
fn own_names_count_against_a_password() {
    let own = ["Annegret Kellermann", "annegret.kellermann@weber.example", "Weber & Söhne"];
    let refused = check_chosen("annegretkellermann", &own).unwrap_err();
    let Unfit::Weak(strength) = refused else { panic!("{refused}") };
    assert_eq!(strength.reason, Some(Weakness::OwnName));
    assert!(
        check_chosen("annegretkellermann", &[]).map(|strength| strength.score).unwrap_or(0) >= strength.score
    );
}

#[test]
fn a_generated_password_is_fit() {
    let password = generate(&[3, 14, 15, 92, 65, 35, 89, 79, 32, 38, 46, 26, 43, 38, 32, 79]);
    assert_eq!(password.len(), 19);
    assert_eq!(check_chosen(&password, &[]).map(|strength| strength.score), Ok(4));
}

#[test]
fn a_password_is_kept_as_its_hash_and_found_again() {
    let hasher = Hasher::new(CHEAP);
    let kept = hasher.hash("kanarienvogel", &[7; 16]);
    assert!(kept.starts_with("$argon2id$v=19$m=16,t=1,p=1$"), "{kept}");
    for (password, expected) in [
        ("kanarienvogel", Match::Right),
        ("Kanarienvogel", Match::Wrong),
        ("kanarienvogel ", Match::Wrong),
        ("", Match::Wrong),
    ] {
        assert_eq!(hasher.verify(password, &kept), Ok(expected), "{password:?}");
    }
    assert_ne!(hasher.hash("kanarienvogel", &[8; 16]), kept);
    assert_eq!(hasher.verify(&"x".repeat(10_000_000), &kept), Ok(Match::Wrong));
}

#[test]
fn the_ordinary_cost_is_what_owasp_asks_for() {
    let hasher = Hasher::default();
    let kept = hasher.hash("kanarienvogel", &[7; 16]);
    assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
    assert_eq!(hasher.verify("kanarienvogel", &kept), Ok(Match::Right));
    hasher.verify_nobody("kanarienvogel");
}

#[test]
fn agrees_with_another_implementation() {
    // From the tests of the reference implementation in C.
    let kept = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    assert_eq!(Hasher::new(CHEAP).verify("password", kept), Ok(Match::Right));
    assert_eq!(Hasher::new(CHEAP).verify("passworD", kept), Ok(Match::Wrong));
}

#[test]
fn a_rehash_is_wanted_when_the_cost_rises() {
    let kept = Hasher::new(CHEAP).hash("kanarienvogel", &[7; 16]);
    for (memory_kib, passes, expected) in [
        (16, 1, Match::Right),
        (8, 1, Match::Right),
        (17, 1, Match::RightRehash),
        (16, 2, Match::RightRehash),
    ] {
        let hasher = Hasher::new(Cost { memory_kib, passes });
        assert_eq!(hasher.verify("kanarienvogel", &kept), Ok(expected), "{memory_kib} {passes}");
        assert_eq!(hasher.verify("other", &kept), Ok(Match::Wrong));
    }
    let kept = kept.replace("argon2id", "argon2i");
    assert_eq!(Hasher::new(CHEAP).verify("kanarienvogel", &kept), Ok(Match::Wrong));
}

#[test]
fn what_is_no_hash_of_ours_is_unreadable() {
    let good = Hasher::new(CHEAP).hash("kanarienvogel", &[7; 16]);
    for kept in [
        "",
        "kanarienvogel",
        "$argon2id$v=19$m=16,t=1,p=1",
        "$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
        &good.replace("argon2id", "scrypt"),
        &good.replace("m=16", "m=4000000"),
        &good.replace("t=1", "t=4000000"),
        &good.replace("m=16", "m=0"),
        &format!("{good}!"),
    ] {
        assert_eq!(Hasher::new(CHEAP).verify("kanarienvogel", kept), Err(UnreadableHash), "{kept}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_password_is_found_again_and_no_other(password in ".{0,32}", other in ".{0,32}", salt: [u8; 16]) {
        let hasher = Hasher::new(CHEAP);
        let kept = hasher.hash(&password, &salt);
        prop_assert_eq!(hasher.verify(&password, &kept), Ok(Match::Right));
        prop_assert_eq!(hasher.verify(&other, &kept) == Ok(Match::Right), password == other);
    }

    #[test]
    fn every_generated_password_is_fit(random: [u8; 16]) {
        prop_assume!(random.iter().collect::<std::collections::BTreeSet<_>>().len() > 8);
        prop_assert!(check_chosen(&generate(&random), &["Anna", "Keller"]).is_ok());
    }

    #[test]
    fn any_text_is_judged_without_harm(password in ".{0,40}", own in ".{0,40}", kept in ".{0,80}") {
        let _ = check_chosen(&password, &[&own]);
        prop_assert_eq!(Hasher::new(CHEAP).verify(&password, &kept), Err(UnreadableHash));
    }
}
