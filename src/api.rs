//! Every command of the product in one table.
