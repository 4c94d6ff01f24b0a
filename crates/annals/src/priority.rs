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
