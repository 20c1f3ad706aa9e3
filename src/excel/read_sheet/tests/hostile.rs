//! Files made to exhaust the machine: each is read by a child process whose peak of memory is measured.

use std::fmt::Write as _;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use zip::ZipWriter;

use super::{ods, rezip, sample, with_rows, zipped};
use crate::excel::read_sheet::SourceFile;

/// More than any file may make of the process that reads it.
const MOST_MEMORY: u64 = 512 << 20;
/// The child's address space: beyond it, reserving aborts.
const ADDRESS_SPACE_KIB: u64 = 1 << 20;
/// Tests are not optimised and share the machine with others.
const LONGEST: Duration = Duration::from_secs(120);

/// Digits and letters that deflate cannot shrink to less than half: they keep a bomb under any ratio.
fn noise(length: usize) -> String {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut out = String::with_capacity(length + 16);
    while out.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let _ = write!(out, "{state:016x}");
    }
    out
}

/// `piece` over and over to `size` bytes, with noise in comments between.
fn diluted(piece: &str, size: usize) -> String {
    let block = piece.repeat((8 << 20) / piece.len());
    let mut out = String::with_capacity(size + size / 64);
    while out.len() < size {
        out.push_str(&block);
        let _ = write!(out, "<!--{}-->", noise(100_000));
    }
    out
}

/// The sample with some of its parts replaced and others added.
fn with_parts(parts: &[(&str, &str)]) -> Vec<u8> {
    let whole = rezip(&sample().save_to_buffer().unwrap(), |name, content| {
        (!parts.iter().any(|(part, _)| *part == name)).then_some(content)
    });
    let mut zip = ZipWriter::new_append(Cursor::new(whole)).unwrap();
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn strings(xml: &str) -> Vec<u8> {
    with_parts(&[("xl/sharedStrings.xml", xml)])
}

/// One column of cells that all show the first of these strings.
fn with_strings(xml: &str, rows: u32) -> Vec<u8> {
    let cells: String = (1..=rows)
        .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>"))
        .collect();
    rezip(&with_rows(&cells), |name, content| {
        Some(if name == "xl/sharedStrings.xml" { xml.as_bytes().to_vec() } else { content })
    })
}

const THREE: &str = "<si><t>STT</t></si><si><t>Họ và tên</t></si><si><t>Nguyễn Văn An</t></si>";

fn styles(fonts: &str, formats: &str, cells: &str) -> Vec<u8> {
    let xml = format!(
        "<styleSheet><numFmts>{formats}</numFmts><fonts>{fonts}</fonts><cellXfs>{cells}</cellXfs></styleSheet>"
    );
    with_parts(&[("xl/styles.xml", &xml)])
}

fn many_sheets(count: usize) -> Vec<u8> {
    let mut sheets = String::new();
    for sheet in 0..count {
        let _ = write!(sheets, "<sheet name=\"{sheet}\" sheetId=\"{sheet}\" r:id=\"rId1\"/>");
    }
    let xml = format!("<workbook xmlns:r=\"r\"><sheets>{sheets}</sheets></workbook>");
    with_parts(&[("xl/workbook.xml", &xml)])
}

fn ods_content(content: &str) -> Vec<u8> {
    let content = format!("<office:document-content>{content}</office:document-content>");
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml", content.into_bytes()),
    ])
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [kind.to_le_bytes().as_slice(), &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
}

