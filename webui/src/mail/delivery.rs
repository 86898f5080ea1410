//! Hands one mail to the mail server (RFC 5321), with a bound on each step.

use std::error::Error as _;
use std::fmt::Debug;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, AsyncTokioStream, Certificate, CertificateStore, TlsParameters, TlsParametersBuilder,
};
use lettre::transport::smtp::commands;
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Severity;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::wire::Wire;
use super::{Distrust, Error, Mail, Reply, Security, Settings};

/// The server has so long for each thing that it is asked.
const STEP: Duration = Duration::from_secs(20);
/// Each of its addresses has so long to let us in.
const CONNECT: Duration = Duration::from_secs(5);
/// So many of its addresses are tried: with [`CONNECT`] one step.
const ADDRESSES_MAX: usize = 4;
/// How long its good-bye is waited for.
const FAREWELL: Duration = Duration::from_secs(2);

/// Hands over one mail. It is the server's own from the moment at which it says so: what goes wrong afterwards is no
/// error. Takes 20 seconds a step at most.
pub async fn send(settings: &Settings, mail: &Mail) -> Result<(), Error> {
    let server = Server { settings };
    let stream = server.reach().await?;
    match (stream.peer_addr(), stream.local_addr()) {
        (Ok(peer), Ok(own)) => server.deliver(stream, peer, own.ip(), mail).await,
        _ => Err(server.broken()),
    }
}

/// What a connection is made of: TCP, or a test's pipe.
trait Stream: AsyncRead + AsyncWrite + Debug + Send + Sync + Unpin + 'static {}

impl<S: AsyncRead + AsyncWrite + Debug + Send + Sync + Unpin + 'static> Stream for S {}

struct Server<'a> {
    settings: &'a Settings,
}

