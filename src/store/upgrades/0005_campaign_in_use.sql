-- Of campaigns that overlap one is chosen, whose figures are shown.

ALTER TABLE campaign ADD COLUMN in_use INTEGER NOT NULL DEFAULT 0;
