-- What `annals watch` did last. Without it every duty is due at once.

CREATE TABLE duty (
    name       TEXT    NOT NULL PRIMARY KEY,  -- `wcep`, `feed https://news.example.org/feed`
    begun_at   INTEGER NOT NULL,              -- its last run that ended
    failures   INTEGER NOT NULL,              -- in a row; 0: the last run was good
    not_before INTEGER,                       -- whoever is asked wants to be left alone until then
    problem    TEXT                           -- of the last failure
) STRICT, WITHOUT ROWID;

-- The files of watched folders as they were when they were imported.
CREATE TABLE watched_input (
    path     TEXT    NOT NULL PRIMARY KEY,
    bytes    INTEGER NOT NULL,
    modified INTEGER NOT NULL                 -- microseconds since 1970
) STRICT, WITHOUT ROWID;
