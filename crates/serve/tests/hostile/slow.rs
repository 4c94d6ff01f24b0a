//! Clients that take their time, or all the places.

use crate::site::{Answer, Site, rest};
use annals_serve::{Limits, Settings};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const CLIENT: Duration = Duration::from_secs(1);
const IDLE: Duration = Duration::from_secs(3);
/// A busy machine may be this late.
const LATE: Duration = Duration::from_secs(20);

fn limits() -> Limits {
    Limits { client: CLIENT, idle: IDLE, ..Limits::default() }
}

/// Writes a byte each 50 ms until the other side has had enough; the time it took.
fn drip(stream: &mut TcpStream, bytes: impl Iterator<Item = u8>) -> Duration {
    let began = Instant::now();
    stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let mut buffer = [0; 4096];
    for byte in bytes {
        if stream.write_all(&[byte]).is_err() {
            break;
        }
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(_) => break,
            Ok(_) => break,
        }
        assert!(began.elapsed() < LATE, "the server waits for ever");
    }
    began.elapsed()
}

#[test]
fn slow_heads_are_cut_off() {
    let site = Site::new(limits());
    // From the first byte on, however many come.
    let head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".iter().copied();
    let took = drip(&mut site.connect(), head.chain(std::iter::repeat(b'a')));
    assert!(took >= CLIENT && took < IDLE + LATE, "{took:?}");
    // Also after a request that was in order.
    let mut stream = site.connect();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
    let took =
        drip(&mut stream, b"GET / HTTP/1.1\r\nX: ".iter().copied().chain(std::iter::repeat(b'a')));
    assert!(took >= CLIENT, "{took:?}");
    // Nothing but silence after the first byte.
    let mut stream = site.connect();
    stream.write_all(b"G").unwrap();
    let began = Instant::now();
    rest(&mut stream);
    assert!(began.elapsed() >= CLIENT / 2);
}

#[test]
fn slow_bodies_are_cut_off() {
    let site = Site::new(limits());
    let mut stream = site.connect();
    let head = "POST /index.html HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let began = Instant::now();
    let answer = Answer::new(&rest(&mut stream));
    assert_eq!(answer.status, 408);
    assert!(began.elapsed() >= CLIENT / 2 && began.elapsed() < LATE);
    // However steadily it drips.
    let mut stream = site.connect();
    stream.write_all(head.as_bytes()).unwrap();
    let took = drip(&mut stream, std::iter::repeat_n(b'a', 900));
    assert!(took >= CLIENT / 2, "{took:?}");
}

#[test]
fn resting_connections_are_closed() {
    let site = Site::new(limits());
    let mut silent = site.connect();
    let mut used = site.connect();
    used.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let began = Instant::now();
    assert!(rest(&mut silent).is_empty());
    assert!(rest(&mut used).starts_with("HTTP/1.1 200"));
    assert!(began.elapsed() >= IDLE / 2 && began.elapsed() < LATE, "{:?}", began.elapsed());
    // A rest that is shorter is none of the head's time.
    let mut rested = site.connect();
    std::thread::sleep(CLIENT + CLIENT / 2);
    rested
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .unwrap();
    assert!(rest(&mut rested).starts_with("HTTP/1.1 200"));
}

fn open_connections(site: &Site) -> u32 {
    let text = site.get("/metrics", "").body;
    let line = text.lines().find(|line| line.starts_with("annals_connections "));
    line.unwrap().rsplit(' ').next().unwrap().parse().unwrap()
}

#[test]
fn unread_answers_are_cut_off() {
    let site = Site::new(limits());
    let page = "GET /index.html HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut stream = site.connect();
    stream.set_write_timeout(Some(Duration::from_secs(1))).unwrap();
    // More than the kernel holds between the two sides.
    let _ = stream.write_all(page.repeat(20_000).as_bytes());
    let began = Instant::now();
    while open_connections(&site) > 1 {
        assert!(began.elapsed() < LATE, "the server waits for ever");
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(stream);
}

#[test]
fn the_machine_gets_in_when_all_places_are_taken() {
    let site = Site::new(Limits { connections: 4, ..Limits::default() });
    let held: Vec<TcpStream> = (0..4).map(|_| site.connect()).collect();
    for _ in 0..10 {
        assert_eq!(site.get("/healthz", "").status, 200);
    }
    drop(held);
}

#[test]
fn one_address_has_its_share_of_connections() {
    let few = Limits { connections_each: 2, trusted: Vec::new(), ..Limits::default() };
    let site = Site::new(few);
    let held = [site.connect(), site.connect()];
    // Both are in before the third comes: they were taken in order.
    assert!(site.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").is_empty());
    drop(held);
    let began = Instant::now();
    while site.send("GET /healthz HTTP/1.0\r\n\r\n").is_empty() {
        assert!(began.elapsed() < LATE, "places come back");
    }
}

#[test]
fn a_flood_of_work_does_not_starve_health() {
    let patience = Duration::from_millis(300);
    let settings = Settings { cache_bytes: 0, working: 1, patience, ..Settings::default() };
    let site = Site::with(settings);
    let done = std::sync::atomic::AtomicBool::new(false);
    let slowest = std::thread::scope(|scope| {
        for _ in 0..24 {
            scope.spawn(|| {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    let status = site.get("/index.html", "").status;
                    assert!([200, 503].contains(&status), "{status}");
                }
            });
        }
        let slowest = (0..20).map(|_| {
            let began = Instant::now();
            assert_eq!(site.get("/healthz", "").status, 200);
            began.elapsed()
        });
        let slowest = slowest.max().unwrap();
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        slowest
    });
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
}

#[test]
fn answers_finish_when_the_server_stops() {
    let mut site = Site::new(Limits { client: LATE, ..Limits::default() });
    let mut begun = site.connect();
    let mut resting = site.connect();
    let head = "POST /index.html HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nab";
    begun.write_all(head.as_bytes()).unwrap();
    resting.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert!(resting.read(&mut [0; 4096]).unwrap() > 0);
    // The head is in when a later request is answered.
    assert_eq!(site.get("/readyz", "").status, 200);
    let thread = site.stop();
    assert!(rest(&mut resting).is_empty(), "who rests is let go");
    begun.write_all(b"cd").unwrap();
    let answer = Answer::new(&rest(&mut begun));
    assert_eq!((answer.status, answer.header("connection")), (405, Some("close")));
    thread.join().unwrap();
    assert!(TcpStream::connect(site.address).is_err(), "nobody is let in");
}

#[test]
fn nobody_holds_up_the_end() {
    let stop = Duration::from_secs(1);
    let mut site = Site::new(Limits { client: LATE * 3, stop, ..Limits::default() });
    let mut begun = site.connect();
    let head = "POST /index.html HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nab";
    begun.write_all(head.as_bytes()).unwrap();
    assert_eq!(site.get("/readyz", "").status, 200);
    let began = Instant::now();
    site.stop().join().unwrap();
    assert!(began.elapsed() < LATE, "{:?}", began.elapsed());
}
