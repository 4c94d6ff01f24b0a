-- Revisions by when they were recorded: what changed since.
CREATE INDEX revision_recorded ON revision (recorded_at, event, number);
