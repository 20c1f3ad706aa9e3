//! Whose work is in the program: the notices that its licences ask for, and its parts as SPDX.
//!
//! Read off what was built: cargo's own account of the packages, their folders, and those of the screens.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::{Outcome, cargo_command, project};

/// The systems that the program is built for.
const SYSTEMS: [&str; 5] = [
    "x86_64-unknown-linux-gnu",
    "x86_64-pc-windows-msvc",
    "x86_64-pc-windows-gnu",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
];

/// Packages of npm that are in the screens, beside what package.json has as dependencies: the compiler leaves a runtime.
const COMPILED_IN: [&str; 1] = ["svelte"];

/// What stands inside a package with a licence of its own: package, part, licence, and where its text is, in the package or,
/// where that brings none, in the project.
const INSIDE: [(&str, &str, &str, &str); 8] = [
    ("openssl-src", "OpenSSL", "Apache-2.0", "openssl/LICENSE.txt"),
    ("sqlcipher-src", "SQLCipher with SQLite", "BSD-3-Clause AND blessing", "sqlcipher/LICENSE-sqlcipher"),
    ("sqlcipher-src", "LibTomCrypt", "WTFPL", "sqlcipher/LICENSE-libtomcrypt"),
    ("libmimalloc-sys", "mimalloc's own sources", "MIT", "c_src/mimalloc/v2/LICENSE"),
    ("regex-syntax", "Unicode's tables", "Unicode-DFS-2016", "src/unicode_tables/LICENSE-UNICODE"),
    ("rfd", "ashpd", "MIT", "src/backend/xdg_desktop_portal/window_identifier/LICENSE"),
    ("tracing-core", "spin", "MIT", "src/spin/LICENSE"),
    ("webview2-com-sys", "WebView2Loader", "BSD-3-Clause", "packaging/licences/WebView2Loader.txt"),
];

/// Licences below a package's folder that are of nothing in the program: those of tools that only build it, of another version.
#[cfg(test)]
const NOT_INSIDE: [&str; 2] = ["openssl/external/perl/", "c_src/mimalloc/v3/"];

/// How the names of files with licences, copyrights and notices begin.
const PAPERS: [&str; 6] = ["licen", "copying", "notice", "copyright", "unlicense", "ofl"];

/// A package in the program.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    name: String,
    version: String,
    licence: String,
    /// "cargo" or "npm".
    registry: &'static str,
    authors: String,
    source: String,
    folder: PathBuf,
}

/// The notices, once they are written.
pub(crate) fn file() -> PathBuf {
    project().join("target/notices/NOTICES.txt")
}

/// The parts as SPDX 2.3, once they are written.
pub(crate) fn sbom_file() -> PathBuf {
    project().join("target/sbom/tung-nha.spdx.json")
}

/// Writes notices and parts.
pub(crate) fn write() -> Outcome {
    let parts = parts(&SYSTEMS)?;
    let text = notices(&parts)?;
    save(&file(), &text)?;
    sbom(&parts)
}

/// Writes the parts alone.
pub(crate) fn write_sbom() -> Outcome {
    sbom(&parts(&SYSTEMS)?)
}

fn save(path: &Path, text: &str) -> Outcome {
    let failed = |e: std::io::Error| format!("{}: {e}", path.display());
    fs::create_dir_all(path.parent().unwrap_or(path)).map_err(failed)?;
    fs::write(path, text).map_err(failed)?;
    println!("{}", path.display());
    Ok(())
}

/// All packages that go into the program on these systems; not those that only build it.
fn parts(systems: &[&str]) -> Result<BTreeSet<Part>, String> {
    let mut parts = BTreeSet::new();
    for system in systems {
        let asked =
            ["metadata", "--locked", "--format-version", "1", "--all-features", "--filter-platform", system];
        let said = cargo_command(&asked).output().map_err(|e| e.to_string())?;
        if !said.status.success() {
            return Err(String::from_utf8_lossy(&said.stderr).into_owned());
        }
        let metadata: Value = serde_json::from_slice(&said.stdout).map_err(|e| e.to_string())?;
        parts.extend(crates(&metadata));
    }
    parts.extend(packages()?);
    Ok(parts)
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    value.get(field).and_then(Value::as_array).into_iter().flatten()
}

