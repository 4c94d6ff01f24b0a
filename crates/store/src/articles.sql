-- Pages that were captured, and the articles that were read from them.

-- Where the bytes of each capture lie, in captures/FILE.
CREATE TABLE capture (
    row          INTEGER PRIMARY KEY,       -- in the order of recording
    page         TEXT    NOT NULL,          -- Source::page_key of its address
    url          TEXT    NOT NULL,
    captured_at  INTEGER,                   -- null: nobody says
    recorded_at  INTEGER NOT NULL,
    content_type TEXT,
    digest       TEXT    NOT NULL,          -- of the body
    file         TEXT    NOT NULL,
    offset       INTEGER NOT NULL,
    length       INTEGER NOT NULL,
    record       TEXT    NOT NULL,          -- WARC-Record-ID, without brackets
    repeats      INTEGER REFERENCES capture (row) -- the capture with the same body, if this one has none
) STRICT;
CREATE INDEX capture_page ON capture (page, digest);
CREATE INDEX capture_place ON capture (file, offset);

-- How far each file of captures is good: what lies behind was left by a killed process.
CREATE TABLE capture_file (
    file   TEXT    NOT NULL PRIMARY KEY,
    length INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row an article, by the page that it stands on.
CREATE TABLE article (
    row  INTEGER PRIMARY KEY,
    page TEXT    NOT NULL UNIQUE,           -- Source::page_key
    url  TEXT    NOT NULL                   -- as first seen
) STRICT;

-- Append-only: what a page or a feed told of an article, when.
CREATE TABLE telling (
    article     INTEGER NOT NULL REFERENCES article (row),
    number      INTEGER NOT NULL,
    known_at    INTEGER,
    recorded_at INTEGER NOT NULL,
    by_name     TEXT    NOT NULL,           -- the reader: 'page', 'feed'
    by_detail   TEXT,                       -- from where
    capture     INTEGER REFERENCES capture (row),
    told        TEXT    NOT NULL,           -- JSON (article_shape.rs)
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER telling_is_never_changed BEFORE UPDATE ON telling
BEGIN SELECT RAISE(ABORT, 'a telling is never changed'); END;
CREATE TRIGGER telling_is_never_removed BEFORE DELETE ON telling
BEGIN SELECT RAISE(ABORT, 'a telling is never removed'); END;

-- Feeds that the archive follows.
CREATE TABLE subscription (
    address TEXT NOT NULL PRIMARY KEY,
    title   TEXT,
    site    TEXT,
    folder  TEXT                            -- 'World/Middle East'
) STRICT, WITHOUT ROWID;
