//! Reports of rounds in an archive's folder: `rounds/YYYY/MM/DD/HHMMSS.json`.
//!
//! Each is written beside its place and renamed, so that a reader never sees half of
//! one. Only so many are kept; files that have other names are left alone.

use super::Report;
use crate::ArchiveError;
use annals_model::Timestamp;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder in the archive's.
const FOLDER: &str = "rounds";

/// Rounds that may begin in one second: `120000.json`, `120000-2.json`, …
const MOST_A_SECOND: u32 = 1_000;

/// The longest report that is read, in bytes.
const LONGEST: u64 = 8 << 20;

/// Where a report lies, as the parts of its path that are numbers: year, month, day,
/// time of day, and which of that second. So the order is that of time.
type Place = [u32; 5];

/// Writes a report, removes the oldest beyond `most`, and returns the report's path.
///
/// # Errors
/// [`ArchiveError::Folder`] where it cannot be written.
pub fn write(
    dir: &Path,
    begun: Timestamp,
    report: &Report,
    most: u32,
) -> Result<PathBuf, ArchiveError> {
    let digits: String = format!("{begun:.0}").chars().filter(char::is_ascii_digit).collect();
    let fail = |path: &Path| {
        let path = path.to_owned();
        move |error| ArchiveError::Folder(path, error)
    };
    // 20160910120000, before the year 10000.
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or("0");
    let folder = dir.join(FOLDER).join(part(0, 4)).join(part(4, 6)).join(part(6, 8));
    fs::create_dir_all(&folder).map_err(fail(&folder))?;
    let name = |n: u32| match n {
        1 => format!("{}.json", part(8, 14)),
        n => format!("{}-{n}.json", part(8, 14)),
    };
    let free = (1..MOST_A_SECOND).map(name).find(|name| !folder.join(name).exists());
    let path = folder.join(free.unwrap_or_else(|| name(MOST_A_SECOND)));
    let beside = path.with_extension("json.part");
    let mut text = serde_json::to_vec_pretty(report)
        .map_err(|error| ArchiveError::Folder(path.clone(), error.into()))?;
    text.push(b'\n');
    fs::write(&beside, text).map_err(fail(&beside))?;
    fs::rename(&beside, &path).map_err(fail(&path))?;
    // That old ones cannot be removed is no reason to lose the round.
    let _ = prune(dir, most.max(1) as usize);
    Ok(path)
}

/// The last report and its path; `None` where there is none.
///
/// # Errors
/// [`ArchiveError::Folder`] where it cannot be read, or is no report.
pub fn last(dir: &Path) -> Result<Option<(PathBuf, Report)>, ArchiveError> {
    let kept = all(dir).map_err(|error| ArchiveError::Unread(dir.join(FOLDER), error))?;
    let Some((_, path)) = kept.into_iter().next_back() else { return Ok(None) };
    let read = || -> io::Result<Report> {
        let mut text = Vec::new();
        io::Read::read_to_end(&mut io::Read::take(fs::File::open(&path)?, LONGEST), &mut text)?;
        Ok(serde_json::from_slice(&text)?)
    };
    match read() {
        Ok(report) => Ok(Some((path, report))),
        Err(error) => Err(ArchiveError::Unread(path, error)),
    }
}

/// Removes all but the last `most` reports, and folders that are empty then.
fn prune(dir: &Path, most: usize) -> io::Result<()> {
    let kept = all(dir)?;
    let many = kept.len().saturating_sub(most);
    for (_, path) in kept.into_iter().take(many) {
        fs::remove_file(&path)?;
        // A day, its month and its year, as long as nothing is left in them.
        for folder in path.ancestors().skip(1).take(3) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
    Ok(())
}

/// All reports, oldest first.
fn all(dir: &Path) -> io::Result<Vec<(Place, PathBuf)>> {
    let mut found = vec![(Vec::new(), dir.join(FOLDER))];
    for length in [4, 2, 2] {
        let mut inner = Vec::new();
        for (place, folder) in found {
            for (name, path) in entries(&folder)? {
                if let Some(number) = number(&name, length) {
                    inner.push(([place.as_slice(), &[number]].concat(), path));
                }
            }
        }
        found = inner;
    }
    let mut reports = Vec::new();
    for (day, folder) in found {
        for (name, path) in entries(&folder)? {
            let Some(stem) = name.strip_suffix(".json") else { continue };
            let (time, which) = stem.split_once('-').unwrap_or((stem, "1"));
            if let ([year, month, day], Some(time), Ok(which)) =
                (day.as_slice(), number(time, 6), which.parse())
            {
                reports.push(([*year, *month, *day, time, which], path));
            }
        }
    }
    reports.sort_unstable();
    Ok(reports)
}

fn number(name: &str, length: usize) -> Option<u32> {
    let digits = name.len() == length && name.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| name.parse().ok()).flatten()
}

/// Names and paths in a folder; none where there is no such folder.
fn entries(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let read = match fs::read_dir(folder) {
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(Vec::new());
        }
        read => read?,
    };
    let mut entries = Vec::new();
    for entry in read {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string() {
            entries.push((name, entry.path()));
        }
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(begun: &str) -> Report {
        Report {
            begun: begun.into(),
            ended: begun.into(),
            seconds: 0.0,
            goes_on_from: None,
            stopped: false,
            requests: 0,
            bytes: 0,
            problems: 0,
            next: None,
            steps: Vec::new(),
        }
    }

    fn keep(dir: &Path, begun: &str, most: u32) -> PathBuf {
        write(dir, begun.parse().unwrap(), &report(begun), most).unwrap()
    }

    #[test]
    fn reports_lie_by_day_and_the_last_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        assert!(last(dir).unwrap().is_none());
        let first = keep(dir, "2016-09-10T12:00:00.7Z", 10);
        assert_eq!(first, dir.join("rounds/2016/09/10/120000.json"));
        assert_eq!(keep(dir, "2016-09-10T12:00:00Z", 10), first.with_file_name("120000-2.json"));
        for n in 3..=10 {
            keep(dir, "2016-09-10T12:00:00Z", 10);
            let (path, _) = last(dir).unwrap().unwrap();
            assert_eq!(path, first.with_file_name(format!("120000-{n}.json")));
        }
        keep(dir, "2016-09-10T12:00:01Z", 20);
        keep(dir, "2015-12-31T23:59:59Z", 20);
        let (_, found) = last(dir).unwrap().unwrap();
        assert_eq!(found, report("2016-09-10T12:00:01Z"));
    }

    #[test]
    fn the_oldest_go_and_what_is_not_ours_stays() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        let old = keep(dir, "2015-01-31T00:00:00Z", 10);
        let note = dir.join("rounds/2016/notes.txt");
        fs::create_dir_all(note.parent().unwrap()).unwrap();
        fs::write(&note, "ours").unwrap();
        for second in 0..5 {
            keep(dir, &format!("2016-09-10T12:00:0{second}Z"), 3);
        }
        assert_eq!(all(dir).unwrap().len(), 3);
        assert!(!old.exists() && !dir.join("rounds/2015").exists() && note.exists());
        fs::write(dir.join("rounds/2016/09/10/235959.json"), "{").unwrap();
        assert!(last(dir).unwrap_err().to_string().contains("235959.json"));
    }
}
