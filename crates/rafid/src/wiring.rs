//! From configuration to open things.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use rafid_core::WebUrl;
use rafid_pipeline::ingest::Engine;
use rafid_store::{Access, Opened};
use rafid_web::portal::Portal;
use rafid_web::settings::WebSettings;

use crate::config::Config;

/// What a command works with.
pub struct Setup {
    pub data_dir: PathBuf,
    pub config: Config,
}

/// `--data`, else the platform's directory for data.
pub fn data_dir(given: Option<&Path>) -> anyhow::Result<PathBuf> {
    match given {
        Some(dir) => Ok(dir.to_owned()),
        None => Ok(dirs::data_dir().context("this platform names no data directory: give one with --data DIR")?.join("rafid")),
    }
}

impl Setup {
    /// Alone, for writing; `holder` is what a second writer is told.
    pub fn open_for_writing(&self, holder: &str) -> anyhow::Result<(Opened, Arc<Engine>)> {
        let opened = rafid_store::open(&self.data_dir, Access::Write { holder })?;
        let engine = Arc::new(Engine::new(opened.store.clone(), opened.index.clone()));
        Ok((opened, engine))
    }

    pub fn open_for_reading(&self) -> anyhow::Result<Opened> {
        Ok(rafid_store::open(&self.data_dir, Access::Read)?)
    }

    /// The use cases over what was opened.
    pub fn portal(&self, opened: &Opened) -> anyhow::Result<Portal> {
        let base_url = match &self.config.public_url {
            Some(url) => Some(
                WebUrl::new(url.trim_end_matches('/'))
                    .with_context(|| format!("portal.public_url is not a web address: {url:?}"))?,
            ),
            None => None,
        };
        let settings = WebSettings {
            site_name: (self.config.portal_name != "رافد").then(|| self.config.portal_name.clone()),
            base_url,
            time_zone: self.config.time_zone.clone(),
            metrics: self.config.metrics,
            health: self.config.health,
            ..WebSettings::default()
        };
        Ok(Portal::new(opened.store.clone(), opened.index.clone(), settings))
    }
}
