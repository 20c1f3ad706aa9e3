//! Headings, columns, encodings and rows as the field has them.

use super::aliases::{ALIASES, candidates};
use super::*;
use crate::domain::hamlets::places_in;

/// Rows of text by '|'; `#12` is a number; a row of "" is blank; "^" merges the cell with the one on its left.
fn sheet(rows: &[&str]) -> Sheet {
    let mut sheet = Sheet { name: "Trang".to_owned(), ..Sheet::default() };
    for (at, text) in rows.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        let number = u32::try_from(at).unwrap() + 1;
        let mut cells: Vec<Cell> = Vec::new();
        for (column, text) in text.split('|').map(str::trim).enumerate() {
            cells.push(match text.strip_prefix('#') {
                Some(n) => Cell::Number(n.parse().unwrap()),
                None if text.is_empty() || text == "^" => Cell::Empty,
                None => Cell::Text(text.to_owned()),
            });
            if text == "^" {
                let column = u32::try_from(column).unwrap();
                match sheet
                    .merged
                    .last_mut()
                    .filter(|(top, _, _, right)| *top == number && *right + 1 == column)
                {
                    Some(area) => area.3 = column,
                    None => sheet.merged.push((number, column - 1, number, column)),
                }
            }
        }
        sheet.rows.push(SheetRow { number, cells, fonts: Vec::new() });
    }
    sheet
}

fn fields(layout: &Layout) -> String {
    let name = |column: &SheetColumn| column.field.map_or("-", Field::name);
    layout.columns.iter().map(name).collect::<Vec<_>>().join(" ")
}

fn check(rows: &[&str], header: (u32, u32), expect: &str) -> Layout {
    let layout = find(&sheet(rows), &ColumnsSaid::default()).unwrap().unwrap();
    assert_eq!((layout.header, fields(&layout).as_str()), (header, expect), "{layout:#?}");
    layout
}

#[test]
fn every_variant_of_the_field_is_known() {
    // The list that the alias table started from, with the names of its fields.
    for (heading, expect) in [
        ("Họ và tên người được kích hoạt tài khoản", "ho_ten"),
        ("Họ, chữ đệm và tên khai sinh", "ho_ten"),
        ("Ngày, tháng, năm sinh", "ngay_sinh"),
        ("Số CCCD của người được kích hoạt tài khoản", "so_dinh_danh"),
        ("Số ĐDCN/CCCD", "so_dinh_danh"),
        ("SDT đăng ký định danh", "dien_thoai"),
        ("Nơi ĐKTT", "thuong_tru"),
        ("Nơi ở hiện nay", "noi_o"),
        ("Ấp, khu phố", "to_thon"),
        ("Tổ nhân dân tự quản", "to_thon"),
        ("Quan hệ với chủ hộ", "quan_he"),
        ("Trạng thái hồ sơ", "trang_thai"),
        ("Mức độ 02", "muc_2"),
        ("Ngày kích hoạt", "ngay_kich_hoat"),
        ("Mã hộ", "ma_ho"),
        ("Mã công dân", "ma_cong_dan"),
        ("Thứ tự đi", "thu_tu_di"),
        ("Số CMND cũ", "cmnd_cu"),
        ("Điện thoại thông minh (có/không)", "smartphone"),
        ("Máy tính có kết nối internet", "internet"),
        ("Tình trạng cư trú", "residence"),
        ("HỌ VÀ TÊN (*)", "name"),
        ("Số điện thoại liên hệ của công dân", "phone"),
        ("Có điện thoại thông minh không?", "smartphone"),
        ("Ngày tháng năm sinh (ghi theo CCCD)", "birth"),
    ] {
        let found = candidates(&[heading.to_owned()], true);
        let expect: Field = expect.parse().unwrap();
        assert!(found.iter().any(|c| c.field == Some(expect)), "{heading}: {found:?}");
    }
    for heading in [
        "Ngày cấp CCCD",
        "Số CCCD của chủ hộ",
        "Lỗi",
        "Cách sửa",
        "Tổng số tài khoản đã kích hoạt",
        "Họ tên cha",
    ] {
        let found = candidates(&[heading.to_owned()], true);
        assert!(found.iter().all(|c| c.field.is_none()), "{heading}: {found:?}");
    }
    let error = "ho_va_ten".parse::<Field>().unwrap_err();
    assert_eq!(error.code, "layout.unknown_field");
}

