//! A call with sound, and a registered telephone that asks now and then, on an exchange that is attacked meanwhile; and what must
//! have come of it afterwards.

use std::thread;

use super::conversation::{Connected, Conversation};
use super::end::End;
use super::office::Account;
use super::phone::Phone;
use super::process::{open_files, threads};
use super::program::{Running, resident_kb};
use super::site::Site;
use super::sound::Heard;
use super::witness::{Answers, Witness};

/// What may stay, R7 of the design's bars.
const GROWTH_KB: u64 = 32 * 1_024;
/// Files that may be open afterwards beyond those before: the connections of `status` and of the log.
const MORE_FILES: usize = 8;
/// Accounts of the office: the two who talk, the one who asks, and some for whoever needs one.
const ACCOUNTS: u32 = 9;

/// The office while it is attacked.
pub(crate) struct Scene {
    pub(crate) site: Site,
    pub(crate) exchange: Running,
    pub(crate) accounts: Vec<Account>,
    pub(crate) conversation: Conversation,
    witness: Witness,
    resident_kb: u64,
    files: usize,
}

/// How long an attack lasts, in frames of sound: `BELLBOX_ATTACK_S` seconds, three where it is not set.
pub(crate) fn frames() -> u64 {
    let seconds = std::env::var("BELLBOX_ATTACK_S").ok().and_then(|text| text.parse::<u64>().ok());
    seconds.unwrap_or(3) * 50
}

impl Scene {
    /// A call in clear, with these further lines for the table `[sip]` of the settings.
    pub(crate) fn new(name: &str, settings: &str) -> Self {
        let site = Site::new(name);
        site.configure(&[site.sip()], settings);
        Self::at(site, false)
    }

    /// A call whose caller encrypts.
    pub(crate) fn encrypted(name: &str) -> Self {
        Self::at(Site::new(name), true)
    }

    fn at(site: Site, encrypts: bool) -> Self {
        let accounts = Account::range(201, ACCOUNTS);
        site.load(&accounts);
        let exchange = site.start();
        let mut conversation = Connected::new(&site, &accounts, encrypts).speak();
        // Before its first packet a telephone's address is all that is known of it.
        conversation.goes_on_for(5);
        let witness = Witness::start(Phone::new(&site, &accounts[2]));
        let (resident_kb, files) = (resident_kb(exchange.id()), open_files(exchange.id()));
        Self { site, exchange, accounts, conversation, witness, resident_kb, files }
    }

    /// Attacks while the call goes on for [`frames`]; each attack has a thread and goes on until the end.
    pub(crate) fn attacked<A, T>(&mut self, attacks: Vec<A>) -> Vec<T>
    where
        A: FnOnce(&End) -> T + Send,
        T: Send,
    {
        let end = End::default();
        thread::scope(|scope| {
            let end = &end;
            let attacks: Vec<_> =
                attacks.into_iter().map(|attack| scope.spawn(move || attack(end))).collect();
            self.conversation.goes_on_for(frames());
            end.come();
            attacks.into_iter().map(|attack| attack.join().unwrap()).collect()
        })
    }

    /// Ends it: every frame of the call has come and nothing else, every question was answered, memory and files are what they
    /// were, and the program stops in order.
    pub(crate) fn end(self) -> Answers {
        let Self { site, exchange, conversation, witness, resident_kb: before, files, .. } = self;
        let process = exchange.id();
        let answers = witness.stop();
        let heard = conversation.end();
        let (after, files_after) = (resident_kb(process), open_files(process));
        println!("  {answers:?}; {before} kB became {after}; {files} files became {files_after}");
        println!("  {}", threads(process));
        for (lost, heard) in heard {
            println!("  {lost} lost; {heard:?}");
            let Heard { late, repeated, foreign, .. } = heard;
            assert_eq!((lost, late, repeated, foreign), (0, 0, 0, 0), "{heard:?}");
            assert!(heard.reports > 0, "reports are relayed too");
        }
        assert_eq!(answers.answered, answers.asked);
        assert!(answers.asked > 0);
        assert!(after < before + GROWTH_KB, "{before} kB became {after} kB");
        assert!(files_after <= files + MORE_FILES, "{files} files became {files_after}");
        assert_eq!(site.counted("handler_panics_total"), 0);
        let (status, lines) = exchange.stop();
        assert!(status.success(), "{status}: {}", { lines }.all());
        answers
    }
}
