//! Names and their addresses, looked up once in a while. The guard looks at what comes out of it each time a connection is made.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use url::{Host, Url};

use super::resolver::NameLookup;

pub(super) struct AddressBook {
    lookup: Arc<dyn NameLookup>,
    ttl: Duration,
    known: Mutex<HashMap<String, Found>>,
}

/// What a look-up answered, and until when it is believed.
type Found = (Arc<[IpAddr]>, Instant);

const MOST_NAMES: usize = 4096;

impl AddressBook {
    /// An answer is believed for `ttl`.
    pub fn new(lookup: Arc<dyn NameLookup>, ttl: Duration) -> Self {
        Self { lookup, ttl, known: Mutex::default() }
    }

    /// All addresses of `name`, in the resolver's order.
    pub async fn addresses(&self, name: &str) -> std::io::Result<Arc<[IpAddr]>> {
        let now = Instant::now();
        let fresh = |(found, until): &Found| (*until > now).then(|| found.clone());
        if let Some(found) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(name).and_then(fresh) {
            return Ok(found);
        }
        let found: Arc<[IpAddr]> = self.lookup.lookup(name).await?.into();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_NAMES {
            known.retain(|_, (_, until)| *until > now);
        }
        if known.len() < MOST_NAMES {
            known.insert(name.to_owned(), (found.clone(), Instant::now() + self.ttl));
        }
        Ok(found)
    }

    /// What stands behind the host of `url`, as one text for all names of the same machines: the least of its addresses, with the port
    /// where it is not that of the web. `None` where there is no answer.
    pub async fn service(&self, url: &Url) -> Option<String> {
        let address = match url.host()? {
            Host::Ipv4(v4) => IpAddr::V4(v4),
            Host::Ipv6(v6) => IpAddr::V6(v6),
            Host::Domain(name) => *self.addresses(name).await.ok()?.iter().min()?,
        };
        match url.port_or_known_default() {
            None | Some(80 | 443) => Some(address.to_string()),
            Some(port) => Some(format!("{address}:{port}")),
        }
    }
}
