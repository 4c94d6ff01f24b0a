-- Pages of a wiki that are followed, and the revisions of them that wait for a person.

-- One row a page: how far its history is recorded.
CREATE TABLE upstream_page (
    number     INTEGER PRIMARY KEY,
    wiki       TEXT    NOT NULL,            -- address of its interface
    title      TEXT    NOT NULL,            -- as it is asked for
    page       INTEGER NOT NULL,            -- the wiki's id of it
    day        TEXT    NOT NULL,
    revision   INTEGER NOT NULL,            -- the last that is recorded
    revised_at INTEGER NOT NULL,            -- when that was saved
    recent     TEXT    NOT NULL,            -- SHA-1s of the last states, oldest first
    catching   INTEGER,                     -- when recording began of what is not yet whole
    UNIQUE (wiki, title)
) STRICT;
CREATE INDEX upstream_page_revised ON upstream_page (wiki, revised_at);

-- What the pages list, and what they listed: which event each item is.
CREATE TABLE upstream_item (
    page     INTEGER NOT NULL REFERENCES upstream_page (number),
    place    INTEGER NOT NULL,
    event    TEXT    NOT NULL,              -- event.id
    key      TEXT    NOT NULL,              -- the folded text
    text     TEXT    NOT NULL,
    above    TEXT    NOT NULL,              -- its headings
    sources  TEXT    NOT NULL,              -- addresses, one a line
    content  BLOB    NOT NULL,              -- hash of all that is said
    gone     INTEGER,                       -- the revision that has it no more; null: listed
    gone_at  INTEGER,
    gone_by  TEXT,
    gone_why TEXT,
    heir     TEXT,                          -- event.id of what stands there instead
    PRIMARY KEY (page, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX upstream_item_key ON upstream_item (key);
CREATE INDEX upstream_item_event ON upstream_item (event);

-- What is held back of a revision; never removed.
CREATE TABLE upstream_held (
    number     INTEGER PRIMARY KEY,
    page       INTEGER NOT NULL REFERENCES upstream_page (number),
    kind       TEXT    NOT NULL CHECK (kind IN ('told', 'gone')),
    revision   INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    author     TEXT,
    comment    TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    wikitext   TEXT    NOT NULL,            -- the revision's, where something is told
    state      TEXT    NOT NULL CHECK (state IN ('waits', 'accepted', 'refused', 'superseded')),
    decided_by TEXT,
    decided_at INTEGER,
    decided_why TEXT
) STRICT;
CREATE INDEX upstream_held_page ON upstream_held (page, state);
CREATE INDEX upstream_held_waits ON upstream_held (number) WHERE state = 'waits';

-- The bullets that something held is about.
CREATE TABLE upstream_held_item (
    held  INTEGER NOT NULL REFERENCES upstream_held (number),
    place INTEGER NOT NULL,
    key   TEXT    NOT NULL,
    text  TEXT    NOT NULL,
    event TEXT,                             -- event.id of what it would change or take away
    PRIMARY KEY (held, place)
) STRICT, WITHOUT ROWID;
