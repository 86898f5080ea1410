//! A call with sound, and a registered telephone that asks now and then, on an exchange that is attacked meanwhile; and what must
//! have come of it afterwards.

use std::sync::Arc;
use std::time::Instant;

use super::PATIENCE;
use super::conversation::{Connected, Conversation};
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
    /// Shared with those who attack.
    pub(crate) site: Arc<Site>,
    pub(crate) exchange: Running,
    pub(crate) accounts: Vec<Account>,
    pub(crate) conversation: Conversation,
    witness: Witness,
    resident_kb: u64,
    /// What may stay of the memory that an attack takes.
    pub(crate) growth_kb: u64,
    files: usize,
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
        Self {
            site: Arc::new(site),
            exchange,
            accounts,
            conversation,
            witness,
            resident_kb,
            growth_kb: GROWTH_KB,
            files,
        }
    }

    /// Ends it: every frame of the call has come and nothing else, every question was answered, memory and files are what they
    /// were, and the program stops in order.
    pub(crate) fn end(self) -> Answers {
        let Self { site, exchange, conversation, witness, resident_kb: before, growth_kb, files, .. } = self;
        let process = exchange.id();
        let answers = witness.stop();
        let heard = conversation.end();
        // What the attackers have closed is closed here a moment later.
        let deadline = Instant::now() + PATIENCE;
        while open_files(process) > files + MORE_FILES && Instant::now() < deadline {}
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
        assert!(after < before + growth_kb, "{before} kB became {after} kB");
        assert!(files_after <= files + MORE_FILES, "{files} files became {files_after}");
        assert_eq!(site.counted("handler_panics_total"), 0);
        let (status, lines) = exchange.stop();
        assert!(status.success(), "{status}: {}", { lines }.all());
        answers
    }
}
