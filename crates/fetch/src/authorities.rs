//! Whose certificates are believed.

use crate::OptionsError;
use std::fmt;
use std::sync::Arc;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// The authorities that must vouch for a server's name; by default those that Mozilla's
/// programs believe, as they were when this one was built.
#[derive(Clone, Default)]
pub struct Authorities(Option<Arc<Vec<Certificate<'static>>>>);

impl Authorities {
    /// Those whose certificates stand in a text (PEM, RFC 7468), and no others.
    ///
    /// # Errors
    /// [`OptionsError::Authorities`]: it has none, or is broken.
    pub fn from_pem(pem: &[u8]) -> Result<Authorities, OptionsError> {
        let mut found = Vec::new();
        for item in parse_pem(pem) {
            let item = item.map_err(|e| OptionsError::Authorities(e.to_string()))?;
            if let PemItem::Certificate(certificate) = item {
                found.push(certificate);
            }
        }
        if found.is_empty() {
            return Err(OptionsError::Authorities("there is no certificate in it".into()));
        }
        Ok(Authorities(Some(Arc::new(found))))
    }

    /// What the connections are told.
    pub(crate) fn tls(&self) -> TlsConfig {
        let roots = match &self.0 {
            None => RootCerts::WebPki,
            Some(certificates) => RootCerts::Specific(Arc::clone(certificates)),
        };
        TlsConfig::builder().root_certs(roots).build()
    }
}

impl fmt::Debug for Authorities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str("Authorities(default)"),
            Some(all) => write!(f, "Authorities({})", all.len()),
        }
    }
}
