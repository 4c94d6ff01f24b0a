-- What captures say beyond their bytes.

-- Every record of the files of captures that tells an answer: pages, and what came
-- instead of one. Written with the record itself, so an index of the files is never behind.
CREATE TABLE captured (
    row      INTEGER PRIMARY KEY,
    capture  INTEGER REFERENCES capture (row), -- what it brought, or what it says is unchanged
    kind     TEXT    NOT NULL,                 -- see captured.rs
    page     TEXT    NOT NULL,                 -- Source::page_key of its address
    key      TEXT    NOT NULL,                 -- what indexes of web archives find it by (SURT)
    url      TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    status   INTEGER,
    mime     TEXT    NOT NULL,                 -- without parameters; 'warc/revisit': without body
    digest   TEXT    NOT NULL,                 -- of the payload as it is kept, 'sha1:…'; '' where unknown
    location TEXT,                             -- where a redirect leads
    file     TEXT    NOT NULL,
    offset   INTEGER NOT NULL,
    length   INTEGER NOT NULL,
    request  INTEGER NOT NULL,                 -- length of the request's record behind it; 0: none
    record   TEXT    NOT NULL,                 -- WARC-Record-ID, without brackets
    repeats  INTEGER REFERENCES captured (row) -- the record with the body, if this one has none
) STRICT;
CREATE INDEX captured_key ON captured (key, at);
CREATE INDEX captured_page ON captured (page, at);
CREATE INDEX captured_place ON captured (file, offset);
CREATE INDEX captured_capture ON captured (capture, kind);

-- What was told when a capture was read.
CREATE INDEX telling_capture ON telling (capture) WHERE capture IS NOT NULL;
