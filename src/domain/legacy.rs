//! Old encodings: TCVN3 (ABC) and VNI-Windows (DOMAIN §4).

/// How text is encoded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// Unicode, nothing to convert.
    #[default]
    Unicode,
    /// TCVN3 (ABC), fonts `.Vn*`.
    Tcvn3,
    /// VNI-Windows, fonts `VNI-*`.
    Vni,
}
