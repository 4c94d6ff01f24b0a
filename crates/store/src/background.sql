-- What explains an event and whom it names: derived, made anew by `annals link`.

-- The earlier events that explain an event, oldest first.
CREATE TABLE background (
    event INTEGER NOT NULL REFERENCES event (row),
    step  INTEGER NOT NULL,
    other INTEGER NOT NULL REFERENCES event (row),
    tie   TEXT    NOT NULL,                 -- JSON (background.rs)
    PRIMARY KEY (event, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX background_other ON background (other, event);

-- Whom and what an event names, with how rare each was on its day.
CREATE TABLE named (
    event INTEGER PRIMARY KEY REFERENCES event (row),
    names TEXT    NOT NULL                  -- JSON (background.rs)
) STRICT;
