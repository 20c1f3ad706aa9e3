//! The invented commune through the public API; keeps the committed fixtures true.

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use tung_nha::jobs::demo::make_demo::make_demo;

fn cells(path: &Path) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    book.worksheets()
        .into_iter()
        .map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect()))
        .collect()
}

/// When this fails, the demo makes other people than it did: make the fixtures again as fixtures/README.md says.
#[test]
fn fixtures_are_what_the_demo_makes() {
    let dir = tempfile::tempdir().unwrap();
    let made = make_demo(600, 9, dir.path()).unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    assert!(cells(&made.register) == cells(&fixtures.join("so-dieu-tra-nho.xlsx")));
    assert!(cells(&made.roster) == cells(&fixtures.join("danh-sach-nho.xlsx")));
    let text = |path: &Path| std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert_eq!(text(&made.truth), text(&fixtures.join("su-that-nho.csv")));
}

#[test]
fn truth_names_rows_of_the_list_and_codes_of_the_survey() {
    let dir = tempfile::tempdir().unwrap();
    let made = make_demo(2_000, 4, dir.path()).unwrap();
    let survey: String = format!("{:?}", cells(&made.register));
    let list = cells(&made.roster);
    let mut rows = 0;
    for record in csv::Reader::from_path(&made.truth).unwrap().records() {
        let record = record.unwrap();
        let (_, sheet) = list.iter().find(|(name, _)| *name == record[0]).unwrap();
        let row = &sheet[record[1].parse::<usize>().unwrap() - 1];
        assert!(
            matches!(&row[0], Data::Float(_)) && matches!(&row[1], Data::String(_)),
            "{record:?} {row:?}"
        );
        assert!(survey.contains(&record[2]), "{record:?}");
        rows += 1;
    }
    assert_eq!(rows, made.roster_rows);
}
