//! What a form carries.

use crate::answer::Problem;
use std::collections::BTreeMap;

/// The fields of a form by name, as text; of several with one name the last.
#[derive(Debug, Default)]
pub(crate) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Takes the fields of a request.
    pub(crate) fn new(pairs: Vec<(String, String)>) -> Fields {
        Fields(pairs.into_iter().collect())
    }

    /// A field without the white space around it; empty where it is not there.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |v| v.trim())
    }

    /// A field that is not empty.
    pub(crate) fn some(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|v| !v.is_empty()).map(str::to_owned)
    }

    /// A field exactly as it was sent: a password.
    pub(crate) fn exact(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A field's lines that are not empty, browsers' `\r\n` among them.
    pub(crate) fn lines(&self, name: &str) -> Vec<&str> {
        self.text(name).lines().map(str::trim).filter(|l| !l.is_empty()).collect()
    }

    /// A number.
    pub(crate) fn number(&self, name: &str) -> Result<u32, Problem> {
        self.text(name)
            .parse()
            .map_err(|_| Problem::invalid(format!("the field `{name}` must be a number")))
    }

    /// All fields, for showing a form again.
    pub(crate) fn all(&self) -> &BTreeMap<String, String> {
        &self.0
    }
}
