//! What the portal has learned of each host's pages, on the way of every page that is read: in memory, and now and then in
//! the store. What a crash loses are the last few pages' lessons.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rafid_core::{Store, StoreResult, WebUrl};
use rafid_extract::article::{Extraction, Template};

use crate::outlet_key;

/// Hosts in memory.
const MOST_HOSTS: usize = 400;
/// Pages whose lessons wait to be kept.
const MOST_UNKEPT: usize = 24;

/// The templates of all hosts; shared by everyone who reads pages.
#[derive(Default)]
pub(crate) struct Templates(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    hosts: HashMap<String, Entry>,
    unkept: usize,
}

struct Entry {
    template: Template,
    changed: bool,
}

impl Templates {
    /// Learns from an article's page. May read the store.
    pub fn learn(&self, store: &dyn Store, address: &WebUrl, page: &Extraction) -> StoreResult<()> {
        let host = outlet_key(address);
        let mut inner = self.locked();
        let entry = inner.entry(store, &host)?;
        entry.template.learn(address.as_str(), page);
        entry.changed = true;
        inner.unkept += 1;
        if inner.unkept >= MOST_UNKEPT { inner.keep(store) } else { Ok(()) }
    }

    /// Takes out of an article what its host repeats; whether there was any.
    pub fn apply(&self, store: &dyn Store, address: &WebUrl, page: &mut Extraction) -> StoreResult<bool> {
        let host = outlet_key(address);
        Ok(self.locked().entry(store, &host)?.template.apply(page) > 0)
    }

    /// Keeps what was learned since the last time.
    pub fn keep(&self, store: &dyn Store) -> StoreResult<()> {
        self.locked().keep(store)
    }

    fn locked(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn entry(&mut self, store: &dyn Store, host: &str) -> StoreResult<&mut Entry> {
        if self.hosts.len() >= MOST_HOSTS && !self.hosts.contains_key(host) {
            self.keep(store)?;
            self.hosts.clear();
        }
        if !self.hosts.contains_key(host) {
            let template = store.site_template(host)?.map(|bytes| Template::from_bytes(&bytes)).unwrap_or_default();
            self.hosts.insert(host.to_owned(), Entry { template, changed: false });
        }
        Ok(self.hosts.entry(host.to_owned()).or_insert_with(|| Entry { template: Template::default(), changed: false }))
    }

    fn keep(&mut self, store: &dyn Store) -> StoreResult<()> {
        let changed: Vec<(String, Vec<u8>)> = self
            .hosts
            .iter()
            .filter(|(_, entry)| entry.changed)
            .map(|(host, entry)| (host.clone(), entry.template.to_bytes()))
            .collect();
        if !changed.is_empty() {
            store.keep_site_templates(&changed)?;
        }
        self.hosts.values_mut().for_each(|entry| entry.changed = false);
        self.unkept = 0;
        Ok(())
    }
}
