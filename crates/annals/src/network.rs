//! The network that commands send over.

use annals_archive::Archive;
use annals_fetch::{Courier, Parcel, Reach, Receipt, SendError, Sender};

/// Carries what goes to hubs and webhooks: to public places, and to those that the
/// settings allow by name.
#[derive(Debug)]
pub(crate) struct Network(Sender);

impl Network {
    /// The network of an archive, which says who it is and whose.
    pub(crate) fn of(archive: &Archive) -> Network {
        let site = archive.config.base_url.as_deref();
        let whose = site.map(|url| format!(" (+{url})")).unwrap_or_default();
        // What cannot stand in a header would stop everything that is sent.
        let whose =
            if whose.bytes().all(|b| (b' '..=b'~').contains(&b)) { whose } else { String::new() };
        let name = format!("annals/{}{whose}", env!("CARGO_PKG_VERSION"));
        Network(Sender::new(&name, Reach::Public(archive.config.deliver.allow.clone())))
    }
}

impl Courier for Network {
    fn send(&self, parcel: &Parcel<'_>) -> Result<Receipt, SendError> {
        self.0.send(parcel)
    }
}
