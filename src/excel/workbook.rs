//! How every workbook begins: its properties say which build of the program made it.

use rust_xlsxwriter::{DocProperties, Workbook};

use crate::built;

/// An empty workbook.
pub(super) fn new_workbook() -> Workbook {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties());
    workbook
}

/// What a file manager shows of a workbook: which program, in which build, made it.
pub(super) fn properties() -> DocProperties {
    DocProperties::new().set_comment(format!("Từng Nhà {}", built::version()))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn a_workbook_says_which_build_made_it() {
        let mut workbook = new_workbook();
        workbook.add_worksheet();
        let bytes = workbook.save_to_buffer().unwrap();
        let mut properties = String::new();
        let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        parts.by_name("docProps/core.xml").unwrap().read_to_string(&mut properties).unwrap();
        assert!(properties.contains(&format!("Từng Nhà {}", built::version())), "{properties}");
    }
}
