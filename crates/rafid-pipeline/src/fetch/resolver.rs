//! Names into addresses, none of them forbidden: the guard at connect time.
//!
//! The client dials only what this resolver answers, so that the address which was checked is the address which is
//! dialled: a name that changes its answer between two look-ups (DNS rebinding) gains nothing.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address_book::AddressBook;
use super::guard::Guard;

pub type LookupFuture = Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>>;

/// Finds the addresses of a name. It may answer anything; the guard looks at it afterwards.
pub trait NameLookup: Send + Sync {
    fn lookup(&self, name: &str) -> LookupFuture;
}

/// The operating system's resolver.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemLookup;

impl NameLookup for SystemLookup {
    fn lookup(&self, name: &str) -> LookupFuture {
        let name = name.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// A name whose addresses may not be dialled. It says no more, since its text reaches pages.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to an address that is not on the public internet")]
pub(super) struct BlockedAddress;

/// A name that has no address.
#[derive(Debug, thiserror::Error)]
#[error("the name could not be resolved")]
pub(super) struct UnknownName;

pub(super) struct GuardedResolver {
    pub guard: Guard,
    pub book: Arc<AddressBook>,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (guard, book, name) = (self.guard.clone(), self.book.clone(), name.as_str().to_owned());
        Box::pin(async move {
            let found = book.addresses(&name).await.map_err(|_| UnknownName)?;
            if found.is_empty() {
                return Err(UnknownName.into());
            }
            // One forbidden answer among public ones is an attack or a mistake, never a site to be read.
            if !found.iter().all(|&address| guard.permits(address)) {
                return Err(BlockedAddress.into());
            }
            let found: Vec<SocketAddr> = found.iter().map(|&address| SocketAddr::new(address, 0)).collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
