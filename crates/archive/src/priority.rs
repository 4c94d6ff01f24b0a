//! Long work goes behind short work: neither an import beside a server nor what a
//! server does for itself must make its readers wait.
//!
//! It is said to the system (`nice`, POSIX), and only asked for: where it cannot be,
//! the work is less polite, and no other.

use std::io;
use std::thread;

/// How much work gives way, as `nice` counts it: of two that want all of a core, the
/// one that gives way gets a tenth.
#[cfg(unix)]
const WAY: i32 = 10;

/// Lets this process, and every thread that it starts from now on, give way to others.
/// To be called before there are more threads than one.
pub fn give_way() {
    #[cfg(unix)]
    let _ = rustix::process::nice(WAY);
}

/// Starts a thread that gives way to the others of its process, together with all
/// threads that are started from it; `name` is for those who look at the process, of
/// at most 15 bytes (Linux shows no more).
///
/// Threads have a priority of their own on Linux only; elsewhere nothing gives way,
/// because the process would as a whole.
///
/// # Errors
/// The system has no thread left.
pub fn behind(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        give_way_here();
        work();
    })?;
    Ok(())
}

/// Lets this thread, and every thread that it starts from now on, give way to the
/// others of the process. Elsewhere than on Linux nothing is done (see [`behind`]).
pub fn give_way_here() {
    // Linux counts niceness by thread, whatever POSIX says (`man 2 nice`), and a thread
    // inherits it from the one that starts it (sched(7)).
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(WAY);
}

/// Does work whose parallel parts run on threads of their own, with the priority of the
/// thread that asks. The threads that a process shares have that of whoever needed them
/// first: work that gives way would be done in a hurry there, or the other way round.
///
/// They last as long as the work. Without them (the system has none left) it is done all
/// the same.
pub fn on_own_threads<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().thread_name(|n| format!("behind-{n}")).build() {
        Ok(threads) => threads.install(work),
        Err(_) => work(),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use rayon::prelude::*;
    use rustix::process::getpriority_process;
    use std::sync::mpsc;

    /// The calling thread's.
    fn priority() -> i32 {
        getpriority_process(None).expect("a priority")
    }

    #[test]
    fn threads_behind_give_way_and_those_of_others_do_not() {
        let before = priority();
        let (tell, told) = mpsc::channel();
        behind("test", move || {
            let mut seen = vec![priority(), thread::spawn(priority).join().unwrap()];
            seen.extend(on_own_threads(|| {
                (0..64).into_par_iter().map(|_| priority()).collect::<Vec<_>>()
            }));
            tell.send(seen).unwrap();
        })
        .unwrap();
        let seen = told.recv().unwrap();
        assert_eq!(seen.len(), 66);
        // 19 is as far as it goes.
        assert!(seen.iter().all(|p| *p == (before + WAY).min(19)), "{seen:?}");
        assert_eq!(priority(), before);
        assert_eq!(thread::spawn(priority).join().unwrap(), before);
    }
}
