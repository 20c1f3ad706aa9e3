//! A sample commune from the survey to the end-of-day report, by the same commands that a script would use.

use std::env::{self, consts::EXE_SUFFIX};
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::{cargo, project};

/// The passphrase of the sample book; its people are invented.
const PASSPHRASE: &str = "mot mua he ruc nang";
const BOOK: &str = "so.tungnha";
/// The day of the police list that `demo` makes, and the evening after it.
const AS_OF: &str = "2026-11-20";
const TODAY: &str = "2026-11-21";
const NOW: &str = "2026-11-21T21:00:00+07:00";

/// Forms of the end of the day, and their files.
const REPORTS: &[(&str, &str)] = &[
    ("daily", "bao-cao-ngay.xlsx"),
    ("annex2", "phu-luc-2.xlsx"),
    ("activated", "da-kich-hoat.xlsx"),
    ("absent", "vang-mat.xlsx"),
    ("ineligible", "khong-du-dieu-kien.xlsx"),
    ("no-smartphone", "khong-co-dien-thoai-thong-minh.xlsx"),
    ("hand-back", "tra-lai-cong-an.xlsx"),
    ("discrepancies", "chenh-lech.xlsx"),
];

/// One evening's outcomes, given to people in turn.
const OUTCOMES: &[&[&str]] = &[
    &["activated", "--level", "2", "--channel", "app"],
    &["absent", "--reason", "at-work"],
    &["activated", "--level", "1", "--channel", "app"],
    &["no-smartphone", "--reason", "relatives-phone"],
    &["activated", "--level", "2", "--channel", "web"],
    &["ineligible", "--reason", "card-expired"],
    &["absent", "--reason", "nobody-home"],
    &["other", "--reason", "refused"],
];
const VISITS: usize = 24;

/// Makes the sample in `target/ngay-mau` and gives the path of its book.
pub(crate) fn run(args: &[&str]) -> Result<PathBuf, String> {
    let people = match args {
        [] => "2000",
        ["--people", n] => n,
        _ => return Err("usage: cargo xtask run [--people N]".to_owned()),
    };
    let this = env::current_exe().map_err(|e| e.to_string())?;
    let program = this.with_file_name(format!("tung-nha-cli{EXE_SUFFIX}"));
    // The development build starts soonest for a newcomer, and is fast enough for a small commune.
    // Of the whole workspace, though one program: with the features of one package all would be compiled anew for the window.
    cargo(&["build", "--locked", "--workspace", "--bin", "tung-nha-cli"])?;
    run_by(&program, &|_| {}, "ngay-mau", people)
}

/// Makes the sample in `target/<folder>` by a program, which `starts` may hand to another one that runs it.
pub(crate) fn run_by(
    program: impl AsRef<OsStr>,
    starts: &dyn Fn(&mut Command),
    folder: &str,
    people: &str,
) -> Result<PathBuf, String> {
    let desk = Desk::clear(folder, program.as_ref(), starts)?;
    let file = |name: &str| desk.folder.join(name).to_string_lossy().into_owned();

    desk.ask(&["demo", "--people", people, "--seed", "2026", "--out", &file("")])?;
    desk.ask(&["book", "create", "--level", "commune", "--name", "Xã Thử Nghiệm"])?;
    let register = desk.ask(&[
        "register",
        "import",
        &file("so-dieu-tra.xlsx"),
        "--rejected",
        &file("so-dieu-tra-can-sua.xlsx"),
    ])?;
    let roster = desk.ask(&[
        "roster",
        "import",
        &file("danh-sach-cong-an.xlsx"),
        "--as-of",
        AS_OF,
        "--rejected",
        &file("danh-sach-cong-an-can-sua.xlsx"),
    ])?;
    desk.ask(&["reconcile", "--out", &file("doi-soat.csv")])?;
    desk.ask(&["worklist", "--date", TODAY, "--out", &file("danh-sach-can-den.xlsx")])?;

    let verdicts =
        fs::read_to_string(desk.folder.join("doi-soat.csv")).map_err(|e| format!("doi-soat.csv: {e}"))?;
    let visited = log_visits(&desk, &verdicts)?;
    for (form, name) in REPORTS {
        desk.ask(&["report", form, "--date", TODAY, "--out", &file(name)])?;
    }
    desk.ask(&["reconcile", "evidence", "--as-of", AS_OF, "--out", &file("bang-chung.csv")])?;
    desk.ask(&["book", "check"])?;

    let count =
        |verdict: &str| fields(&verdicts).filter(|row| row.get(2).is_some_and(|v| v == verdict)).count();
    println!();
    println!("Xã mẫu (người không có thật), ngày 21/11/2026");
    println!("  Sổ điều tra        {}", accounting(&register));
    println!("  Danh sách công an  {}", accounting(&roster));
    println!(
        "  Đối chiếu          {} khớp, {} cần xem lại, {} chưa có trong sổ",
        count("matched"),
        count("review"),
        count("unknown")
    );
    println!("  Đi từng nhà        {visited} người đã ghi kết quả");
    println!("Các tệp ở {}", desk.folder.display());
    for name in ["danh-sach-can-den.xlsx", "doi-soat.csv", "bang-chung.csv"]
        .iter()
        .chain(REPORTS.iter().map(|(_, n)| n))
    {
        println!("  {name}");
    }
    println!("  {BOOK} (mật khẩu: {PASSPHRASE})");
    Ok(desk.folder.join(BOOK))
}

