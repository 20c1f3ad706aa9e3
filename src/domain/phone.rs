//! Phone numbers (DOMAIN §2).