/// What can be reached from our two programs without builds and tests.
fn crates(metadata: &Value) -> Vec<Part> {
    let resolved = metadata.get("resolve").unwrap_or(&Value::Null);
    let nodes: BTreeMap<&str, &Value> =
        list(resolved, "nodes").map(|node| (text(node, "id"), node)).collect();
    let ours =
        list(metadata, "packages").filter(|p| ["tung-nha", "tung-nha-window"].contains(&text(p, "name")));
    let ours: BTreeSet<&str> = ours.filter(|p| p["source"].is_null()).map(|p| text(p, "id")).collect();
    let (mut reached, mut next) = (BTreeSet::new(), ours.iter().copied().collect::<Vec<_>>());
    while let Some(id) = next.pop() {
        if !reached.insert(id) {
            continue;
        }
        let normal = |dep: &&Value| list(dep, "dep_kinds").any(|kind| kind["kind"].is_null());
        let deps = nodes.get(id).into_iter().flat_map(|node| list(node, "deps"));
        next.extend(deps.filter(normal).map(|dep| text(dep, "pkg")));
    }
    let packages = list(metadata, "packages").filter(|p| {
        // Sources in C are handed to a build and end in the program.
        let sources = INSIDE.iter().any(|(package, ..)| *package == text(p, "name"));
        reached.contains(text(p, "id")) && !ours.contains(text(p, "id")) || sources
    });
    packages
        .map(|p| Part {
            name: text(p, "name").to_owned(),
            version: text(p, "version").to_owned(),
            licence: text(p, "license").replace('/', " OR "),
            registry: "cargo",
            authors: list(p, "authors").filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            source: text(p, "repository").to_owned(),
            folder: Path::new(text(p, "manifest_path")).parent().map(Path::to_owned).unwrap_or_default(),
        })
        .collect()
}

fn packages() -> Result<Vec<Part>, String> {
    let ui = project().join("ui");
    let read = |path: &Path| -> Result<Value, String> {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
    };
    let own = read(&ui.join("package.json"))?;
    let names = own.get("dependencies").and_then(Value::as_object).into_iter().flatten();
    let names = names.map(|(name, _)| name.as_str()).chain(COMPILED_IN);
    names
        .map(|name| {
            let folder = ui.join("node_modules").join(name);
            let package = read(&folder.join("package.json"))?;
            Ok(Part {
                name: name.to_owned(),
                version: text(&package, "version").to_owned(),
                licence: text(&package, "license").to_owned(),
                registry: "npm",
                authors: package.get("author").and_then(Value::as_str).unwrap_or_default().to_owned(),
                source: text(&package, "homepage").to_owned(),
                folder,
            })
        })
        .collect()
}

/// Licences, copyrights and notices in the folder of a package.
fn texts(part: &Part) -> Vec<String> {
    let entries = fs::read_dir(&part.folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| is_paper(path)).collect();
    files.sort();
    files.into_iter().filter_map(read).collect()
}

/// What stands inside a package under another licence.
fn texts_inside(part: &Part) -> Vec<String> {
    let inside = INSIDE.iter().filter(|(package, ..)| *package == part.name);
    inside
        .filter_map(|(.., file)| read(part.folder.join(file)).or_else(|| read(project().join(file))))
        .collect()
}

/// A text that is not empty.
fn read(path: PathBuf) -> Option<String> {
    let text = String::from_utf8_lossy(&fs::read(path).ok()?).trim().to_owned();
    Some(text).filter(|text| !text.is_empty())
}

/// Whether a file is a licence or the like, and no source that is called so.
fn is_paper(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let source = path.extension().is_some_and(|end| ["rs", "pm"].iter().any(|source| end == *source));
    PAPERS.iter().any(|begin| name.starts_with(begin)) && !source && path.is_file()
}

