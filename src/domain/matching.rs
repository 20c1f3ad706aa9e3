//! Who is who: roster rows against the register.
