//! English.

use super::Words;

pub(super) const WORDS: Words = Words {
    greeting: "Hello {name},",
    greeting_nobody: "Hello,",
    support: "Questions? This is who helps: {support}",
    sender: "Bellbox, the telephone exchange of {office}",
    reset_subject: "A new password for {office}",
    reset_asked: "Somebody has asked for a new password for your login at {office}. They asked from the address {address}.",
    reset_follow: "If that was you, choose a new password here within {minutes} minutes. The link works once:",
    reset_button: "Choose a new password",
    reset_not_you: "If that was not you, there is nothing to do: your password stays as it is. Do not pass this mail on.",
    invitation_subject: "Your telephone at {office}",
    invitation_who: "{inviter} invites you to telephone with {office}.",
    invitation_number: "Your internal number is {number}.",
    invitation_ways: "There are two ways, and you can use both.",
    browser_title: "1. Telephone in the browser",
    browser_text: "Open this link on a computer or a mobile phone. There is nothing to install:",
    browser_button: "Open the telephone",
    softphone_title: "2. Any SIP soft-phone, by QR code",
    softphone_scan: "In the app Linphone choose “Scan QR code” and point the camera at this code:",
    softphone_instead: "The QR code: allow this mail to show pictures.",
    softphone_type: "Without the code: in the app Linphone choose “Fetch remote configuration” and enter this address:",
    softphone_others: "For another soft-phone open the first link: it shows what to enter.",
    invitation_until: "The invitation is valid until {until}.",
    moment: "%-d %B %Y, %H:%M",
    invitation_keep: "Whoever has this mail can telephone in your name. Please do not pass it on.",
    trial_subject: "{office}: mail works",
    trial_text: "This is the trial that was asked for on the settings page: the mail server {server} takes mail from {from}.",
    trial_meaning: "Passwords can be reset and people invited by mail.",
};
