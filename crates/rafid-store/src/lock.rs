//! One process at a time may write a data directory: who holds it stands in `rafid.lock`.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use rafid_core::{ErrorKind, StoreError, StoreResult};

/// Held for as long as the value lives; the operating system lets go of it when the process dies, however it dies.
#[derive(Debug)]
pub struct DirLock {
    _file: File,
}

/// Takes the lock for `holder` (a command's name), or says who has it.
pub fn lock(dir: &Path, holder: &str) -> StoreResult<DirLock> {
    let path = dir.join("rafid.lock");
    let failed =
        |error: std::io::Error| StoreError::new(ErrorKind::Disk, format!("could not open {}", path.display())).caused_by(error);
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut who = String::new();
            // Where the platform refuses to read a locked file, the message goes without the name.
            let _ = file.read_to_string(&mut who);
            let who = who.trim();
            let who = if who.is_empty() { "another process" } else { who };
            return Err(StoreError::new(
                ErrorKind::Locked,
                format!("{} is being written by {who}; stop it first, or choose another directory with --data", dir.display()),
            ));
        }
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    let line = format!("rafid {holder} (process {})\n", std::process::id());
    file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(line.as_bytes())).map_err(failed)?;
    Ok(DirLock { _file: file })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_learns_who_is_first() {
        let dir = tempfile::tempdir().unwrap();
        let held = lock(dir.path(), "serve").unwrap();
        let error = lock(dir.path(), "import").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Locked);
        assert!(error.to_string().contains("rafid serve"), "{error}");
        drop(held);
        lock(dir.path(), "import").unwrap();
    }
}
