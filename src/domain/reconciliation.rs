//! Claim × official: what the team says against what the extract says.
