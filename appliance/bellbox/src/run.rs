//! `bellbox run`: start-up as a straight list, shutdown the list backwards.

mod bind;
mod clock;
mod renewal;
mod sink;
mod stop;

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Instant;

use anyhow::{Context, anyhow};
use jiff::Timestamp;
use store::{Options, Who};
use tokio::sync::Notify;

use crate::called::program;
use crate::certificate::{self, CA_FILE, Certificates, Names};
use crate::command::perform;
use crate::config::Config;
use crate::control::protocol::{Answer, Request};
use crate::control::server;
use crate::house::House;
use crate::listening::Listening;
use crate::log;
use sink::StoreSink;

/// Threads for web and control socket; what may block has threads of its own.
const TASK_THREADS: usize = 2;
/// Threads for what may block: at most four questions from the web and six of its interface, four from the control socket, the renewal.
const BLOCKING_THREADS: usize = 24;

/// Runs the exchange until it is told to stop.
pub(crate) fn run(config: &Config, file: Option<&Path>, data: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let _log = log::start_queued(&config.log).context("no thread for the log")?;
    bind::raise_open_files(config.sip.limits.calls.get());
    let given = given_names(config);
    let names = Names::of_this_machine(&given);

    // Telephones come first: they may ring before the page has its certificate.
    let web_listener = bind::web(config.web.https).map_err(|error| bind::or_running(error, data))?;
    let store =
        store::open(data, Options::default()).map_err(|error| bind::or_running(error.into(), data))?;
    let certificate = {
        let (data, names) = (data.to_owned(), names.clone());
        thread::Builder::new()
            .name("certificate".to_owned())
            .spawn(move || certificate::open(&data, &names, Timestamp::now()))
            .context("no thread for the certificate")?
    };
    let switch_slot = Arc::new(OnceLock::new());
    let live = webui::Live::default();
    let sink = StoreSink::new(store.clone(), live.clone(), Arc::clone(&switch_slot));
    let switch = bind::switch(config, &names, &store, sink)?;
    let _ = switch_slot.set(switch.clone());
    let informed = switch.clone();
    store.on_change(Box::new(move |directory| informed.directory(directory)));
    // What changed between the start of the switch and this line is told too.
    switch.directory(store.directory());

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(TASK_THREADS)
        .max_blocking_threads(BLOCKING_THREADS)
        .thread_name("tasks")
        .enable_all()
        .build()
        .context("no threads for the web")?;
    let entered = runtime.enter();
    switch.serve_tcp(runtime.handle())?;
    let leaves = certificate.join().map_err(|_| anyhow!("making the certificate failed"))??;
    let fingerprint = leaves.ecdsa.fingerprint();
    let certificates = Certificates::new(&leaves)?;
    let tls = certificate::server_config(Arc::clone(&certificates))?;
    switch.serve_tls(runtime.handle(), Arc::new(tls.clone()))?;
    let house = Arc::new(House {
        store: store.clone(),
        switch: switch.clone(),
        started,
        listening: listening(&switch, &web_listener)?,
        given_names: given.clone(),
        data: data.to_owned(),
    });
    let clock_was_set = Arc::new(Notify::new());
    let set_clock = clock::setter(Arc::clone(&clock_was_set));
    let machine = webui::Machine { set_clock, live, ..webui::Machine::default() };
    let (interface, beside_it) = webui::interface(store.clone(), Arc::clone(&house) as _, machine.clone());
    runtime.spawn(beside_it);
    let more = interface.merge(for_browsers(&switch));
    let web = webui::start(web_listener, tls, Arc::clone(&house) as _, more, webui::Limits::default())?;
    let control = server::start(data, answerer(Arc::clone(&house)));
    if let Err(error) = &control {
        tracing::error!(%error, "no control socket: telephones work, `status` and `load` do not");
    }
    let tell = {
        // Who compares fingerprints compares with what stands on the console.
        let (house, code) = (Arc::clone(&house), machine.setup_code.clone());
        move |fingerprint: &str| print(&first_run(&house, &code, fingerprint).unwrap_or_default())
    };
    runtime.spawn(renewal::keep_current(data.to_owned(), given, certificates, clock_was_set, tell));
    drop(entered);

    print(&(told(&house, file) + &first_run(&house, &machine.setup_code, &fingerprint)?));
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
    runtime.block_on(stop::asked()).context("signals cannot be waited for")?;

    let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
    drop(control);
    runtime.block_on(web.stop());
    stop::switch(&switch);
    if let Err(error) = store.close() {
        tracing::error!(%error, "not everything reached the disk");
    }
    // Does not wait for a question that the switch will not answer any more.
    runtime.shutdown_background();
    tracing::info!("stopped");
    Ok(())
}

