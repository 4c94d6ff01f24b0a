//! How many connections are open, in all and of one address.

use super::client::of_one;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections that the machine itself can open when all others are taken: whoever
/// looks after the server gets in.
const SPARE: usize = 16;

/// The doors of a server.
#[derive(Debug)]
pub(super) struct Doors {
    all: Arc<Semaphore>,
    spare: Arc<Semaphore>,
    each: usize,
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// One that is in; out when dropped.
#[derive(Debug)]
pub(super) struct Pass {
    doors: Arc<Doors>,
    counted: Option<IpAddr>,
    _place: OwnedSemaphorePermit,
}

impl Doors {
    /// Doors for so many in all, and of one address.
    pub(super) fn new(all: usize, each: usize) -> Arc<Doors> {
        Arc::new(Doors {
            all: Arc::new(Semaphore::new(all.min(Semaphore::MAX_PERMITS))),
            spare: Arc::new(Semaphore::new(SPARE)),
            each,
            open: Mutex::default(),
        })
    }

    /// Lets a connection in. Proxies stand for many clients and are not counted.
    pub(super) fn enter(self: &Arc<Doors>, address: IpAddr, is_proxy: bool) -> Option<Pass> {
        let place = self.all.clone().try_acquire_owned().or_else(|full| {
            let spare = address.to_canonical().is_loopback().then(|| self.spare.clone());
            spare.ok_or(full)?.try_acquire_owned()
        });
        let place = place.ok()?;
        let counted = (!is_proxy).then(|| of_one(address.to_canonical()));
        if let Some(one) = counted {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            let count = open.entry(one).or_default();
            if *count >= self.each {
                return None;
            }
            *count += 1;
        }
        Some(Pass { doors: Arc::clone(self), counted, _place: place })
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let Some(one) = self.counted else { return };
        let mut open = self.doors.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&one) {
            *count -= 1;
            if *count == 0 {
                open.remove(&one);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_take_all_places_and_the_machine_gets_in() {
        let doors = Doors::new(3, 2);
        let address = |n: u8| IpAddr::from([192, 0, 2, n]);
        let first = doors.enter(address(1), false);
        let second = doors.enter(address(1), false);
        assert!(first.is_some() && second.is_some());
        assert!(doors.enter(address(1), false).is_none(), "two of one address");
        let third = doors.enter(address(2), false);
        assert!(third.is_some() && doors.enter(address(3), false).is_none(), "three in all");
        let own = doors.enter(IpAddr::from([127, 0, 0, 1]), false);
        assert!(own.is_some());
        drop(first);
        assert!(doors.enter(address(1), false).is_some());
        drop((second, third, own));
        assert!(doors.open.lock().unwrap().is_empty(), "nothing is kept of who left");
    }
}
