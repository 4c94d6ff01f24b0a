//! A served example archive, and raw connections to it.

use annals_archive::{Archive, ingest, relink};
use annals_import::inputs;
use annals_model::Timestamp;
use annals_serve::{App, Limits, Settings, serve};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::oneshot;

pub(crate) const BASE: &str = "https://news.example.org";

fn now() -> Timestamp {
    Timestamp::from_second(1_490_000_000).unwrap()
}

/// The example's archive, made once.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER
        .get_or_init(|| {
            let dir = tempfile::tempdir().unwrap();
            let archive = Archive::init(dir.path(), "Test", "en").unwrap();
            let here = Path::new(env!("CARGO_MANIFEST_DIR"));
            let paths = vec![here.join("../../examples/syrian-peace-process")];
            let reading = inputs::Options::default();
            let options = ingest::Options { paths, reading, url: None, now: now() };
            ingest::run(&archive, &options, |_| ()).unwrap();
            relink::run(&archive, relink::Extent::Needed).unwrap();
            dir
        })
        .path()
}

/// A server on a port of its own; it stops when dropped.
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves the example with limits.
    pub(crate) fn new(limits: Limits) -> Site {
        Site::with(Settings { limits, ..Settings::default() })
    }

    pub(crate) fn with(settings: Settings) -> Site {
        let archive = Archive::open(folder()).unwrap();
        let settings = Settings { base_url: Some(BASE.into()), ..settings };
        let app = App::open(archive, settings, now).unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || run(app, listener, stopped));
        Site { address, stop: Some(stop), thread: Some(thread) }
    }

    /// Asks the server to stop; it can be waited for with `join`.
    pub(crate) fn stop(&mut self) -> JoinHandle<()> {
        let _ = self.stop.take().unwrap().send(());
        self.thread.take().unwrap()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }

    /// Sends bytes and reads until the other side closes.
    pub(crate) fn send(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect();
        // A server may refuse before it has read everything.
        let _ = stream.write_all(bytes.as_ref());
        rest(&mut stream)
    }

    /// Asks for a target with more lines in the head.
    pub(crate) fn get(&self, target: &str, lines: &str) -> Answer {
        let head = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        Answer::new(&self.send(format!("{head}{lines}\r\n")))
    }
}

fn run(app: Arc<App>, listener: std::net::TcpListener, stopped: oneshot::Receiver<()>) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.unwrap().block_on(async {
        listener.set_nonblocking(true).unwrap();
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        serve(app, listener, async {
            let _ = stopped.await;
        })
        .await;
    });
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

/// What is still sent until the other side closes or breaks the connection.
pub(crate) fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 64 * 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                panic!("the server did not close the connection")
            }
            Err(_) => break,
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// An answer, taken apart.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn new(text: &str) -> Answer {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok());
        let status = status.unwrap_or_else(|| panic!("no answer: {text:?}"));
        Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    /// A header's value in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}
