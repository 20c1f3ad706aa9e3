//! The sample opens with a passphrase that everybody knows: no real people get into it before it has one of its own.

use std::path::Path;

use serde_json::{Value, json};
use tung_nha::api::{self, Desk, Session};

const NOW: &str = "2026-11-21T19:00:00+07:00";
const FOREIGN: &str = "Họ và tên,Ngày sinh,Số ĐDCN,Nơi thường trú,Trạng thái
Phạm Văn Mẫu,01/02/1980,038080001111,Thôn Đoài,Đã kích hoạt mức 2";

fn call(desk: &mut Desk, name: &str, args: Value) -> Result<Value, &'static str> {
    api::call(desk, name, args).map_err(|e| e.code)
}

/// The sample in a folder, closed and opened again as its user does.
fn sample(folder: &Path) -> (Desk, Value) {
    let mut desk = Desk::new(Session::new(Some(NOW.parse().unwrap())));
    let demo =
        call(&mut desk, "demo", json!({ "people": 300, "seed": 3, "out": folder.join("mau") })).unwrap();
    let open = json!({ "path": demo["book"], "passphrase": demo["passphrase"] });
    call(&mut desk, "book_close", json!({})).unwrap();
    call(&mut desk, "book_open", open).unwrap();
    (desk, demo)
}

/// Every way in, as a command with its arguments.
fn ways_in(desk: &mut Desk, folder: &Path) -> Vec<(&'static str, Value)> {
    let file = folder.join("nguoi-that.csv");
    std::fs::write(&file, FOREIGN).unwrap();
    let file = json!({ "file": file });
    let roster = json!({ "file": file["file"], "as_of": "2026-11-20" });
    let hamlet = call(desk, "unit_list", json!({})).unwrap()[1]["id"].clone();
    let list = json!({ "unit": hamlet, "alley": null, "offset": 0, "limit": 1 });
    let house = call(desk, "household_list", list).unwrap()["households"][0]["household"]["id"].clone();
    let view = call(desk, "household_view", json!({ "household": house })).unwrap();
    let (unit, person) = (&view["household"]["unit_id"], &view["people"][0]["citizen"]["id"]);
    let home = json!({ "unit": unit, "head": "Phạm Văn Mẫu", "alley": "", "house_number": "9" });
    let form = json!({ "name": "Phạm Văn Mẫu", "birth": "1980", "sex": null, "number": "", "old_number": "",
        "phone": "", "relation": "", "residence": "", "address": "", "smartphone": null, "internet": null,
        "note": "" });
    vec![
        ("register_import", file.clone()),
        ("register_import", json!({ "file": file["file"], "dry_run": true })),
        ("roster_import", roster),
        ("file_take", json!({ "kind": "register", "file": file, "as_of": null })),
        ("file_take", json!({ "kind": "roster", "file": file, "as_of": "2026-11-20" })),
        ("citizen_add", json!({ "home": { "new": home }, "form": form })),
        ("citizen_change", json!({ "citizen": person, "form": form })),
        ("citizen_move", json!({ "citizens": [person], "home": { "new": home } })),
        ("citizen_merge", json!({ "keep": person, "drop": person, "form": form })),
        ("household_change", json!({ "household": house, "form": home })),
    ]
}

#[test]
fn nobody_gets_into_a_sample_whose_passphrase_is_public() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, demo) = sample(dir.path());
    for (name, args) in ways_in(&mut desk, dir.path()) {
        assert_eq!(call(&mut desk, name, args), Err("sample.public_passphrase"), "{name}");
    }
    // Its own people can be taken in again, also after that was taken back.
    let own = |desk: &mut Desk| {
        let survey = call(desk, "register_import", json!({ "file": demo["register"] })).unwrap();
        let list = json!({ "file": demo["roster"], "as_of": "2026-11-20" });
        let list = call(desk, "roster_import", list).unwrap();
        [survey["added"].clone(), list["rejected"].clone()]
    };
    assert_eq!(own(&mut desk)[0], 0);
    while call(&mut desk, "undo", json!({})).is_ok() {}
    assert_eq!(call(&mut desk, "book_info", json!({})).unwrap()["citizens"], 0);
    assert_ne!(own(&mut desk)[0], 0);
}

#[test]
fn people_get_in_once_the_sample_has_a_passphrase_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, _) = sample(dir.path());
    let own = json!({ "old": "xa thu nghiem", "passphrase": "mot mua he ruc nang" });
    call(&mut desk, "book_passphrase", own).unwrap();
    let people = |desk: &mut Desk| call(desk, "book_info", json!({})).unwrap()["citizens"].as_u64();
    let before = people(&mut desk);
    for (name, args) in ways_in(&mut desk, dir.path()) {
        assert_ne!(call(&mut desk, name, args), Err("sample.public_passphrase"), "{name}");
    }
    assert!(people(&mut desk) > before);
    // Nobody makes its passphrase public again.
    let public = json!({ "old": "mot mua he ruc nang", "passphrase": "xa thu nghiem" });
    assert_eq!(call(&mut desk, "book_passphrase", public), Err("book.passphrase_weak"));
}
