//! The screens that steer, in English and dark, and with text half as large again: pictures to look at, and no fault that axe sees.

#![cfg(target_os = "linux")]

use serde_json::json;
use tung_nha::api;
use tung_nha_window_tests::{Window, sample};

/// The screens by the key that opens them, with the tab and words that stand there then.
const SCREENS: [(&str, &str, &str, &str); 12] = [
    ("Alt+1", "", "So far", "today"),
    ("Alt+5", "", "The commune stands at", "progress"),
    ("Alt+5", "Claims – list", "Copy the table", "claims"),
    ("Alt+5", "Targets by unit", "Sum of the rows", "sheet"),
    ("Alt+5", "Members, alleys", "Nobody has a target yet", "quotas"),
    ("Alt+5", "Indicators", "No indicators yet", "indicators"),
    ("Alt+5", "Plan", "Edit the plan", "plan"),
    ("Alt+6", "All", "Báo cáo tiến độ", "tasks"),
    ("Alt+6", "By holder", "Copy the table", "holders"),
    ("Alt+6", "Agencies", "Trạm Y tế", "agencies"),
    ("Alt+4", "Receive", "Chain of signatures", "receive"),
    ("Alt+7", "", "Daily report", "reports"),
];

#[tokio::test]
async fn an_officer_reads_english_in_the_dark() {
    let window = Window::open().await;
    let book = sample::commune(&window.folder, 600);
    let mut desk = sample::open(&book);
    sample::campaign(&mut desk, Some(450));
    sample::evenings(&mut desk);
    api::agency_add(&mut desk, &api::NewAgency { name: "Trạm Y tế".into() }).unwrap();
    let task = serde_json::from_value(json!({
        "who": ["Trạm Y tế"], "task": "Báo cáo tiến độ", "start": "2026-11-01", "due": "2026-11-10",
        "result": {"product": "Báo cáo"}, "answerable": "Thủ trưởng", "plan": "771/KH-UBND"
    }));
    let give = api::GiveAssignments { file: None, assignments: vec![task.unwrap()] };
    api::assignment_add(&mut desk, &give).unwrap();
    drop(desk);
    window.unlock(&book, sample::PASSPHRASE).await;
    window.press("Alt+-").await;
    window.click("Máy này").await;
    window.click("Tối").await;
    window.click("English").await;
    window.see("This computer").await;
    for (key, tab, words, name) in SCREENS {
        window.press(key).await;
        if !tab.is_empty() {
            window.click(tab).await;
        }
        window.see(words).await;
        window.shoot(&format!("english-{name}")).await;
        see_one_edge(&window, name).await;
    }
    window.press("Alt+-").await;
    window.click("This computer").await;
    window.click("150%").await;
    window.click("Light").await;
    for (key, tab, words, name) in SCREENS {
        window.press(key).await;
        if !tab.is_empty() {
            window.click(tab).await;
        }
        window.see(words).await;
        window.shoot(&format!("large-{name}")).await;
        see_one_edge(&window, name).await;
    }
}

/// What stands below the title at the left begins where the title does, to the pixel: tabs, sentence, heading and rows of a table.
async fn see_one_edge(window: &Window, name: &str) {
    let script = "
        const edge = (it) => { const range = document.createRange(); range.selectNodeContents(it); return range.getBoundingClientRect().left };
        const title = edge(document.getElementById('page-title'));
        const firsts = ['[role=tab]', '.lead', '.empty h2', '.told', 'table.rows thead th', 'table.rows tbody td', '.head > :first-child', 'dl dt'];
        return firsts.flatMap((of) => {
            const it = [...document.querySelectorAll('.page ' + of)].find((one) => !one.closest('aside, dialog, .measure') && one.offsetParent);
            const left = it ? edge(it) - title : 0;
            return Math.abs(left) > 1 && left < 200 ? [`${of} ${left.toFixed(1)}`] : [];
        }).join(', ')";
    let off = window.run(script, vec![]).await;
    assert_eq!(off, "", "{name}: what stands off the edge of the title, in pixels");
}