#[test]
fn the_alias_table_is_sound() {
    for (heading, fields) in &ALIASES.exact {
        let sure: Vec<_> = fields.iter().filter(|(_, weak)| !weak).collect();
        assert!(sure.len() <= 1, "{heading} is surely two things: {fields:?}");
    }
    for (field, name, vietnamese) in Field::NAMES {
        assert_eq!(name.parse::<Field>().unwrap(), field);
        assert_eq!(vietnamese.parse::<Field>().unwrap(), field);
        let known = ALIASES.exact.values().flatten().any(|(of, _)| *of == Some(field));
        assert!(known, "no heading leads to {name}");
    }
}

#[test]
fn titles_then_one_row() {
    check(
        &[
            "UBND XÃ THỬ NGHIỆM|^|^||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|^",
            "",
            "DANH SÁCH NHÂN KHẨU THÔN 1|^|^|^|^|^",
            "(Số liệu tính đến ngày 01/11/2026)|^|^|^|^|^",
            "STT|Họ và tên|Ngày sinh|Giới tính|Số CCCD|SĐT",
            "(1)|(2)|(3)|(4)|(5)|(6)",
            "#1|Nguyễn Văn An|01/02/1980|Nam|038080001234|0912345678",
        ],
        (5, 5),
        "ordinal name birth sex number phone",
    );
}

#[test]
fn merged_headings_over_two_and_three_rows() {
    check(
        &[
            "STT|Họ và tên|Năm sinh|^|Mức độ định danh|^|Ghi chú",
            "||Nam|Nữ|Mức 1|Mức 2|",
            "1|2|3|4|5|6|7",
            "#1|Nguyễn Văn An|#1980||x||",
        ],
        (1, 2),
        "ordinal name birth-male birth-female level1 level2 note",
    );
    check(
        &[
            "TT|Thông tin công dân|^|^|^|^|Số điện thoại",
            "|Họ và tên|^|Ngày sinh|^|^|",
            "|Họ đệm|Tên|Ngày|Tháng|Năm|",
            "#1|Nguyễn Văn|An|#1|#2|#1980|0912345678",
        ],
        (1, 3),
        "ordinal family-name given-name birth-day birth-month birth-year phone",
    );
    check(
        &["Họ tên|Sinh|^|^|CCCD", "|Ngày|Tháng|Năm|", "Lê B|#1|#2|#1980|038080001234"],
        (1, 2),
        "name birth-day birth-month birth-year number",
    );
    // CSV knows no merged areas.
    check(
        &["STT|Họ và tên|Năm sinh||CCCD", "||Nam|Nữ|", "1|Nguyễn Văn An|1980||038080001234"],
        (1, 2),
        "ordinal name birth-male birth-female number",
    );
    // A name merged over two columns without a second heading row.
    check(
        &[
            "STT|Họ và tên|^|Ngày sinh|CCCD",
            "1|Nguyễn Văn|An|01/01/1980|038080001234",
            "2|Lê Thị|Bình|01/01/1981|038181001234",
            "3|Phạm|Cường|01/01/1982|038082001234",
        ],
        (1, 1),
        "ordinal family-name given-name birth number",
    );
}

