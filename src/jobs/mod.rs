//! One user job per file, read top to bottom: no SQL, no cell address.
