//! Lists as CSV (RFC 4180), safe to open in a spreadsheet.

/// What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection");
/// the wide forms too, which some take for the narrow ones.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A table that is being written.
#[derive(Debug)]
pub(super) struct Table(String);

impl Table {
    /// A table with its header.
    pub(super) fn new(columns: &[&str]) -> Table {
        let mut table = Table(String::new());
        table.row(columns);
        table
    }

    /// Adds a row. A text that a spreadsheet would compute gets an apostrophe in front.
    pub(super) fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        for (at, cell) in cells.iter().enumerate() {
            let cell = cell.as_ref();
            self.0.push_str(if at > 0 { ",\"" } else { "\"" });
            if cell.starts_with(FORMULA) {
                self.0.push('\'');
            }
            self.0.push_str(&cell.replace('"', "\"\""));
            self.0.push('"');
        }
        self.0.push_str("\r\n");
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_computed() {
        let mut table = Table::new(&["a", "b"]);
        table.row(&["say \"x\", then\nstop", "=cmd|' /C calc'!A0"]);
        table.row(&["-1", "＝1"]);
        assert_eq!(
            String::from_utf8(table.into_bytes()).unwrap(),
            "\"a\",\"b\"\r\n\"say \"\"x\"\", then\nstop\",\"'=cmd|' /C calc'!A0\"\r\n\"'-1\",\"'＝1\"\r\n"
        );
    }
}