#[test]
fn content_decides_where_the_heading_does_not() {
    check(
        &[
            "STT|Họ tên|Số|Liên hệ|Địa chỉ|Nơi thường trú|Ngày cấp|Nơi cấp",
            "1|Nguyễn Văn An|038080001234|0912345678|Ngõ 3|Thôn 1|01/01/2021|Cục CS",
            "2|Lê Thị Bình|038181001235|0912345679|Ngõ 4|Thôn 1|02/01/2021|Cục CS",
            "3|Phạm Cường|038082001236|0912345670|Ngõ 5|Thôn 1|03/01/2021|Cục CS",
        ],
        (1, 1),
        "ordinal name number phone present-address address - -",
    );
    check(
        &[
            "STT|Họ tên|Số|Mức độ|Trạng thái|Ngày cấp",
            "1|Nguyễn Văn An|0912345678|M2|Đã cấp|01/01/2021",
            "2|Lê Thị Bình|0912345679|M1|Đã cấp|01/01/2021",
            "3|Phạm Cường|0912345677|M1|Đã cấp|01/01/2021",
        ],
        (1, 1),
        "ordinal name phone level state approved-on",
    );
    check(&["Thôn|Xóm|Họ tên|Ngày sinh", "1|A|Lê B|1950"], (1, 1), "hamlet alley name birth");
    check(&["STT|Xóm|Họ tên|Ngày sinh", "1|A|Lê B|1950"], (1, 1), "ordinal hamlet name birth");
}

#[test]
fn no_two_columns_take_one_field() {
    let layout = check(
        &["Họ tên|Số CCCD|CCCD|Ngày sinh", "Lê B|038080001234|038080001234|1950"],
        (1, 1),
        "name number - birth",
    );
    assert_eq!(layout.lost(), [("CCCD", Field::Number)]);
}

#[test]
fn covers_have_no_headings_and_lists_need_names() {
    let none = |rows: &[&str]| assert_eq!(find(&sheet(rows), &ColumnsSaid::default()).unwrap(), None);
    none(&["HƯỚNG DẪN NHẬP LIỆU", "Điền đủ các cột, mỗi người một dòng."]);
    none(&["STT|Thôn|Số hộ|Số nhân khẩu|Ghi chú", "1|Thôn 1|120|430|"]);
    none(&[]);
    let rows = ["STT|Ai|Ngày sinh|Số CCCD", "1|Lê B|1950|038080001234"];
    assert_eq!(find(&sheet(&rows), &ColumnsSaid::default()).unwrap_err().code, "layout.no_name");
    let fields_said = BTreeMap::from([(Field::Name, "ai".to_owned())]);
    let told = ColumnsSaid { fields: fields_said, ..ColumnsSaid::default() };
    assert_eq!(fields(&find(&sheet(&rows), &told).unwrap().unwrap()), "ordinal name birth number");
}

#[test]
fn headings_in_old_encodings() {
    let tcvn3 = ["STT|Hä vµ tªn|Ngµy sinh|Sè CCCD", "1|NguyÔn V¨n An|1950|038080001234"];
    let layout = check(&tcvn3, (1, 1), "ordinal name birth number");
    assert!(layout.columns.iter().all(|c| c.encoding == Encoding::Tcvn3));
    assert_eq!(layout.columns[1].heading, "Họ và tên");
    let vni = ["STT|Hoï vaø teân|Ngaøy sinh|Soá CCCD", "1|Nguyeãn Vaên An|1950|038080001234"];
    let layout = check(&vni, (1, 1), "ordinal name birth number");
    assert_eq!(layout.columns[1].encoding, Encoding::Vni);
    // A column that holds Unicode is Unicode, whatever the headings are in.
    let mixed = ["STT|Hä vµ tªn|Ngµy sinh|Ghi chó", "1|Nguyễn Văn An|1950|Hoàng", "2|Lê Hùng|1951|"];
    let layout = check(&mixed, (1, 1), "ordinal name birth note");
    assert_eq!(layout.columns[1].encoding, Encoding::Unicode);
}