/// What the installer calls the box: its domain, and the address of the page where only one is served.
fn given_names(config: &Config) -> Vec<String> {
    let page = config.web.https.ip();
    let page = (!page.is_unspecified()).then(|| page.to_string());
    config.sip.domain.iter().cloned().chain(page).collect()
}

/// The handler for telephones in browsers, told by the web server what it must know.
fn for_browsers(switch: &switch::Handle) -> axum::Router {
    switch.web_socket().layer(axum::middleware::map_request(
        |mut request: axum::extract::Request| async move {
            if let Some(&webui::Ends { local, remote }) = request.extensions().get() {
                request.extensions_mut().insert(switch::Ends { local, remote });
            }
            request
        },
    ))
}

/// Answers sub-commands.
fn answerer(house: Arc<House>) -> Arc<server::Answerer> {
    Arc::new(move |request, user| match request {
        Request::Status => Answer::Status(Box::new(webui::Office::status(house.as_ref()))),
        request => perform(&house.store, request, &Who::cli(user))
            .unwrap_or_else(|error| Answer::Failed(format!("{error:#}"))),
    })
}

fn listening(switch: &switch::Handle, web: &std::net::TcpListener) -> io::Result<Vec<Listening>> {
    let page = Listening::Web(web.local_addr()?);
    let sip = [("udp", switch.addresses()), ("tcp", switch.tcp_addresses()), ("tls", switch.tls_addresses())];
    let sip = sip.into_iter().flat_map(|(transport, addresses)| {
        addresses.into_iter().map(move |address| Listening::Sip(transport, address))
    });
    Ok(sip.chain([page]).collect())
}

/// What is bound, and what is still missing.
fn told(house: &House, file: Option<&Path>) -> String {
    let addresses = house.addresses();
    let of = |service: &str| {
        let of_it = addresses.iter().filter(|bound| bound.service == service);
        of_it.map(|bound| bound.address.as_str()).collect::<Vec<_>>().join(", ")
    };
    let mut reachable: Vec<&str> =
        addresses.iter().flat_map(|bound| &bound.reachable).map(String::as_str).collect();
    // TCP is mostly where UDP is.
    let mut seen = std::collections::BTreeSet::new();
    reachable.retain(|address| seen.insert(*address));
    let (udp, tcp, tls) = (of("SIP udp"), of("SIP tcp"), of("SIP tls"));
    let (web, data) = (of("Web"), house.data.display());
    tracing::info!(udp, tcp, tls, web, %data, "started");
    let sip: Vec<String> = [("udp", udp), ("tcp", tcp), ("tls", tls)]
        .into_iter()
        .filter(|(_, addresses)| !addresses.is_empty())
        .map(|(transport, addresses)| format!("SIP {transport} {addresses}"))
        .collect();
    let sip = sip.join("; ");
    let settings = match file {
        Some(file) => format!("Settings from {}.", file.display()),
        None => "No settings file: the defaults hold.".to_owned(),
    };
    let reachable =
        if reachable.is_empty() { String::new() } else { format!("Reachable at {}\n", reachable.join(", ")) };
    let mut text = format!(
        "{sip}; web {web}; data in {data}\n{reachable}{settings}\n\
         Trust the page by giving {data}/{CA_FILE} to the browser.\n"
    );
    if house.store.directory().accounts().next().is_none() {
        text.push_str("No SIP account yet, so no telephone can register. The page makes them; without it, in another window:\n");
        let program = program();
        text.push_str(&format!("  {program} dump --example > office.toml    and change it\n"));
        text.push_str(&format!("  {program} load office.toml --data {data}\n"));
    }
    text
}

/// Where a new box is made somebody's, and the code that is needed for it: whoever sees the console has the box.
fn first_run(house: &House, code: &webui::SetupCode, fingerprint: &str) -> anyhow::Result<String> {
    if house.store.snapshot()?.portal_users.iter().next().is_some() {
        return Ok(String::new());
    }
    let addresses = house.addresses();
    let page = addresses.iter().find(|bound| bound.service == "Web");
    let page = page.and_then(|web| web.reachable.first().or(Some(&web.address))).cloned().unwrap_or_default();
    Ok(format!(
        "Set this box up at {page} with the code {}\n\
         The browser will warn, because the box has signed its certificate itself. It is the right one if its SHA-256 is\n\
         {fingerprint}\n",
        code.text()
    ))
}

/// Prints; an exchange does not stop because nobody listens.
fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
