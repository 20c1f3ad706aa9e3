//! Personal identification numbers (DOMAIN §1).
