//! One round: several hosts at the same time, one thing at a time of each, and one
//! thread that keeps what comes.

use super::client::host_of;
use super::memory::Memory;
use super::queue::{Bounds, Job, Queue};
use super::{Options, Progress, Report, take};
use crate::{Archive, ArchiveError};
use annals_fetch::{Answer, Ask, Fetch, FetchError, Purpose, Reservation};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// An address that was asked for.
pub(super) struct Asked {
    pub(super) job: Job,
    /// Whether it was asked only for what changed.
    pub(super) conditional: bool,
    pub(super) result: Result<Answer, FetchError>,
    /// What its publisher reserves of a page that came.
    pub(super) reserved: Option<Reservation>,
}

/// Asks for what is to be asked for, and for what that names.
pub(super) fn run(
    archive: &Archive,
    network: &dyn Fetch,
    memory: &mut Memory,
    jobs: Vec<Job>,
    options: &Options<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Report, ArchiveError> {
    let settings = &archive.config.fetch;
    let own = settings.hosts.iter().filter_map(|(host, own)| Some((host.clone(), own.most?)));
    let mut queue = Queue::new(Bounds {
        most: settings.most,
        most_each: settings.most_each,
        own: own.collect(),
    });
    let mut report = Report::default();
    let push = |queue: &mut Queue, report: &mut Report, job: Job| {
        let host = host_of(&job.url);
        if !settings.hosts.get(&host).is_some_and(|own| own.skip) {
            queue.push(job);
        } else if job.named {
            report.refused += 1;
            report.problem(job.url.as_str(), "the settings leave its host out", "take out `skip`");
        }
    };
    for job in jobs {
        push(&mut queue, &mut report, job);
    }
    let at_once = usize::try_from(settings.hosts_at_once.clamp(1, 256)).unwrap_or(1);
    let (to_do, waiting) = mpsc::channel::<Job>();
    let waiting = &Mutex::new(waiting);
    thread::scope(|scope| {
        let (done, results) = mpsc::channel::<Asked>();
        for _ in 0..at_once {
            let done = done.clone();
            scope.spawn(move || work(network, waiting, &done));
        }
        drop(done);
        let outcome: Result<(), ArchiveError> = (|| {
            let mut out = 0;
            loop {
                let stopped = options.stop.is_some_and(|stop| stop.load(Ordering::SeqCst));
                while out < at_once && !stopped {
                    let Some(job) = queue.next() else { break };
                    if to_do.send(job).is_err() {
                        break;
                    }
                    out += 1;
                }
                if out == 0 {
                    return Ok(());
                }
                // What came in the meantime is kept together, in the order of the jobs.
                let Ok(first) = results.recv() else { return Ok(()) };
                let mut batch = vec![first];
                batch.extend(results.try_iter());
                batch.sort_by_key(|asked| asked.job.rank());
                out -= batch.len();
                report.asked += batch.len() as u64;
                let hosts: Vec<String> = batch.iter().map(|a| host_of(&a.job.url)).collect();
                let last = batch.last().map(|a| a.job.url.to_string()).unwrap_or_default();
                let taken = take::take(archive, network, memory, batch, options, &mut report)?;
                for job in taken.jobs {
                    push(&mut queue, &mut report, job);
                }
                for host in &taken.leave_alone {
                    report.later += queue.leave_alone(host);
                }
                // Only now: a host is not asked for the next thing before the last one is
                // kept.
                hosts.iter().for_each(|host| queue.free(host));
                let (asked, waiting) = (report.asked, queue.waiting());
                progress(Progress { asked, waiting, address: &last });
            }
        })();
        drop(to_do);
        outcome
    })?;
    report.left = queue.waiting();
    Ok(report)
}

/// Asks for one thing after the other.
fn work(network: &dyn Fetch, waiting: &Mutex<Receiver<Job>>, done: &Sender<Asked>) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        let (etag, modified) = (job.known.etag.clone(), job.known.last_modified.clone());
        let ask = Ask {
            url: &job.url,
            purpose: match job.how {
                super::queue::How::Feed { .. } | super::queue::How::Sitemap { .. } => Purpose::Feed,
                super::queue::How::Watched { .. } | super::queue::How::Page => Purpose::Page,
            },
            if_none_match: etag.as_deref(),
            if_modified_since: modified.as_deref(),
        };
        let conditional = etag.is_some() || modified.is_some();
        // The round waits for each answer: even a mistake of the program must be one.
        let result = catch_unwind(AssertUnwindSafe(|| network.get(&ask)));
        let result = result.unwrap_or_else(|_| {
            let why = "a mistake of this program ended the request".to_owned();
            Err(FetchError::Failed { url: job.url.to_string(), why, lasting: false })
        });
        // Asked for here, where waiting for the host keeps nobody else waiting.
        let reserved = result.as_ref().ok().filter(|answer| answer.last().status == 200);
        let reserved = reserved.filter(|_| ask.purpose == Purpose::Page);
        let reserved = reserved
            .and_then(|answer| catch_unwind(AssertUnwindSafe(|| network.reservation(answer))).ok());
        if done.send(Asked { job, conditional, result, reserved }).is_err() {
            return;
        }
    }
}