/// Who is in the program, then every text once with those that it is of.
fn notices(parts: &BTreeSet<Part>) -> Result<String, String> {
    let failed = |e: std::io::Error| e.to_string();
    let mut out = fs::read_to_string(project().join("THIRD-PARTY.md")).map_err(failed)?;
    out += "\n# Packages in the program\n\n";
    // By their words: many differ only in where lines break.
    let mut of_text: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for part in parts {
        let Part { name, version, licence, authors, source, .. } = part;
        out += &format!("{name} {version} ({licence}) {source}\n");
        let mut texts = texts(part);
        if texts.is_empty() {
            // The package came without one: its licence, as it is usually written.
            let usual = usual_text(licence).ok_or_else(|| {
                format!(
                    "{name} {version} brings no licence text, and packaging/licences has none for “{licence}”"
                )
            })?;
            let whom = if authors.is_empty() { format!("the authors of {name}") } else { authors.clone() };
            texts.push(format!("Copyright (c) {whom}\n\n{}", usual.trim()));
        }
        for text in texts.into_iter().chain(texts_inside(part)) {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            let (_, of) = of_text.entry(words).or_insert_with(|| (text.replace("\r\n", "\n"), Vec::new()));
            of.push(format!("{name} {version}"));
        }
    }
    let inside = INSIDE.map(|(package, part, licence, _)| format!("{part} ({licence}), in {package}\n"));
    out += &inside.concat();
    for (text, of) in of_text.values() {
        out += &format!("\n\n{}\n{}\n\n{text}\n", "=".repeat(80), of.join(", "));
    }
    Ok(out)
}

/// The usual text of the first licence of a choice that we have.
fn usual_text(licence: &str) -> Option<String> {
    let names = licence.split([' ', '(', ')']).filter(|word| !word.is_empty());
    names
        .filter_map(|name| {
            let own = "Apache-2.0";
            let file = if name == own { "LICENSE".into() } else { format!("packaging/licences/{name}.txt") };
            fs::read_to_string(project().join(file)).ok()
        })
        .next()
}

