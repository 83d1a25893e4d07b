//! JSON Lines.

use super::ImportError;
use super::input::{ImportPath, OpenInput};
use super::line;
use super::run::Run;

/// Reads an input to its end; `before` is what was read of earlier ones, for the progress.
pub(super) fn read(run: &mut Run, input: &ImportPath, opened: &mut OpenInput, before: u64) -> Result<(), ImportError> {
    let name = input.to_string();
    let mut number = 0;
    let mut text = Vec::new();
    while !run.stopped() {
        let more = opened.next_line(&mut text).map_err(|source| ImportError::Input { input: name.clone(), source })?;
        if !more {
            break;
        }
        number += 1;
        if text.trim_ascii().is_empty() {
            continue;
        }
        if one(run, &name, number, &text)? {
            run.progress.read(before + opened.bytes_read(), run.summary.lines);
        }
    }
    Ok(())
}

fn one(run: &mut Run, input: &str, number: u64, text: &[u8]) -> Result<bool, ImportError> {
    run.summary.lines += 1;
    let line = match line::parse(text) {
        Ok(line) => line,
        Err(error) if run.options.strict => {
            return Err(ImportError::Strict { input: input.to_owned(), number, error });
        }
        Err(error) => {
            run.summary.bad += 1;
            run.progress.bad_line(input, number, &error);
            return Ok(false);
        }
    };
    for odd in &line.odd {
        run.progress.odd_line(input, number, odd);
    }
    let key = line.source_key();
    let source = run.source(&key, &key, line.url.as_ref())?;
    run.push(line.into_draft(source, run.options.now))
}