/// A stream of the old format whose one string of 60,000 letters stands in `cells` cells of each of `sheets` sheets,
/// which all lie at one place.
fn old_stream(sheets: u32, cells: u16) -> Vec<u8> {
    let bof = |kind: u8| record(0x0809, &[&[0, 6, kind, 0][..], &[0; 12]].concat());
    let mut strings = record(0x00FC, &[&[1, 0, 0, 0, 1, 0, 0, 0, 0x60, 0xEA, 0][..], &[b'a'; 8000]].concat());
    for length in [8000, 8000, 8000, 8000, 8000, 8000, 4000] {
        strings.extend(record(0x003C, &[&[0][..], &vec![b'a'; length]].concat()));
    }
    let end = record(0x000A, &[]);
    let length = bof(5).len() + sheets as usize * 18 + strings.len() + end.len();
    let place = u32::try_from(length).unwrap().to_le_bytes();
    let mut out = bof(5);
    for sheet in 0..sheets {
        out.extend(record(0x0085, &[&place[..], &[0, 0, 6, 0], format!("{sheet:06}").as_bytes()].concat()));
    }
    out.extend([strings, end.clone(), bof(0x10)].concat());
    assert_eq!(out.len(), length + bof(5).len());
    for row in 0..cells {
        out.extend(record(0x00FD, &[&row.to_le_bytes()[..], &[0; 8]].concat()));
    }
    out.extend(end);
    out
}

/// A compound file of these streams: directory, streams, then the table of sectors.
fn old_file(streams: &[Vec<u8>]) -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    let entry = |name: &str, kind: u8, start: u32, size: usize| {
        let mut entry = vec![0_u8; 128];
        for (at, unit) in name.encode_utf16().enumerate() {
            entry[at * 2..at * 2 + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&u32::try_from(size).unwrap().to_le_bytes());
        entry
    };
    let mut directory = entry("Root Entry", 5, END, 0);
    let (mut body, mut table) = (Vec::new(), vec![END]);
    for stream in streams {
        let start = u32::try_from(table.len()).unwrap();
        let sectors = u32::try_from(stream.len().div_ceil(512)).unwrap();
        directory.extend(entry("Workbook", 2, start, stream.len()));
        table.extend((1..sectors).map(|sector| start + sector).chain([END]));
        body.extend_from_slice(stream);
        body.resize(body.len().next_multiple_of(512), 0);
    }
    directory.resize(512, 0);
    let first = u32::try_from(table.len()).unwrap();
    let sectors = u32::try_from((table.len() + 110).div_ceil(128)).unwrap();
    table.resize(sectors as usize * 128, 0xFFFF_FFFF);
    let mut header = vec![0_u8; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    header[24..34].copy_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    header[44..48].copy_from_slice(&sectors.to_le_bytes());
    header[56..60].copy_from_slice(&4096_u32.to_le_bytes());
    header[60..64].copy_from_slice(&END.to_le_bytes());
    header[68..72].copy_from_slice(&END.to_le_bytes());
    header[76..].fill(0xFF);
    for sector in 0..sectors {
        let at = 76 + sector as usize * 4;
        header[at..at + 4].copy_from_slice(&(first + sector).to_le_bytes());
    }
    let table = table.iter().flat_map(|id| id.to_le_bytes()).collect();
    [header, directory, body, table].concat()
}

fn ods_rows(rows: u32, columns: u32, length: usize) -> Vec<u8> {
    ods(&format!(
        "<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell office:value-type=\"string\" \
         table:number-columns-repeated=\"{columns}\"><text:p>{}</text:p></table:table-cell></table:table-row>",
        "a".repeat(length)
    ))
}

/// A workbook among many empty parts.
fn crowd(parts: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new_append(Cursor::new(sample().save_to_buffer().unwrap())).unwrap();
    for part in 0..parts {
        zip.start_file(format!("a/{part}"), zip::write::SimpleFileOptions::default()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A binary workbook whose table of strings claims two billions and has `items`.
fn xlsb_strings(items: &[u8]) -> Vec<u8> {
    let claim = [0x9F, 0x01, 8, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F];
    zipped(&[
        ("xl/workbook.bin", vec![0x90, 0x01, 0, 0x9D, 0x01, 0]),
        ("xl/sharedStrings.bin", [&claim[..], items].concat()),
    ])
}

/// The child: reads the file that it is told and says how that went.
#[test]
#[ignore = "the child of the test below"]
fn child() {
    let Some(path) = std::env::var_os("HOSTILE_FILE") else { return };
    let outcome = SourceFile::open(Path::new(&path))
        .and_then(|mut file| (0..file.sheet_names().len()).try_for_each(|index| file.read(index).map(drop)));
    println!("outcome={}", outcome.err().map_or("", |error| error.code));
    tell_peak();
}

/// What came of a test that ran in a process of its own, with little address space.
pub(super) struct Child {
    pub(super) outcome: String,
    /// Most memory at once, in bytes.
    pub(super) peak: u64,
    pub(super) said: String,
}

/// Runs an ignored test of this folder in a process of its own.
pub(super) fn in_child(test: &str, environment: &[(&str, String)]) -> Child {
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("ulimit -c 0; ulimit -v {ADDRESS_SPACE_KIB}; \"$0\" \"$@\"; echo status=$?"))
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &format!("excel::read_sheet::tests::{test}"), "--ignored", "--nocapture"])
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .env("RUST_BACKTRACE", "0")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let find = |key: &str| said.lines().find_map(|line| line.split(key).nth(1)).map(str::to_owned);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let outcome = match find("outcome=") {
        Some(outcome) if stderr.contains("panicked") => format!("{outcome} with a panic on stderr"),
        Some(outcome) => outcome,
        None => format!("died: {} {stderr}", find("status=").unwrap_or_default()),
    };
    let peak = find("peak=").and_then(|kib| kib.parse::<u64>().ok()).map_or(0, |kib| kib << 10);
    Child { outcome, peak, said }
}

/// Tells the parent how much memory this process had at most.
pub(super) fn tell_peak() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    println!("peak={}", peak.trim().trim_end_matches(" kB"));
}

