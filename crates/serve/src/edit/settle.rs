//! Bringing what is computed up to date after edits, when editors pause.

use annals_archive::{Archive, ArchiveError, priority, relink};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::time::Duration;

/// How long nothing is asked for before the work begins: an editor at work edits
/// again within it, and would wait for the archive's one writer.
const PAUSE: Duration = Duration::from_secs(2);
/// How often at most the work is put off by further edits.
const PUT_OFF: u32 = 15;

/// Events of a step: editors wait for one step at most.
const STEP: usize = 2_000;
/// How long others may write between two steps.
const BREATH: Duration = Duration::from_millis(200);

/// Works in a thread of its own, until it is dropped.
#[derive(Debug)]
pub(crate) struct Settler {
    asked: SyncSender<()>,
}

impl Settler {
    /// Starts the thread, which gives way to answers.
    pub(crate) fn start(archive: Arc<Archive>) -> Settler {
        let (asked, asks) = mpsc::sync_channel::<()>(1);
        let started = priority::behind("settler", move || {
            while asks.recv().is_ok() {
                for _ in 0..PUT_OFF {
                    match asks.recv_timeout(PAUSE) {
                        Ok(()) => {}
                        Err(RecvTimeoutError::Timeout) => break,
                        Err(RecvTimeoutError::Disconnected) => return,
                    }
                }
                if let Err(error) = settle(&archive) {
                    tracing::warn!(%error, "links were not brought up to date; later edits try again");
                }
            }
        });
        if let Err(error) = started {
            tracing::error!(%error, "links will not be brought up to date: no thread for it");
        }
        Settler { asked }
    }

    /// Asks for it; returns at once.
    pub(crate) fn ask(&self) {
        // Full means that it is asked for already.
        let _ = self.asked.try_send(());
    }
}

fn settle(archive: &Archive) -> Result<(), ArchiveError> {
    priority::on_own_threads(|| {
        while !relink::step(archive, STEP)?.1 {
            std::thread::sleep(BREATH);
        }
        Ok(())
    })
}
