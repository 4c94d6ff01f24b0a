//! Long work goes behind short work: an import beside a server must not make its
//! readers wait.

/// How much the work gives way, as `nice` counts it (POSIX): of two that want all of
/// a core, the one that gives way gets a tenth.
#[cfg(unix)]
const WAY: i32 = 10;

/// Lets this process, and every thread that it starts from now on, give way to others.
pub(crate) fn give_way() {
    // Where it cannot be, the work is only less polite.
    #[cfg(unix)]
    let _ = rustix::process::nice(WAY);
}

/// Lets this thread, and every thread that it starts from now on, give way to the
/// others of the process. Elsewhere than on Linux niceness is the process's own, and
/// nothing is done.
pub(crate) fn give_way_here() {
    // Linux counts niceness by thread, whatever POSIX says (`man 2 nice`, "C library/
    // kernel differences").
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(WAY);
}
