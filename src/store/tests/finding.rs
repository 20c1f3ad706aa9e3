//! The index for find-as-you-type is in step with the book after every change.

use crate::store::reports::sample::Sample;

/// Names of those who are found, by an index brought up to date and by a new one alike.
fn found(s: &mut Sample, query: &str) -> Vec<String> {
    let ids = s.book.people_index().unwrap().find(query, 10);
    let fresh = s.book.new_people_index().unwrap();
    assert_eq!(*s.book.people_index().unwrap(), fresh, "{query}");
    s.book.citizens_by_id(&ids).unwrap().into_iter().map(|c| c.name).collect()
}

fn change(s: &mut Sample, sql: &str, params: impl rusqlite::Params) {
    s.book.transact(&s.session, "test", (), |tx| Ok(tx.conn().execute(sql, params)?)).unwrap();
}

#[test]
fn whoever_is_changed_is_found_as_changed() {
    let mut s = Sample::new("2026-11-21T19:30:00+07:00");
    s.hamlet("Thôn 1", "1");
    s.person("CD-1", "Thôn 1", "Lê Văn An", "1950");
    assert_eq!(found(&mut s, "le"), ["Lê Văn An"]);

    s.person("CD-2", "Thôn 1", "Lê Thị Bình", "1955");
    assert_eq!(found(&mut s, "le"), ["Lê Văn An", "Lê Thị Bình"]);

    change(&mut s, "UPDATE citizen SET name = 'Trần Văn An', phone = '0988000111' WHERE code = 'CD-1'", []);
    assert_eq!(found(&mut s, "le"), ["Lê Thị Bình"]);
    assert_eq!(found(&mut s, "0988000111"), ["Trần Văn An"]);

    change(&mut s, "UPDATE household SET alley = 'Ngõ Chợ' WHERE head = 'Lê Thị Bình'", []);
    assert_eq!(found(&mut s, "ngo cho"), ["Lê Thị Bình"]);

    s.book.undo(None, &s.session).unwrap();
    assert_eq!(found(&mut s, "ngo cho"), [""; 0]);

    change(&mut s, "DELETE FROM citizen WHERE code = 'CD-2'", []);
    assert_eq!(found(&mut s, "binh"), [""; 0]);
    s.book.undo(None, &s.session).unwrap();
    assert_eq!(found(&mut s, "binh"), ["Lê Thị Bình"]);
}
