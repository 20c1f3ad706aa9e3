-- Of each list it is kept which error its reconciliation accepted: the next one goes by it.

ALTER TABLE roster ADD COLUMN accepted INTEGER NOT NULL DEFAULT 1;
