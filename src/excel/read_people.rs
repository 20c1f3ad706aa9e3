//! Turns the rows of a sheet into people, repairing what can be repaired and listing all that was found.
