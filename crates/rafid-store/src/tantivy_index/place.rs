//! Where the generations are: `index/current` has the number of the one that answers, `index/<number>/` its files.
//!
//! The file is replaced by renaming, which is one step: whenever the process dies, there is one generation that answers, and what else
//! lies there is removed at the next start.

use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rafid_core::{ErrorKind, StoreError, StoreResult};

use super::disk;

const CURRENT: &str = "current";

pub struct Place {
    dir: PathBuf,
}

impl Place {
    pub fn at(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    /// Makes the directory where there is none. A file that stands there goes.
    pub fn open(dir: &Path) -> StoreResult<Self> {
        if dir.exists() && !dir.is_dir() {
            tracing::warn!(dir = %dir.display(), "there is a file where the search index should be; the index will be rebuilt");
            std::fs::remove_file(dir).map_err(|error| disk(dir, error))?;
        }
        std::fs::create_dir_all(dir).map_err(|error| disk(dir, error))?;
        Ok(Self::at(dir))
    }

    pub fn folder(&self, number: u64) -> PathBuf {
        self.dir.join(number.to_string())
    }

    /// The number of the generation that answers; `None` where none does.
    pub fn current(&self) -> Option<u64> {
        let number = std::fs::read_to_string(self.dir.join(CURRENT)).ok()?.trim().parse().ok()?;
        self.folder(number).is_dir().then_some(number)
    }

    /// When it took over.
    pub fn since(&self) -> Option<Timestamp> {
        let changed = std::fs::metadata(self.dir.join(CURRENT)).and_then(|meta| meta.modified()).ok()?;
        Timestamp::try_from(changed).ok()
    }

    /// From now on `number` answers, also after a loss of power.
    pub fn set_current(&self, number: u64) -> StoreResult<()> {
        write_durably(&self.dir.join(CURRENT), format!("{number}\n").as_bytes()).map_err(|error| disk(&self.dir, error))
    }

    /// An empty folder with a number above all others.
    pub fn make_folder(&self) -> StoreResult<u64> {
        const ATTEMPTS: u64 = 100;
        let entries = std::fs::read_dir(&self.dir).map_err(|error| disk(&self.dir, error))?;
        let numbers = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u64>().ok());
        let next = numbers.max().unwrap_or(0).checked_add(1).unwrap_or(1);
        // Another one may be begun at this moment.
        for number in next..next.saturating_add(ATTEMPTS) {
            match std::fs::create_dir(self.folder(number)) {
                Ok(()) => return Ok(number),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(disk(&self.dir, error)),
            }
        }
        Err(StoreError::new(ErrorKind::Disk, format!("could not begin a search index in {}", self.dir.display())))
    }

    /// What cannot be removed now is removed at the next start.
    pub fn remove(&self, number: u64) {
        let folder = self.folder(number);
        if let Err(error) = std::fs::remove_dir_all(&folder) {
            tracing::warn!(%error, folder = %folder.display(), "an index that is no longer needed could not be removed");
        }
    }

    /// Takes away what was begun and not finished, and what an earlier version laid here.
    pub fn remove_all_but(&self, number: u64) {
        let kept = [self.folder(number), self.dir.join(CURRENT)];
        let entries = std::fs::read_dir(&self.dir).into_iter().flatten().flatten().map(|entry| entry.path());
        for path in entries.filter(|path| !kept.contains(path)) {
            let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            if let Err(error) = removed {
                tracing::warn!(%error, path = %path.display(), "what is no longer needed could not be removed");
            }
        }
    }
}

/// Writes a file beside `path`, and puts it there when all of it is on the disk.
pub fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    // The file is in its place, so nothing here is a failure any more: where a directory cannot be written through, the system does it later.
    if let Some(directory) = path.parent().and_then(|dir| std::fs::File::open(dir).ok()) {
        let _ = directory.sync_all();
    }
    Ok(())
}