fn sbom(parts: &BTreeSet<Part>) -> Outcome {
    let version = env!("CARGO_PKG_VERSION");
    let id = |part: &Part| {
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
        format!("SPDXRef-{}-{}-{}", part.registry, part.name, part.version).replace(|c| plain(c) != c, "-")
    };
    let none = |text: &str| if text.is_empty() { "NOASSERTION".to_owned() } else { text.to_owned() };
    let package = |part: &Part| {
        let Part { name, version, registry, .. } = part;
        let download = match *registry {
            "cargo" => format!("https://crates.io/api/v1/crates/{name}/{version}/download"),
            _ => format!(
                "https://registry.npmjs.org/{name}/-/{}-{version}.tgz",
                name.rsplit('/').next().unwrap_or(name)
            ),
        };
        json!({
            "SPDXID": id(part), "name": name, "versionInfo": version, "downloadLocation": download,
            "filesAnalyzed": false, "licenseConcluded": "NOASSERTION", "licenseDeclared": none(&part.licence),
            "copyrightText": "NOASSERTION",
            "externalRefs": [{ "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                "referenceLocator": format!("pkg:{registry}/{}@{version}", name.replace('@', "%40")) }],
        })
    };
    let inside = INSIDE.map(|(package, part, licence, _)| {
        json!({
            "SPDXID": format!("SPDXRef-inside-{}", part.replace(' ', "-")), "name": part, "versionInfo": "NOASSERTION",
            "downloadLocation": "NOASSERTION", "filesAnalyzed": false, "licenseConcluded": "NOASSERTION",
            "licenseDeclared": licence, "copyrightText": "NOASSERTION", "comment": format!("inside {package}"),
        })
    });
    let ours = json!({
        "SPDXID": "SPDXRef-tung-nha", "name": "tung-nha", "versionInfo": version, "downloadLocation": "NOASSERTION",
        "filesAnalyzed": false, "licenseConcluded": "Apache-2.0", "licenseDeclared": "Apache-2.0", "copyrightText": "NOASSERTION",
    });
    let packages: Vec<Value> = [ours].into_iter().chain(inside).chain(parts.iter().map(package)).collect();
    let contains = packages.iter().skip(1).map(|package| {
        json!({ "spdxElementId": "SPDXRef-tung-nha", "relationshipType": "CONTAINS", "relatedSpdxElement": package["SPDXID"] })
    });
    let describes = json!({ "spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-tung-nha" });
    let relationships: Vec<Value> = [describes].into_iter().chain(contains).collect();
    let document = json!({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
        "name": format!("tung-nha-{version}"),
        "documentNamespace": format!("https://tungnha.invalid/spdx/{version}/{}", crate::build::commit()),
        "creationInfo": { "created": crate::build::time(), "creators": ["Tool: cargo-xtask-sbom"] },
        "packages": packages, "relationships": relationships,
    });
    let text = serde_json::to_string_pretty(&document).map_err(|e| e.to_string())?;
    save(&sbom_file(), &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_goes_into_the_program_is_a_part() {
        let package = |name: &str, source: &str| {
            json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0",
                "source": if source.is_empty() { Value::Null } else { source.into() }, "manifest_path": "/a/Cargo.toml" })
        };
        let dep =
            |name: &str, kind: Value| json!({ "name": name, "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [package("tung-nha", ""), package("xtask", ""), package("zip", "r"), package("flate2", "r"),
                package("proptest", "r"), package("cc", "r"), package("serde_json", "r")],
            "resolve": { "nodes": [
                { "id": "tung-nha", "deps": [dep("zip", Value::Null), dep("proptest", "dev".into())] },
                { "id": "zip", "deps": [dep("flate2", Value::Null), dep("cc", "build".into())] },
                { "id": "xtask", "deps": [dep("serde_json", Value::Null)] },
            ] },
        });
        let names: Vec<_> = crates(&metadata).into_iter().map(|part| part.name).collect();
        assert_eq!(names, ["zip", "flate2"]);
        assert_eq!(crates(&metadata)[0].licence, "MIT OR Apache-2.0");
    }

    /// A package that asks for a notice and brings none is found before a release is.
    #[test]
    fn every_part_of_this_system_brings_its_licence() {
        let text = notices(&parts(&SYSTEMS[..1]).unwrap()).unwrap();
        for words in [
            "OpenSSL (Apache-2.0)",
            "ZETETIC LLC",
            "DO WHAT THE FUCK YOU WANT TO",
            "SIL OPEN FONT LICENSE",
            "@fontsource/inter",
            "tauri 2.",
        ] {
            assert!(text.contains(words), "{words}");
        }
    }

    /// What a package has taken in from elsewhere is found, too: every licence below its folder is on a list.
    #[test]
    fn what_stands_inside_a_package_brings_its_licence() {
        fn papers(folder: &Path, at: &Path, found: &mut Vec<String>) {
            for path in fs::read_dir(at).into_iter().flatten().flatten().map(|entry| entry.path()) {
                if path.is_dir() {
                    papers(folder, &path, found);
                } else if at != folder && is_paper(&path) {
                    let below = path.strip_prefix(folder).unwrap_or(&path);
                    found.push(below.to_string_lossy().replace('\\', "/"));
                }
            }
        }
        let parts = parts(&SYSTEMS[..1]).unwrap();
        let mut inside = 0;
        for part in parts.iter().filter(|part| part.registry == "cargo") {
            let mut found = Vec::new();
            papers(&part.folder, &part.folder, &mut found);
            for file in found {
                let known = INSIDE.iter().any(|(package, .., at)| *package == part.name && *at == file);
                let other = NOT_INSIDE.iter().any(|begin| file.starts_with(begin));
                assert!(known || other, "{} {} has taken in what {file} is of", part.name, part.version);
                inside += u32::from(known);
            }
        }
        // All but the loader, which is in programs for Windows and whose licence is ours to bring.
        assert_eq!(inside as usize, INSIDE.len() - 1);
        let loader = Part {
            name: "webview2-com-sys".into(),
            version: String::new(),
            licence: "MIT".into(),
            registry: "cargo",
            authors: String::new(),
            source: String::new(),
            folder: PathBuf::new(),
        };
        assert!(texts_inside(&loader).concat().contains("The name of Microsoft Corporation"));
    }
}
