-- The head of the plan that a task stands under, who co-ordinates, and what has to be there by each checkpoint.

ALTER TABLE assignment ADD COLUMN heading TEXT NOT NULL DEFAULT '';
ALTER TABLE assignment ADD COLUMN partners TEXT NOT NULL DEFAULT '[]'; -- JSON list of names
ALTER TABLE assignment ADD COLUMN milestones TEXT NOT NULL DEFAULT '{}'; -- JSON of words by the days of checkpoints

-- Who answers for the target of a unit: stays in the book.
ALTER TABLE target ADD COLUMN answerable TEXT NOT NULL DEFAULT '';