#[test]
fn what_a_column_holds_tells_where_its_heading_does_not() {
    let numbers = |heading: &str, expect: &str| {
        let head = format!("STT|Họ tên|{heading}");
        let rows = [&head, "1|Trần An|038050001234", "2|Lê Vân|#38155001235", "3|Bùi Bình|038060001236"];
        check(&rows, (1, 1), &format!("ordinal name {expect}"));
    };
    numbers("Giấy tờ (CMND/CCCD)", "number-or-old");
    numbers("Mã trên thẻ", "number-or-old");
    let relations = |heading: &str, expect: &str| {
        let head = format!("STT|Họ tên|{heading}");
        let rows = [&head, "1|Trần An|Chủ hộ", "2|Lê Vân|Vợ", "3|Trần Bình|Con trai"];
        check(&rows, (1, 1), &format!("ordinal name {expect}"));
    };
    relations("Là gì với chủ hộ", "relation");
    relations("Chủ hộ", "relation");
    let heads = ["STT|Họ tên|Chủ hộ", "1|Trần An|Trần An", "2|Lê Vân|Trần An", "3|Bùi Bình|Bùi Bình"];
    check(&heads, (1, 1), "ordinal name head");
}

#[test]
fn names_in_an_old_encoding_below_unicode_headings() {
    let rows = |names: [&str; 4]| {
        let mut rows = vec!["STT|Họ và tên|Ngày sinh".to_owned()];
        rows.extend(names.iter().map(|name| format!("1|{name}|1950")));
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        find(&sheet(&rows), &ColumnsSaid::default()).unwrap().unwrap().columns[1].encoding
    };
    assert_eq!(rows(["NguyÔn V¨n An", "TrÇn ThÞ B", "Lª Hïng", "Ph¹m C"]), Encoding::Tcvn3);
    assert_eq!(rows(["Nguyeãn Vaên An", "Traàn Thò B", "Leâ Huøng", "Phaïm C"]), Encoding::Vni);
    assert_eq!(rows(["Giµng A P¸o", "Lß ThÞ S¸o", "Y Br\u{ad} Niª", "Sïng A Tña"]), Encoding::Tcvn3);
    assert_eq!(rows(["Hoàng Anh", "Lê Hùng", "Vũ Hà", "Hoàng Hà"]), Encoding::Unicode);
    // One who was typed later, in another font, does not make the list Unicode.
    assert_eq!(rows(["NguyÔn V¨n An", "TrÇn ThÞ B", "Lª Hïng", "Lò Thị Ới"]), Encoding::Tcvn3);
    assert_eq!(rows(["NguyÔn V¨n An", "Trần Thị B", "Lê Hùng", "Lò Thị Ới"]), Encoding::Unicode);
    assert_eq!(rows(["Giàng Páo", "Lò Sáo", "Niê Hà", "Êban Lò"]), Encoding::Unicode);
    assert_eq!(rows(["Hoàng Anh", "Lê Hùng", "Hoàng Lâm", "Lê Hà"]), Encoding::Unicode);
}

#[test]
fn fonts_decide_first() {
    let mut sheet = sheet(&["STT|Họ tên|Ngày sinh|Quê", "1|Hoàng Anh|1950|Hà", "2|NguyÔn B|1951|"]);
    for row in sheet.rows.iter_mut().skip(1) {
        row.fonts = vec![FontKind::Plain; row.cells.len()];
        row.fonts[1] = FontKind::Tcvn3;
    }
    let layout = find(&sheet, &ColumnsSaid::default()).unwrap().unwrap();
    let encodings: Vec<_> = layout.columns.iter().map(|c| c.encoding).collect();
    assert_eq!(encodings, [Encoding::Unicode, Encoding::Tcvn3, Encoding::Unicode, Encoding::Unicode]);
}

