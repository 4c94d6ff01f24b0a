//! Noticing that `annals.toml` was changed.

use crate::archive::SETTINGS;
use crate::{Archive, ArchiveError};
use std::path::Path;
use std::time::Duration;

/// How long a changed file must stay as it is: editors empty files before they write them.
const SETTLED: Duration = Duration::from_millis(200);
/// How often it is read for that; one that goes on changing is looked at the next time.
const READS: usize = 20;

/// The text of the settings' file that was looked at last.
#[derive(Debug)]
pub(super) struct Settings(Option<Vec<u8>>);

impl Settings {
    /// Opens an archive, and remembers the settings that it was opened with.
    pub(super) fn open(dir: &Path) -> Result<(Settings, Archive), ArchiveError> {
        // Read before: a change between the two is noticed at the next look.
        let settings = Settings(read(dir));
        Ok((settings, Archive::open(dir)?))
    }

    /// The archive with its settings where they were changed since the last look.
    ///
    /// # Errors
    /// They are no good now; said once for each change.
    pub(super) fn look(&mut self, dir: &Path) -> Result<Option<Archive>, String> {
        let now = settled(self.0.as_deref(), || read(dir), || std::thread::sleep(SETTLED));
        if now == self.0 {
            return Ok(None);
        }
        self.0 = now;
        Archive::open(dir).map(Some).map_err(|error| super::chain(&error))
    }
}

fn read(dir: &Path) -> Option<Vec<u8>> {
    std::fs::read(dir.join(SETTINGS)).ok()
}

/// What is read, twice the same where it is not as before; as before where it does not
/// stay the same.
fn settled(
    before: Option<&[u8]>,
    mut read: impl FnMut() -> Option<Vec<u8>>,
    rest: impl Fn(),
) -> Option<Vec<u8>> {
    let mut last = read();
    for _ in 1..READS {
        if last.as_deref() == before {
            break;
        }
        rest();
        let now = read();
        if now == last {
            return now;
        }
        last = now;
    }
    before.map(<[u8]>::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{READS, settled};

    #[test]
    fn a_file_in_the_middle_of_being_written_is_not_believed() {
        let told = |reads: &[Option<&str>]| {
            let mut reads = reads.iter();
            let read = || reads.next().unwrap().map(|text| text.as_bytes().to_vec());
            let text = settled(Some(b"old"), read, || ()).map(|t| String::from_utf8(t).unwrap());
            assert_eq!(reads.len(), 0, "as often as it must and no more");
            text
        };
        assert_eq!(told(&[Some("old")]).unwrap(), "old");
        assert_eq!(told(&[Some("new"), Some("new")]).unwrap(), "new");
        assert_eq!(told(&[Some(""), Some("ne"), Some("new"), Some("new")]).unwrap(), "new");
        assert_eq!(told(&[None, Some("new"), Some("new")]).unwrap(), "new");
        assert_eq!(told(&[Some(""), Some("old")]).unwrap(), "old");
        assert_eq!(told(&[None, None]), None);
        let restless: Vec<String> = (0..READS).map(|n| n.to_string()).collect();
        let restless: Vec<Option<&str>> = restless.iter().map(|t| Some(t.as_str())).collect();
        assert_eq!(told(&restless).unwrap(), "old", "it is not waited for for ever");
    }
}
