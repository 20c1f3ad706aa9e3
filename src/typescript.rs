//! The commands and their types as TypeScript: what `ui/src/api.ts` holds, so that the window cannot ask for what is not there.

use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet};

use ts_rs::{Config, TS, TypeVisitor};

/// Collects the declarations of all types that commands name.
pub(crate) struct Declarations {
    config: Config,
    seen: BTreeSet<TypeId>,
    types: BTreeMap<String, String>,
    commands: String,
}

impl Declarations {
    pub(crate) fn new() -> Self {
        // JSON carries whole numbers up to 2^53, far above any count here.
        let config = Config::new().with_large_int("number");
        Self { config, seen: BTreeSet::new(), types: BTreeMap::new(), commands: String::new() }
    }

    /// Adds the command `name(Args) -> Out`, with the sentence that says what it does.
    pub(crate) fn command<Args: TS + 'static, Out: TS + 'static>(&mut self, name: &str, says: &str) {
        self.visit::<Args>();
        self.visit::<Out>();
        let (args, out) = (Args::name(&self.config), Out::name(&self.config));
        self.commands += &format!("  /** {} */\n  {name}: {{ args: {args}; out: {out} }};\n", says.trim());
    }

    /// The whole file.
    pub(crate) fn file(&self) -> String {
        let types: String = self.types.values().map(|text| format!("\n{text}\n")).collect();
        format!(
            "// Made from src/api.rs by `cargo xtask types`. Do not edit.\n{types}\n/** Every command: what it takes and what it gives. */\nexport interface Commands {{\n{}}}\n",
            self.commands
        )
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        // Only derived types are declared; numbers, texts and lists are not.
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            self.types.insert(T::ident(&self.config), format!("{docs}export {}", T::decl(&self.config)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}