/// `cargo test --lib hostile -- --nocapture` prints the figures of each.
#[test]
fn no_file_takes_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("thu.xlsx");
    let mut wrong = Vec::new();
    // What is said of the file; "" when it can simply be read.
    let mut check = |name: &str, bytes: Vec<u8>, expect: &str| {
        std::fs::write(&path, &bytes).unwrap();
        let start = Instant::now();
        let Child { outcome, peak, .. } =
            in_child("hostile::child", &[("HOSTILE_FILE", path.display().to_string())]);
        let time = start.elapsed();
        println!("{name}: {} KB, \"{outcome}\", {} MB, {time:.1?}", bytes.len() >> 10, peak >> 20);
        if outcome != expect || peak > MOST_MEMORY || time > LONGEST {
            wrong.push(format!("{name}: \"{outcome}\" instead of \"{expect}\", {} MB, {time:?}", peak >> 20));
        }
    };
    // Shared strings: what a part claims of itself.
    check("claim in single quotes", strings(&format!("<sst uniqueCount='10000000000'>{THREE}</sst>")), "");
    check(
        "claim with a prefix",
        strings(&format!("<x:sst uniqueCount =\n\"99999999999\">{THREE}</x:sst>")),
        "",
    );
    let claim = "<sst count=\"1\" uniqueCount=\"10000000000\">";
    check("claim behind a comment", strings(&format!("<!--{}-->{claim}{THREE}</sst>", noise(140_000))), "");
    let second = with_parts(&[("xl/sharedstrings.xml", "<sst uniqueCount='10000000000'/>")]);
    check("a second part of strings", second, "file.damaged");
    // What it has.
    let many = diluted("<si/>", 160 << 20);
    check("33 million strings", strings(&format!("<sst>{many}</sst>")), "file.too_many_cells");
    let pieces = diluted("<a/>a", 160 << 20);
    check(
        "a string of many pieces",
        strings(&format!("<sst><si><t>{pieces}</t></si></sst>")),
        "file.cell_too_long",
    );
    let text = "a".repeat(100_000);
    let long = format!("<sst><si><t>{text}</t></si></sst>");
    check("a long string in 20,000 cells", with_strings(&long, 20_000), "file.too_many_cells");
    // Styles, sheets, names.
    let xfs = "<xf numFmtId=\"200\" fontId=\"0\"/>".repeat(50_000);
    check("12 million styles", styles("", "", &"<xf/>".repeat(12_000_000)), "file.bomb");
    check("9 million fonts", styles(&"<font/>".repeat(9_000_000), "", ""), "file.bomb");
    check(
        "a long font in many styles",
        styles(&format!("<font><name val=\"{text}\"/></font>"), "", &xfs),
        "",
    );
    let format = format!("<numFmt numFmtId=\"200\" formatCode=\"{text}\"/>");
    check("a long format in many styles", styles("", &format, &xfs), "");
    check("200,000 sheets", many_sheets(200_000), "file.too_many_cells");
    let name = format!("<workbook><definedNames><definedName name=\"a\">{}", diluted("<a/>", 160 << 20));
    check("a name that never ends", with_parts(&[("xl/workbook.xml", &name)]), "file.bomb");
    // Cells.
    let comment = format!("<{}", noise(1000)).repeat(100_000);
    check("a comment of 100 MB", with_rows(&format!("<!--{comment}-->")), "file.cell_too_long");
    let cell = format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    check(
        "a wide row of long texts",
        with_rows(&format!("<row>{}</row>", cell.repeat(600))),
        "file.too_many_columns",
    );
    check("20 million tags within each other", with_rows(&"<a>".repeat(20_000_000)), "file.damaged");
    check("60,000 parts", crowd(60_000), "file.bomb");
    // OpenDocument.
    check("ods of one kilobyte", ods_rows(10_000, 500, 100_000), "file.too_many_cells");
    check("ods of 200,000 sheets", ods_content(&"<table:table/>".repeat(200_000)), "file.too_many_cells");
    let full = "<table:table><table:table-row table:number-rows-repeated=\"200\"><table:table-cell \
         office:value-type=\"string\"><text:p>TEXT</text:p></table:table-cell></table:table-row></table:table>";
    check(
        "ods of 100 full sheets",
        ods_content(&full.replace("TEXT", &text).repeat(100)),
        "file.too_many_cells",
    );
    check(
        "ods whose tag never ends",
        ods_content(&format!("<a b=\"{}", noise(150 << 20))),
        "file.cell_too_long",
    );
    let cells = "<table:table-cell office:value-type=\"float\" office:value=\"1\"/>".repeat(2_000_000);
    let row = format!("<table:table><table:table-row>{cells}");
    check("ods with a row of 2 million cells", ods_content(&row), "file.too_many_columns");
    let hidden = "<style:style><style:table-properties table:display=\"false\"/></style:style>";
    check("ods of 400,000 hidden styles", ods_content(&hidden.repeat(400_000)), "file.bomb");
    // CSV.
    check("120 MB of commas", vec![b','; 120 << 20], "file.too_large");
    check("90 MB of commas", vec![b','; 90 << 20], "file.too_many_columns");
    check("90 MB in one field", vec![b'a'; 90 << 20], "file.cell_too_long");
    let quoted = [b"a,b\n\"".as_slice(), &vec![b'\n'; 90 << 20]].concat();
    check("quoted without end", quoted, "file.cell_too_long");
    check("90 MB of euros", b"\x80,\x80\n".repeat(22 << 20), "file.too_many_cells");
    let wide: Vec<u8> = "\u{FEFF}ế,ế\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check("90 MB of UTF-16", [&wide[..2], &wide[2..].repeat(11 << 20)].concat(), "file.too_many_cells");
    // The old and the binary format.
    check("xls, one string in many cells", old_file(&[old_stream(1, 60_000)]), "file.too_many_cells");
    check("xls of 60,000 sheets at one place", old_file(&[old_stream(60_000, 10)]), "file.too_many_cells");
    let two = [old_stream(1, 60_000), old_stream(1, 1)];
    check("xls with two streams of one name", old_file(&two), "file.too_many_cells");
    check("xlsb that claims billions of strings", xlsb_strings(&[]), "file.no_sheet");
    check("xlsb with a record of 256 MB", xlsb_strings(&[0x13, 0xFF, 0xFF, 0xFF, 0x7F]), "file.damaged");
    let empty = [0x13, 5, 0, 0, 0, 0, 0].repeat(10_000_000);
    check("xlsb of 10 million strings", xlsb_strings(&empty), "file.too_many_cells");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
