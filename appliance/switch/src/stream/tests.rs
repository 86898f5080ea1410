//! The task of a connection under virtual time, without sockets.

use std::time::Duration;

use mio::{Poll, Token};
use sip::Transport;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::sync::mpsc;
use tokio::time::{Instant, advance};

use super::*;

const HEAD: &str = "OPTIONS sip:box SIP/2.0\r\nContent-Length: 3\r\n\r\n";

#[tokio::test(start_paused = true)]
async fn one_who_drips_is_cut_though_never_silent() {
    let (mut world, mut phone) = connect().await;
    let began = Instant::now();
    while phone.write_all(b"X").await.is_ok() {
        advance(Duration::from_secs(1)).await;
        assert!(began.elapsed() < Duration::from_secs(40));
    }
    assert!(began.elapsed() >= world.limits.message);
    assert_eq!(world.heard().await, "closed");
}

#[tokio::test(start_paused = true)]
async fn a_message_that_has_begun_must_be_whole_in_time_whatever_came_before() {
    let (mut world, mut phone) = connect().await;
    phone.write_all(format!("{HEAD}abc").as_bytes()).await.unwrap();
    assert_eq!(world.heard().await, format!("{HEAD}abc"));
    advance(Duration::from_secs(100)).await;
    phone.write_all(format!("{HEAD}ab").as_bytes()).await.unwrap();
    let began = Instant::now();
    assert_eq!(phone.read(&mut [0; 9]).await.unwrap(), 0);
    assert_eq!(began.elapsed(), world.limits.message);
}

#[tokio::test(start_paused = true)]
async fn pings_keep_a_connection_and_silence_ends_it() {
    let (mut world, mut phone) = connect().await;
    phone.write_all(format!("{HEAD}abc").as_bytes()).await.unwrap();
    assert_eq!(world.heard().await, format!("{HEAD}abc"));
    for _ in 0..10 {
        advance(world.limits.idle - Duration::from_secs(1)).await;
        phone.write_all(b"\r\n\r\n").await.unwrap();
        let mut pong = [0; 2];
        phone.read_exact(&mut pong).await.unwrap();
        assert_eq!(&pong, b"\r\n");
    }
    let began = Instant::now();
    assert_eq!(phone.read(&mut [0; 9]).await.unwrap(), 0);
    assert_eq!((world.heard().await.as_str(), began.elapsed()), ("closed", world.limits.idle));
}

#[tokio::test(start_paused = true)]
async fn one_who_does_not_read_is_cut_in_time() {
    let (mut world, phone) = connect().await;
    let began = Instant::now();
    world.write(vec![0; 100_000]).await;
    assert_eq!((world.heard().await.as_str(), began.elapsed()), ("closed", world.limits.write));
    drop(phone);
}

#[tokio::test(start_paused = true)]
async fn what_waits_is_written_after_the_last_message_of_the_other_end() {
    let (mut world, mut phone) = connect().await;
    phone.write_all(format!("{HEAD}abc").as_bytes()).await.unwrap();
    assert_eq!(world.heard().await, format!("{HEAD}abc"));
    world.write(vec![b'x'; 10_000]).await;
    phone.shutdown().await.unwrap();
    assert_eq!(world.heard().await, "closed");
    let mut answer = String::new();
    phone.read_to_string(&mut answer).await.unwrap();
    assert_eq!(answer.len(), 10_000);
}

#[tokio::test(start_paused = true)]
async fn a_task_that_ends_without_a_word_is_told_all_the_same() {
    let (mut world, _phone) = connect().await;
    world.task.abort();
    assert_eq!(world.heard().await, "closed");
}

/// A connection, and a SIP thread that lets go of it when it is over.
struct World {
    heard: mpsc::UnboundedReceiver<String>,
    outgoing: mpsc::WeakSender<Vec<u8>>,
    limits: StreamLimits,
    task: tokio::task::JoinHandle<()>,
    _poll: Poll,
}

async fn connect() -> (World, DuplexStream) {
    let poll = Poll::new().unwrap();
    let waker = Arc::new(Waker::new(poll.registry(), Token(0)).unwrap());
    let limits = StreamLimits::default();
    let (intake, mut events) = Intake::new(waker, Arc::default(), limits);
    let local = "192.0.2.1:5060".parse().unwrap();
    let remote = "192.0.2.2:40000".parse().unwrap();
    let connection = intake.open(Flow { transport: Transport::Tcp, local, remote }).await.unwrap();
    let Some(StreamEvent::Opened { outgoing: held, .. }) = events.recv().await else {
        panic!("it is announced")
    };
    let outgoing = held.downgrade();
    let (say, heard) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let mut held = Some(held);
        while let Some(event) = events.recv().await {
            let _ = say.send(match event {
                StreamEvent::Message { bytes, .. } => String::from_utf8(bytes).unwrap(),
                StreamEvent::Closed { .. } => {
                    held = None;
                    "closed".to_owned()
                }
                StreamEvent::Opened { .. } => panic!("there is one connection"),
            });
        }
        drop(held);
    });
    let (here, there) = tokio::io::duplex(4_096);
    let task = tokio::spawn(task::serve(here, connection, limits));
    (World { heard, outgoing, limits, task, _poll: poll }, there)
}

impl World {
    async fn heard(&mut self) -> String {
        self.heard.recv().await.unwrap()
    }

    async fn write(&self, bytes: Vec<u8>) {
        self.outgoing.upgrade().unwrap().send(bytes).await.unwrap();
    }
}
