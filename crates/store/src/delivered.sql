-- What went out: targets that were published to, and what was told to whom.

-- What a target is known to hold besides what the target itself says; may be lost.
CREATE TABLE delivery (
    target TEXT NOT NULL PRIMARY KEY,
    note   TEXT NOT NULL                    -- JSON, of the kind of target
) STRICT, WITHOUT ROWID;

-- The feeds that hubs are told of: what stands in place, and what each hub heard of last.
CREATE TABLE feed_told (
    target TEXT NOT NULL,
    path   TEXT NOT NULL,
    hub    TEXT NOT NULL,
    digest BLOB NOT NULL,                   -- SHA-256 of the feed as it stands
    told   BLOB,                            -- the same when the hub was last told
    PRIMARY KEY (target, path, hub)
) STRICT, WITHOUT ROWID;

-- Searches whose news are told. A removed one stays until its feed is gone.
CREATE TABLE saved_search (
    name        TEXT    NOT NULL PRIMARY KEY,
    query       TEXT    NOT NULL,
    webhook     TEXT,
    secret_file TEXT,                       -- where the secret lies; the secret is nowhere here
    feed        INTEGER NOT NULL,           -- 1 where it is published as a feed
    seq         INTEGER NOT NULL,           -- the archive's change up to which it has heard
    created_at  INTEGER NOT NULL,
    removed_at  INTEGER
) STRICT, WITHOUT ROWID;

-- What each search has heard of an event: up to which revision, and whether it stood then.
CREATE TABLE heard (
    search   TEXT    NOT NULL REFERENCES saved_search (name),
    event    INTEGER NOT NULL REFERENCES event (row),
    revision INTEGER NOT NULL,
    standing TEXT    NOT NULL CHECK (standing IN ('found', 'left', 'gone')),
    PRIMARY KEY (search, event)
) STRICT, WITHOUT ROWID;

-- What is to be sent, and what became of it. What was sent stays, without its body.
CREATE TABLE outbox (
    number  INTEGER PRIMARY KEY,            -- in the order of sending
    search  TEXT    NOT NULL REFERENCES saved_search (name),
    key     TEXT    NOT NULL UNIQUE,        -- by which the receiver knows it again
    body    TEXT    NOT NULL,
    made_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    tries   INTEGER NOT NULL,
    state   TEXT    NOT NULL CHECK (state IN ('waiting', 'sent', 'given-up')),
    problem TEXT                            -- why the last try failed
) STRICT;
CREATE INDEX outbox_search ON outbox (search, state, number);
