//! Which build of the program this is.

/// Version, and where it was built for others the day and the commit of its sources: "0.2.0 (29/11/2026, 0a1b2c3d4e)".
/// `cargo xtask dist` says them to the compiler.
#[must_use]
pub fn version() -> String {
    let parts = [option_env!("TUNG_NHA_DATE"), option_env!("TUNG_NHA_COMMIT")];
    described(NUMBER, parts.into_iter().flatten())
}

/// The version alone. Updating is tried with a build that says it is a later one.
pub const NUMBER: &str = match option_env!("TUNG_NHA_VERSION") {
    Some(number) => number,
    None => env!("CARGO_PKG_VERSION"),
};

fn described<'a>(version: &str, parts: impl Iterator<Item = &'a str>) -> String {
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { version.to_owned() } else { format!("{version} ({})", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::described;

    #[test]
    fn a_build_says_where_it_comes_from() {
        let check =
            |parts: &[&str], expect: &str| assert_eq!(described("0.2.0", parts.iter().copied()), expect);
        check(&["29/11/2026", "0a1b2c3d4e"], "0.2.0 (29/11/2026, 0a1b2c3d4e)");
        check(&["", ""], "0.2.0");
        check(&[], "0.2.0");
    }
}