/// Logs one evening: the people whom reconciliation was sure of, one after the other.
fn log_visits(desk: &Desk<'_>, verdicts: &str) -> Result<usize, String> {
    let codes = fields(verdicts).filter(|row| row.get(2).is_some_and(|v| v == "matched"));
    let codes = codes.filter_map(|row| row.get(3).cloned()).take(VISITS);
    let mut visited = 0;
    for ((code, outcome), minute) in codes.zip(OUTCOMES.iter().cycle()).zip(0..) {
        let at = format!("{TODAY}T{:02}:{:02}:00+07:00", 18 + minute * 5 / 60, minute * 5 % 60);
        let start = ["visit", "log", "--citizen", &code, "--at", &at, "--outcome"];
        desk.ask(&[&start, *outcome].concat())?;
        visited += 1;
    }
    Ok(visited)
}

/// The folder of the sample and the program that works in it.
struct Desk<'a> {
    folder: PathBuf,
    program: &'a OsStr,
    starts: &'a dyn Fn(&mut Command),
}

impl<'a> Desk<'a> {
    /// An empty folder; what the last sample left there is invented and goes.
    fn clear(folder: &str, program: &'a OsStr, starts: &'a dyn Fn(&mut Command)) -> Result<Self, String> {
        let folder = project().join("target").join(folder);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        }
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        Ok(Self { folder, program, starts })
    }

    /// Runs one command on the sample book and gives its JSON.
    fn ask(&self, args: &[&str]) -> Result<String, String> {
        let mut command = Command::new(self.program);
        (self.starts)(&mut command);
        command.arg("--book").arg(self.folder.join(BOOK)).args(["--json", "--now", NOW]).args(args);
        let output = command.env("TUNG_NHA_PASSPHRASE", PASSPHRASE).output().map_err(|e| e.to_string())?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("`tung-nha-cli {}` failed: {}", args.join(" "), said.trim()))
    }
}

/// "1.234 dòng: …" from the accounting of an import.
fn accounting(json: &str) -> String {
    let n = |key| number(json, key);
    format!(
        "{} dòng = {} thêm + {} cập nhật + {} như cũ + {} bỏ qua + {} trả lại để sửa",
        n("rows_in"),
        n("added"),
        n("updated"),
        n("unchanged"),
        n("skipped"),
        n("rejected")
    )
}

/// The first number of `key` in flat JSON.
fn number(json: &str, key: &str) -> String {
    let after = json.split_once(&format!("\"{key}\":")).map_or("", |(_, after)| after);
    after.trim_start().chars().take_while(char::is_ascii_digit).collect()
}

/// The rows of a CSV below its headings.
fn fields(csv: &str) -> impl Iterator<Item = Vec<String>> {
    csv.lines().skip(1).map(|line| {
        let mut row = vec![String::new()];
        let mut quoted = false;
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(String::new()),
                c => row.last_mut().into_iter().for_each(|field| field.push(c)),
            }
        }
        row
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_fields_are_read() {
        assert_eq!(number(r#"{"rows_in": 12,"added":7}"#, "added"), "7");
        assert_eq!(number(r#"{"rows_in": 12,"added":7}"#, "rows_in"), "12");
        let rows: Vec<_> = fields("sheet,row,verdict\n\"A, B\",7,matched\n").collect();
        assert_eq!(rows, [["A, B", "7", "matched"]]);
    }
}