fn kinds(rows: &[&str]) -> Vec<RowKind> {
    let mut all = vec!["STT|Họ và tên|Ngày sinh|Giới tính|Số CCCD|SĐT|Ghi chú"];
    all.extend(rows);
    let sheet = sheet(&all);
    let layout = find(&sheet, &ColumnsSaid::default()).unwrap().unwrap();
    assert_eq!(layout.header, (1, 1));
    classify(&sheet, &layout, false, &[])
}

fn check_kind(row: &str, expect: RowKind) {
    assert_eq!(kinds(&[row]), [expect], "{row}");
}

#[test]
fn people_are_never_lost() {
    for row in [
        "#1|Nguyễn Văn An|01/01/1950|Nam|038050001234|0912345678|",
        "|Nguyễn Văn An|||038050001234||",
        "|Tống Văn An|#1950||||",
        "#7|Tổng Văn An|||038050001234||",
        "#7|Hồ Văn Tổ|||||",
        "#7|To Van An|||||",
        "|Nguyễn Văn An|||||",
        "|Hộ Thị Ấp||Nữ|||",
        "#3||01/01/1950|Nữ|038050001234||chưa rõ tên",
        "#3|Y|#1950||||",
        "#3|Thôn Thị Bản|#1950|nữ|||",
    ] {
        check_kind(row, RowKind::Person);
    }
    // People after a signature block, of the next hamlet on the same sheet.
    assert_eq!(
        kinds(&[
            "|||Kiên Hải, ngày 05 tháng 01 năm 2026|||",
            "|NGƯỜI LẬP BIỂU|||TRƯỞNG THÔN||",
            "|(Ký, ghi rõ họ tên)|||||",
            "|Trần Văn Biểu|||Lê Trưởng||",
            "Thôn 2",
            "#1|Nguyễn Văn An|#1950||||"
        ]),
        [
            RowKind::Footer,
            RowKind::Footer,
            RowKind::Footer,
            RowKind::Footer,
            RowKind::Group("Thôn 2".to_owned()),
            RowKind::Person
        ]
    );
}

#[test]
fn groups_name_their_hamlet() {
    let check = |row: &str, name: &str| check_kind(row, RowKind::Group(name.to_owned()));
    check("Thôn 1", "Thôn 1");
    check("I|Thôn Đoài", "Thôn Đoài");
    check("I. Thôn Đoài (25 hộ, 98 khẩu)", "Thôn Đoài");
    check("|Tổ 3: 12 hộ|||||", "Tổ 3");
    check("|TỔ DÂN PHỐ SỐ 4|||||", "TỔ DÂN PHỐ SỐ 4");
    check("Ấp Bình An - 30 hộ", "Ấp Bình An");
    check("II|Đoài Thượng", "Đoài Thượng");
    check("Địa bàn: Khu phố 2", "Khu phố 2");
    check("THON 5", "THON 5");
    check("Xóm Trại|||||#25|", "Xóm Trại");
}

/// What the rows of a sheet of this title are, a group as "name:", an alley as "– name".
fn parts(within: bool, title: &str, rows: &str) -> String {
    let mut all = vec!["STT|Họ và tên|Ngày sinh"];
    all.extend(rows.split("; "));
    let sheet = sheet(&all);
    let layout = find(&sheet, &ColumnsSaid::default()).unwrap().unwrap();
    let kinds = classify(&sheet, &layout, within, &places_in(title)).into_iter().map(|kind| match kind {
        RowKind::Group(name) => format!("{name}:"),
        RowKind::Alley(name) => format!("– {name}"),
        other => format!("{other:?}"),
    });
    kinds.collect::<Vec<_>>().join("; ")
}

