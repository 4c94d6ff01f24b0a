//! How fast annals reads pages: bytes to article on one thread, in processor time.

use crate::bench::process::thread_time;
use annals_extract::{Input, read};
use std::hint::black_box;

/// Seconds of processor time that reading all pages takes once: decoding,
/// parsing, body, metadata and dates.
pub(crate) fn seconds(pages: &[Input<'_>]) -> f64 {
    let start = thread_time();
    for page in pages {
        black_box(read(page));
    }
    (thread_time() - start).as_secs_f64()
}

/// Pages a second of processor time, the median of this many runs.
pub(crate) fn pages_per_cpu_second(pages: &[Input<'_>], runs: usize) -> f64 {
    let mut runs: Vec<f64> = (0..runs.max(1)).map(|_| seconds(pages)).collect();
    pages.len() as f64 / crate::bench::median(&mut runs).max(1e-9)
}
