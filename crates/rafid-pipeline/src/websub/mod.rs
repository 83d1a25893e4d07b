//! WebSub (W3C Recommendation, 2018), the subscriber's half: hubs bring what is new, and polling becomes a safety net.
//!
//! A round that finds a hub in its feed notes that a subscription is wanted (`note.rs`); [`Subscriber`] speaks to the hubs about
//! what is due: subscribing, renewing, ending. The hub answers by calling back: [`Receiver`] is what the portal hands such
//! calls to. It checks whether we meant it and whether a body is signed as agreed (`signature.rs`), and passes bodies on to the
//! collector, where they are read like the answer to a poll.
//!
//! What this room never does: a body is acknowledged before what it holds is stored. Otherwise the hub is asked to bring it again, and
//! what no hub brings is found by the next poll.

mod note;
mod receiver;
mod signature;
mod subscriber;

pub use receiver::{PushInbox, Receiver, push_channel};
pub use signature::{matches, sign_sha256};

pub(crate) use note::{Named, wanted};
pub(crate) use receiver::Push;
pub(crate) use subscriber::Subscriber;
