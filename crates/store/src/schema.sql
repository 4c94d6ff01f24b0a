-- What an archive keeps. Days are ISO 8601 texts, times microseconds since 1970 (UTC).

-- One row an event: its identity, and the fold over its revisions as a cache.
CREATE TABLE event (
    row       INTEGER PRIMARY KEY,          -- in the order of recording
    id        TEXT    NOT NULL UNIQUE,
    path      TEXT    NOT NULL UNIQUE,      -- '/news/2016/10/5/slug', made once, never changed
    day       TEXT    NOT NULL,
    lang      TEXT    NOT NULL,
    published INTEGER NOT NULL,             -- 1 where readers see it on lists
    text      TEXT    NOT NULL,             -- the statement, for lists and matching
    under     TEXT,                         -- id of the event that it was told under
    story     TEXT,                         -- key of the innermost story of its first chain
    record    TEXT    NOT NULL              -- the whole record, JSON (shape.rs)
) STRICT;
CREATE INDEX event_day ON event (day, id);

-- Append-only: what was stated, by whom, when.
CREATE TABLE revision (
    event       INTEGER NOT NULL REFERENCES event (row),
    number      INTEGER NOT NULL,
    known_at    INTEGER,
    recorded_at INTEGER NOT NULL,
    by_kind     TEXT    NOT NULL CHECK (by_kind IN ('importer', 'editor')),
    by_name     TEXT    NOT NULL,
    by_detail   TEXT,                       -- an importer's upstream, an editor's reason
    stated      TEXT    NOT NULL,           -- JSON (shape.rs)
    PRIMARY KEY (event, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER revision_is_never_changed BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END;
CREATE TRIGGER revision_is_never_removed BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'a revision is never removed'); END;

-- Inputs that were recorded, so that the same bytes twice change nothing.
CREATE TABLE seen (
    hash  BLOB    NOT NULL PRIMARY KEY,
    event INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Addresses of an older archive and of merged events that lead to an event.
CREATE TABLE old_path (
    path  TEXT    NOT NULL PRIMARY KEY,
    event INTEGER NOT NULL REFERENCES event (row)
) STRICT, WITHOUT ROWID;
CREATE INDEX old_path_event ON old_path (event, path);

-- Names with pages: stories, entities and categories. The path is made once.
CREATE TABLE name (
    kind  TEXT NOT NULL CHECK (kind IN ('story', 'entity', 'category')),
    key   TEXT NOT NULL,
    title TEXT NOT NULL,
    path  TEXT NOT NULL UNIQUE,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- Which events belong to a name; kept in step with event.record.
CREATE TABLE belongs (
    kind  TEXT    NOT NULL,
    key   TEXT    NOT NULL,
    event INTEGER NOT NULL REFERENCES event (row),
    PRIMARY KEY (kind, key, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX belongs_event ON belongs (event);

-- Which story stands directly under which, as events' chains of headings say.
CREATE TABLE story_edge (
    parent TEXT    NOT NULL,
    child  TEXT    NOT NULL,
    event  INTEGER NOT NULL REFERENCES event (row),
    PRIMARY KEY (parent, child, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_edge_event ON story_edge (event);

-- Pages that sources cite, to find the event that an address reports.
CREATE TABLE cited (
    page  TEXT    NOT NULL,                 -- Source::page_key
    event INTEGER NOT NULL REFERENCES event (row),
    PRIMARY KEY (page, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX cited_event ON cited (event);

-- Related events, best first: derived, made anew by `annals link`.
CREATE TABLE related (
    event INTEGER NOT NULL REFERENCES event (row),
    rank  INTEGER NOT NULL,
    other INTEGER NOT NULL REFERENCES event (row),
    score REAL    NOT NULL,
    why   TEXT    NOT NULL,                 -- JSON (shape.rs)
    PRIMARY KEY (event, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX related_other ON related (other, event);

-- What changed since when: the last change of each subject, for publishing.
CREATE TABLE touched (
    kind TEXT    NOT NULL,                  -- 'event', 'links', 'day', 'story', 'entity', 'category'
    key  TEXT    NOT NULL,
    seq  INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX touched_seq ON touched (seq);

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
