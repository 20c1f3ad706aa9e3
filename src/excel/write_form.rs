//! Writes official forms as workbooks (layout of Nghị định 30/2020/NĐ-CP).