impl Server<'_> {
    async fn deliver<S: Stream>(
        &self,
        stream: S,
        peer: SocketAddr,
        own: IpAddr,
        mail: &Mail,
    ) -> Result<(), Error> {
        let message = mail.message(&self.settings.from);
        let mut connection = self.greet(stream, peer, own).await?;
        let taken = self.hand_over(&mut connection, mail, &message).await;
        if !matches!(taken, Err(Error::TimedOut { .. } | Error::Broken { .. })) {
            let _ = timeout(FAREWELL, connection.quit()).await;
        }
        taken
    }

    async fn hand_over(
        &self,
        connection: &mut AsyncSmtpConnection,
        mail: &Mail,
        message: &[u8],
    ) -> Result<(), Error> {
        let Settings { username, password, from, .. } = self.settings;
        if !username.is_empty() {
            let credentials = Credentials::new(username.clone(), password.clone());
            self.step(connection.auth(DEFAULT_MECHANISMS, &credentials), Error::LoginRefused).await?;
        }
        let sender = commands::Mail::new(Some(from.for_smtp()), Vec::new());
        self.step(connection.command(sender), Error::SenderRefused).await?;
        let recipient = commands::Rcpt::new(mail.to.for_smtp(), Vec::new());
        self.step(connection.command(recipient), Error::RecipientRefused).await?;
        let begin = self.step(connection.command(commands::Data), Error::Refused).await?;
        if !begin.has_code(354) {
            return Err(self.broken());
        }
        // lettre ends the last line itself.
        let message = message.strip_suffix(b"\r\n").unwrap_or(message);
        let taken = self.step(connection.message(message), Error::Refused).await?;
        match taken.code().severity {
            Severity::PositiveCompletion => Ok(()),
            _ => Err(self.broken()),
        }
    }

    /// Speaks to it, by TLS if it is to be, as far as its answer to EHLO.
    async fn greet<S: Stream>(
        &self,
        stream: S,
        peer: SocketAddr,
        own: IpAddr,
    ) -> Result<AsyncSmtpConnection, Error> {
        // An address, as there is no name of ours that the server could look up (RFC 5321 §4.1.4).
        let own = match own.to_canonical() {
            IpAddr::V4(address) => ClientId::Ipv4(address),
            IpAddr::V6(address) => ClientId::Ipv6(address),
        };
        let stream: Box<dyn AsyncTokioStream> = match self.settings.security {
            Security::None | Security::StartTls => Box::new(Wire::new(stream, peer)),
            Security::Tls => {
                let name = ServerName::try_from(self.host()).map_err(|_| self.unknown())?.to_owned();
                let shake = TlsConnector::from(Arc::new(self.tls())).connect(name, stream);
                let shaken = timeout(STEP, shake).await.map_err(|_| self.timed_out())?;
                Box::new(Wire::new(shaken.map_err(|error| self.of_tls(&error))?, peer))
            }
        };
        let greeted = AsyncSmtpConnection::connect_with_transport(stream, &own);
        let mut connection = self.step(greeted, Error::Refused).await?;
        if self.settings.security == Security::StartTls {
            if !connection.can_starttls() {
                return Err(Error::NoTls { host: self.settings.host.clone() });
            }
            self.step(connection.starttls(self.tls_parameters()?, &own), Error::Refused).await?;
        }
        Ok(connection)
    }

    async fn reach(&self) -> Result<TcpStream, Error> {
        let look_up = lookup_host((self.host(), self.settings.port));
        let found = timeout(STEP, look_up).await.map_err(|_| self.unknown())?;
        let mut is_silent = false;
        for address in found.map_err(|_| self.unknown())?.take(ADDRESSES_MAX) {
            match timeout(CONNECT, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(_)) => {}
                Err(_) => is_silent = true,
            }
        }
        if is_silent {
            return Err(self.timed_out());
        }
        Err(Error::CannotConnect { host: self.settings.host.clone(), port: self.settings.port })
    }

    /// An IPv6 address may stand in brackets.
    fn host(&self) -> &str {
        let host = self.settings.host.as_str();
        host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host)
    }

    /// Whom we trust: a box has no roots of its system's.
    fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        roots.add_parsable_certificates(self.settings.trusted.iter().cloned());
        roots
    }

    fn tls(&self) -> ClientConfig {
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider knows TLS 1.2 and 1.3")
            .with_root_certificates(self.roots())
            .with_no_client_auth()
    }

    fn tls_parameters(&self) -> Result<TlsParameters, Error> {
        let builder =
            TlsParameters::builder(self.host().to_owned()).certificate_store(CertificateStore::WebpkiRoots);
        let is_readable = |der: &&CertificateDer<'static>| RootCertStore::empty().add((*der).clone()).is_ok();
        let own = self.settings.trusted.iter().filter(is_readable);
        let own = own.filter_map(|der| Certificate::from_der(der.to_vec()).ok());
        let builder = own.fold(builder, TlsParametersBuilder::add_root_certificate);
        builder.build_rustls().map_err(|_| self.broken())
    }

    /// One thing that the server is asked; what it means when it says no.
    async fn step<T>(
        &self,
        asked: impl Future<Output = Result<T, smtp::Error>>,
        refused: impl FnOnce(Reply) -> Error,
    ) -> Result<T, Error> {
        let answered = timeout(STEP, asked).await.map_err(|_| self.timed_out())?;
        answered.map_err(|error| match error.status() {
            Some(code) => {
                let text = error.source().map(ToString::to_string).unwrap_or_default();
                refused(Reply::new(code.into(), &text))
            }
            None if error.is_client() => Error::NoLogin { host: self.settings.host.clone() },
            None => self.of_cause(&error),
        })
    }

    /// The certificate's fault, if there is one below the error.
    fn of_cause(&self, error: &smtp::Error) -> Error {
        let mut cause = error.source();
        while let Some(error) = cause {
            if let Some(error) = error.downcast_ref::<io::Error>() {
                return self.of_tls(error);
            }
            cause = error.source();
        }
        self.broken()
    }

    fn of_tls(&self, error: &io::Error) -> Error {
        let host = self.settings.host.clone();
        let cause = error.get_ref().and_then(|error| error.downcast_ref::<rustls::Error>());
        match cause {
            Some(rustls::Error::InvalidCertificate(fault)) => {
                Error::CertificateNotTrusted { host, why: distrust(fault) }
            }
            Some(_) => Error::NoTls { host },
            None => self.broken(),
        }
    }

    fn unknown(&self) -> Error {
        Error::CannotResolve { host: self.settings.host.clone() }
    }

    fn timed_out(&self) -> Error {
        Error::TimedOut { host: self.settings.host.clone() }
    }

    fn broken(&self) -> Error {
        Error::Broken { host: self.settings.host.clone() }
    }
}

fn distrust(fault: &CertificateError) -> Distrust {
    match fault {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => Distrust::NotNow,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Distrust::OtherName
        }
        CertificateError::UnknownIssuer => Distrust::UnknownIssuer,
        _ => Distrust::Other,
    }
}

#[cfg(test)]
mod tests;
