//! A server on loopback, and what it can answer.

use crate::Request;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// The certificate of the authority that vouches for [`Server::start_tls`], in PEM.
pub const AUTHORITY: &[u8] = include_bytes!("../tls/authority.pem");

/// An answer.
#[derive(Debug, Clone)]
pub enum Reply {
    /// An HTTP response; `Content-Length` is added.
    Full {
        /// The status.
        status: u16,
        /// The headers.
        headers: Vec<(String, String)>,
        /// The body.
        body: Vec<u8>,
    },
    /// These bytes, and then the connection is closed: for all that is not HTTP.
    Raw(Vec<u8>),
    /// These bytes, each so long after the last, and then the connection is closed.
    Slowly(Vec<u8>, Duration),
    /// Nothing, for so long; then the connection is closed.
    Hang(Duration),
    /// These bytes, then nothing for so long; then the connection is closed.
    Stall(Vec<u8>, Duration),
    /// The first bytes, and then the second ones again and again until the other side has
    /// enough.
    Endless(Vec<u8>, Vec<u8>),
}

impl Reply {
    /// A response with a media type and a body.
    pub fn ok(media_type: &str, body: impl Into<Vec<u8>>) -> Reply {
        let headers = vec![("Content-Type".to_owned(), media_type.to_owned())];
        Reply::Full { status: 200, headers, body: body.into() }
    }

    /// A response without body.
    pub fn status(status: u16) -> Reply {
        Reply::Full { status, headers: Vec::new(), body: Vec::new() }
    }

    /// A redirect.
    pub fn redirect(status: u16, to: &str) -> Reply {
        Reply::status(status).with("Location", to)
    }

    /// With a header more; only [`Reply::Full`] has headers.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Reply {
        if let Reply::Full { headers, .. } = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }
}

type Handler = dyn Fn(&Request) -> Reply + Send + Sync;

/// A server on a free port of loopback.
pub struct Server {
    address: SocketAddr,
    scheme: &'static str,
    asked: Arc<Mutex<Vec<Request>>>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// Starts one.
    ///
    /// # Panics
    /// If loopback has no free port: a test cannot go on then.
    pub fn start(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
        Server::serve(None, handler)
    }

    /// Starts one that speaks TLS, as `news.test` and `127.0.0.1`; its addresses are
    /// `https` ones.
    ///
    /// # Panics
    /// If loopback has no free port: a test cannot go on then.
    pub fn start_tls(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
        let certificate = CertificateDer::from_pem_slice(include_bytes!("../tls/server.pem"));
        let key = PrivateKeyDer::from_pem_slice(include_bytes!("../tls/server.key"));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("TLS versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.expect("a certificate")], key.expect("a key"));
        Server::serve(Some(Arc::new(config.expect("a key that fits"))), handler)
    }

    fn serve(
        tls: Option<Arc<ServerConfig>>,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("a bound address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let scheme = if tls.is_some() { "https" } else { "http" };
        let handler: Arc<Handler> = Arc::new(handler);
        let (log, stopped) = (Arc::clone(&asked), Arc::clone(&stop));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (handler, log) = (Arc::clone(&handler), Arc::clone(&log));
                let tls = tls.clone();
                thread::spawn(move || match tls {
                    None => converse(stream, &*handler, &log),
                    Some(tls) => {
                        if let Ok(connection) = ServerConnection::new(tls) {
                            converse(StreamOwned::new(connection, stream), &*handler, &log);
                        }
                    }
                });
            }
        });
        Server { address, scheme, asked, stop }
    }

    /// `127.0.0.1:PORT`
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of a path there, by the number of the host.
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    /// Everything that was asked for so far, in the order of asking.
    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How often a path was asked for.
    pub fn count(&self, path: &str) -> usize {
        self.asked().iter().filter(|request| request.path() == path).count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the listener, which then sees that it is over.
        let _ = TcpStream::connect(self.address);
    }
}

/// Answers the requests of one connection.
fn converse(stream: impl Read + Write, handler: &Handler, log: &Mutex<Vec<Request>>) {
    let mut reader = BufReader::new(stream);
    while let Some(request) = Request::read(&mut reader) {
        let writer = reader.get_mut();
        log.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
        let reply = handler(&request);
        match reply {
            Reply::Full { status, headers, body } => {
                let mut head = format!("HTTP/1.1 {status} \r\n");
                for (name, value) in headers {
                    head += &format!("{name}: {value}\r\n");
                }
                if !matches!(status, 204 | 304) {
                    head += &format!("Content-Length: {}\r\n", body.len());
                }
                head += "\r\n";
                let sent = writer.write_all(head.as_bytes()).and_then(|()| {
                    if request.method == "HEAD" { Ok(()) } else { writer.write_all(&body) }
                });
                if sent.is_err() {
                    return;
                }
            }
            Reply::Raw(bytes) => {
                let _ = writer.write_all(&bytes);
                return;
            }
            Reply::Slowly(bytes, pause) => {
                for byte in bytes {
                    if writer.write_all(&[byte]).is_err() {
                        return;
                    }
                    thread::sleep(pause);
                }
                return;
            }
            Reply::Hang(time) => {
                thread::sleep(time);
                return;
            }
            Reply::Stall(bytes, time) => {
                if writer.write_all(&bytes).is_ok() {
                    thread::sleep(time);
                }
                return;
            }
            Reply::Endless(head, part) => {
                if writer.write_all(&head).is_ok() {
                    while writer.write_all(&part).is_ok() {}
                }
                return;
            }
        }
    }
}
