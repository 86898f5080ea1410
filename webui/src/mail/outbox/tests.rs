//! Hours of an outbox, with a mail server that does as it is told, in virtual time.

use std::collections::VecDeque;
use std::sync::Mutex;

use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::*;
use crate::Language;
use crate::mail::{Reply, Security, Trial};

const MINUTE: Duration = Duration::from_mins(1);

#[tokio::test(start_paused = true)]
async fn what_the_server_takes_is_sent_once() {
    let mut office = Office::new([Answer::Yes]);
    office.send("a").unwrap();
    assert_eq!(office.news().await, sent("a"));
    office.nothing_for(600 * MINUTE).await;
    assert_eq!(office.tried(), [(0, "a")]);
    assert_eq!(office.handle.waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_may_pass_is_tried_after_1_5_and_15_minutes() {
    let mut office = Office::new([Answer::Later, Answer::Later, Answer::Later, Answer::Yes]);
    office.send("a").unwrap();
    for minutes in [1, 5, 15] {
        assert_eq!(office.news().await, waits("a", minutes));
        assert_eq!(office.handle.waiting(), 1);
    }
    assert_eq!(office.news().await, sent("a"));
    assert_eq!(office.tried(), [(0, "a"), (1, "a"), (6, "a"), (21, "a")]);
}

#[tokio::test(start_paused = true)]
async fn after_the_fourth_failure_it_is_given_up() {
    let mut office = Office::new([Answer::Later, Answer::Later, Answer::Later, Answer::Later]);
    office.send("a").unwrap();
    for minutes in [1, 5, 15] {
        assert_eq!(office.news().await, waits("a", minutes));
    }
    assert_eq!(office.news().await, given_up("a", later()));
    office.nothing_for(600 * MINUTE).await;
    assert_eq!(office.tried().len(), 4);
    assert_eq!(office.handle.waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn what_will_never_go_is_given_up_at_once() {
    let mut office = Office::new([Answer::Never, Answer::Yes]);
    office.send("a").unwrap();
    office.send("b").unwrap();
    assert_eq!(office.news().await, given_up("a", never()));
    assert_eq!(office.news().await, sent("b"));
    assert_eq!(office.tried(), [(0, "a"), (0, "b")]);
}

#[tokio::test(start_paused = true)]
async fn others_do_not_wait_for_one_that_waits() {
    let mut office = Office::new([Answer::Later, Answer::Yes, Answer::Yes]);
    office.send("a").unwrap();
    office.send("b").unwrap();
    assert_eq!(office.news().await, waits("a", 1));
    assert_eq!(office.news().await, sent("b"));
    assert_eq!(office.news().await, sent("a"));
    assert_eq!(office.tried(), [(0, "a"), (0, "b"), (1, "a")]);
}

#[tokio::test(start_paused = true)]
async fn a_hundred_wait_and_one_more_is_refused_at_once() {
    let mut office = Office::new([Answer::Silence]);
    for _ in 0..MAILS_MAX {
        office.send("a").unwrap();
    }
    assert_eq!(office.send("b"), Err(NotTaken::Full));
    office.is_trying().await;
    assert_eq!(office.send("b"), Err(NotTaken::Full));
    assert_eq!(office.handle.waiting(), MAILS_MAX);
    office.answer.notify_one();
    assert_eq!(office.news().await, sent("a"));
    office.send("b").unwrap();
    for _ in 1..MAILS_MAX {
        assert_eq!(office.news().await, sent("a"));
    }
    assert_eq!(office.news().await, sent("b"));
    assert_eq!(office.handle.waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn those_that_wait_to_be_tried_again_count() {
    let mut office = Office::new([Answer::Later; MAILS_MAX]);
    for _ in 0..MAILS_MAX {
        office.send("a").unwrap();
    }
    for _ in 0..MAILS_MAX {
        assert_eq!(office.news().await, waits("a", 1));
    }
    assert_eq!(office.send("b"), Err(NotTaken::Full));
}

#[tokio::test(start_paused = true)]
async fn mails_go_in_their_order() {
    let mut office = Office::new([Answer::Yes; 5]);
    for about in ["a", "b", "c", "d", "e"] {
        office.send(about).unwrap();
    }
    for about in ["a", "b", "c", "d", "e"] {
        assert_eq!(office.news().await, sent(about));
    }
}

#[tokio::test(start_paused = true)]
async fn it_stops_with_its_last_handle_wherever_it_is() {
    for answers in [vec![], vec![Answer::Later], vec![Answer::Silence]] {
        let mut office = Office::new(answers.clone());
        let second = office.handle.clone();
        for answer in &answers {
            office.send("a").unwrap();
            match answer {
                Answer::Silence => office.is_trying().await,
                _ => assert_eq!(office.news().await, waits("a", 1)),
            }
        }
        drop(office.handle);
        assert!(!office.task.is_finished());
        drop(second);
        office.task.await.unwrap();
        assert_eq!(office.news.recv().await, None);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_forgotten_is_not_tried_again() {
    let mut office = Office::new([Answer::Later, Answer::SilenceThenLater]);
    office.send("a").unwrap();
    office.is_trying().await;
    assert_eq!(office.news().await, waits("a", 1));
    assert!(office.handle.forget("a"));
    office.nothing_for(600 * MINUTE).await;
    office.send("b").unwrap();
    office.is_trying().await;
    assert!(office.handle.forget("b"));
    office.nothing_for(MINUTE).await;
    office.answer.notify_one();
    office.nothing_for(600 * MINUTE).await;
    assert_eq!(office.tried(), [(0, "a"), (600, "b")]);
    assert_eq!(office.handle.waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn without_a_mail_server_nothing_is_taken() {
    let mut office = Office::new([Answer::Later, Answer::Yes]);
    office.send("a").unwrap();
    assert_eq!(office.news().await, waits("a", 1));
    office.handle.configure(None);
    assert_eq!(office.send("b"), Err(NotTaken::NoMailServer));
    assert_eq!(office.news().await, News::GivenUp { about: "a", error: None });
    office.handle.configure(Some(settings("new.example.net")));
    office.send("c").unwrap();
    assert_eq!(office.news().await, sent("c"));
    assert_eq!(office.tried(), [(0, "a"), (1, "c")]);
}

/// What the server says.
#[derive(Clone, Copy)]
enum Answer {
    Yes,
    /// 451.
    Later,
    /// 550.
    Never,
    /// Yes, when the test tells it to.
    Silence,
    /// 451, when the test tells it to.
    SilenceThenLater,
}

struct Office {
    handle: Handle<&'static str>,
    news: UnboundedReceiver<News<&'static str>>,
    tried: Arc<Mutex<Vec<(u64, String)>>>,
    /// Makes a silent server speak.
    answer: Arc<Notify>,
    trying: Arc<Notify>,
    task: tokio::task::JoinHandle<()>,
}

struct Server {
    answers: Mutex<VecDeque<Answer>>,
    tried: Arc<Mutex<Vec<(u64, String)>>>,
    began: Instant,
    answer: Arc<Notify>,
    trying: Arc<Notify>,
}

impl Post for Server {
    async fn deliver(&self, _: &Settings, mail: &Mail) -> Result<(), Error> {
        let minute = self.began.elapsed().as_secs() / 60;
        self.tried.lock().unwrap().push((minute, mail.to_name.clone()));
        self.trying.notify_one();
        let answer = self.answers.lock().unwrap().pop_front().unwrap_or(Answer::Yes);
        if matches!(answer, Answer::Silence | Answer::SilenceThenLater) {
            self.answer.notified().await;
        }
        match answer {
            Answer::Yes | Answer::Silence => Ok(()),
            Answer::Later | Answer::SilenceThenLater => Err(later()),
            Answer::Never => Err(never()),
        }
    }
}

impl Office {
    fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let (tried, answer, trying) = <(Arc<Mutex<_>>, Arc<Notify>, Arc<Notify>)>::default();
        let server = Server {
            answers: Mutex::new(answers.into_iter().collect()),
            tried: Arc::clone(&tried),
            began: Instant::now(),
            answer: Arc::clone(&answer),
            trying: Arc::clone(&trying),
        };
        let (tell, news) = unbounded_channel();
        let told = move |news| _ = tell.send(news);
        let (handle, outbox) = outbox(Some(settings("mail.example.net")), server, told);
        Self { handle, news, tried, answer, trying, task: tokio::spawn(outbox.run()) }
    }

    fn send(&self, about: &'static str) -> Result<(), NotTaken> {
        let trial = Trial { office: "Süd", server: "mail", from: "pbx" };
        let mail = Mail {
            to: "anna@example.net".parse().unwrap(),
            to_name: about.to_owned(),
            from_name: "Süd".to_owned(),
            letter: trial.letter(Language::De),
            id: [7; 16],
            written: jiff::Timestamp::UNIX_EPOCH,
        };
        self.handle.send(mail, about)
    }

    async fn news(&mut self) -> News<&'static str> {
        self.news.recv().await.unwrap()
    }

    async fn is_trying(&self) {
        self.trying.notified().await;
    }

    async fn nothing_for(&mut self, time: Duration) {
        let heard = tokio::time::timeout(time, self.news.recv()).await;
        assert!(heard.is_err(), "{heard:?}");
    }

    fn tried(&self) -> Vec<(u64, &'static str)> {
        let name = |about: &str| ["a", "b", "c"].into_iter().find(|name| *name == about).unwrap();
        self.tried.lock().unwrap().iter().map(|(minute, about)| (*minute, name(about))).collect()
    }
}

fn settings(host: &str) -> Settings {
    Settings {
        host: host.to_owned(),
        port: 587,
        security: Security::StartTls,
        username: String::new(),
        password: String::new(),
        from: "pbx@example.org".parse().unwrap(),
        trusted: Vec::new(),
    }
}

fn later() -> Error {
    Error::RecipientRefused(Reply::new(451, "later"))
}

fn never() -> Error {
    Error::RecipientRefused(Reply::new(550, "never"))
}

fn sent(about: &'static str) -> News<&'static str> {
    News::Sent { about }
}

fn waits(about: &'static str, minutes: u64) -> News<&'static str> {
    News::Waits { about, error: later(), again_after: Duration::from_mins(minutes) }
}

fn given_up(about: &'static str, error: Error) -> News<&'static str> {
    News::GivenUp { about, error: Some(error) }
}
