//! The network half against real servers on loopback. Names of attacks (`ssrf-003`, `body-005`, …) are those of the
//! project's list of attacks.

mod collecting;
mod discovery;
mod fairness;
mod growth;
mod hostile_bodies;
mod ordinary;
mod other_kinds;
mod rig;
mod server;
mod ssrf;
mod websub;