#[test]
fn groups_below_a_hamlet_are_its_alleys() {
    let check =
        |within: bool, rows: &str, expect: &str| assert_eq!(parts(within, "", rows), expect, "{rows}");
    check(false, "Ngõ 1; NGÕ 2 (12 hộ); Hẻm 3; I. Kiệt 4", "– Ngõ 1; – NGÕ 2; – Hẻm 3; – Kiệt 4");
    check(false, "Ngo 1; |Ngo Van A", "– Ngo 1; Person");
    check(
        false,
        "Thôn 1; Xóm Trại; Ngõ 5; Tổ 2; Thôn 2; Ngõ 5",
        "Thôn 1:; – Xóm Trại; – Xóm Trại, Ngõ 5; – Tổ 2; Thôn 2:; – Ngõ 5",
    );
    check(false, "Xóm 1; Xóm 2; Tổ 3", "Xóm 1:; Xóm 2:; Tổ 3:");
    check(true, "Xóm 1; Tổ 3; Cụm 2", "– Xóm 1; – Tổ 3; – Cụm 2");
    check(true, "Tổ dân phố 3; Thôn 4", "Tổ dân phố 3:; Thôn 4:");
}

#[test]
fn places_that_the_title_names_and_rows_head_are_hamlets() {
    let check =
        |title: &str, rows: &str, expect: &str| assert_eq!(parts(true, title, rows), expect, "{title}");
    let two = "Thôn Đoài; Ngõ 1; Xóm Đông; Ngõ 2; Tổ 3";
    check("Xóm Đông, Thôn Đoài", two, "Thôn Đoài:; – Ngõ 1; Xóm Đông:; – Ngõ 2; – Tổ 3");
    check("Xóm Đông – Thôn Đoài", two, "Thôn Đoài:; – Ngõ 1; Xóm Đông:; – Ngõ 2; – Tổ 3");
    check("Xóm Đông, Ấp Tây", "Xóm Đông; Ấp Tây", "Xóm Đông:; Ấp Tây:");
    check("Xóm Đông - Xóm Tây", "Xóm Đông; Xóm Tây", "Xóm Đông:; Xóm Tây:");
    check("Thôn Đoài", two, "Thôn Đoài:; – Ngõ 1; – Xóm Đông; – Xóm Đông, Ngõ 2; – Tổ 3");
    // A part of the hamlet, which no row heads.
    check("Xóm Đông, Thôn Đoài", "Thôn Đoài; Xóm Tây", "Thôn Đoài:; – Xóm Tây");
}

#[test]
fn households_name_their_head_or_code() {
    let check = |row: &str, code: &str, head: &str| {
        check_kind(row, RowKind::Household { code: code.to_owned(), head: head.to_owned() });
    };
    check("Hộ ông Nguyễn Văn An (4 khẩu)", "", "Nguyễn Văn An");
    check("Hộ số 12: Nguyễn Văn Bình", "12", "Nguyễn Văn Bình");
    check("|Hộ bà: Lê Thị C|||||", "", "Lê Thị C");
    check("Hộ 12", "12", "");
    check("Mã hộ: H-012 - ông Trần D", "H-012", "Trần D");
    check("Chủ hộ: Phạm E, 5 khẩu", "", "Phạm E");
    check("#3|Hộ gia đình bà Phạm E|||||", "", "Phạm E");
}

#[test]
fn the_rest_is_skipped() {
    for row in
        ["Tổng cộng||||#25||", "|CỘNG|||||", "Cộng thôn 1: 25 hộ", "Tổng số: 25 người", "|Tổng|#12||#13||"]
    {
        check_kind(row, RowKind::Subtotal);
    }
    for row in [
        "(1)|(2)|(3)|(4)|(5)|(6)|(7)",
        "#1|#2|#3|#4|#5|#6|#7",
        "A|B|1|2|3|4|5",
        "STT|Họ và tên|Ngày sinh|Giới tính|Số CCCD|SĐT|Ghi chú",
        "#25||||||",
    ] {
        check_kind(row, RowKind::Numbering);
    }
    for row in [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "|NGƯỜI LẬP BIỂU|||TM. UBND XÃ||",
        "Danh sách này có 25 người./.",
        "KT. CHỦ TỊCH",
    ] {
        check_kind(row, RowKind::Footer);
    }
}
