-- What was asked of the network, and when it may be asked again.

-- One row an address that is asked for. Times are microseconds since 1970.
CREATE TABLE fetched (
    page          TEXT    NOT NULL PRIMARY KEY, -- Source::page_key of the address
    url           TEXT    NOT NULL,             -- as it is asked for
    kind          TEXT    NOT NULL CHECK (kind IN ('feed', 'sitemap', 'page', 'article', 'source')),
    named_by      TEXT,                         -- the feed or sitemap that named it
    wanted_at     INTEGER NOT NULL,             -- what it tells is from then: newer ones go first
    due_at        INTEGER,                      -- null: is not asked for again
    state         TEXT    NOT NULL CHECK (state IN
                  ('waiting', 'good', 'failing', 'forbidden', 'refused', 'gone', 'dead')),
    etag          TEXT,
    last_modified TEXT,                         -- as it was sent
    digest        TEXT,                         -- of the last content, 'sha256:…'
    status        INTEGER,                      -- of the last answer; null: none came
    moved_to      TEXT,                         -- where redirects led
    asked_at      INTEGER,
    changed_at    INTEGER,                      -- when other content came for the last time
    answers       INTEGER NOT NULL,             -- good ones
    failures      INTEGER NOT NULL,             -- in a row
    note          TEXT                          -- of the last failure, for people
) STRICT, WITHOUT ROWID;
CREATE INDEX fetched_due ON fetched (kind, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX fetched_state ON fetched (state, page);

-- What is known of hosts, so that they are not asked for it again.
CREATE TABLE fetched_host (
    origin TEXT NOT NULL PRIMARY KEY,           -- 'https://example.org'
    known  TEXT NOT NULL                        -- JSON: rules for robots, until when to wait
) STRICT, WITHOUT ROWID;

-- What publishers reserve of their pages: it limits showing text, not citing.
CREATE TABLE reserved (
    page   TEXT    NOT NULL PRIMARY KEY,        -- Source::page_key
    limits INTEGER NOT NULL,                    -- 1: the page's text is not shown elsewhere
    said   TEXT    NOT NULL                     -- JSON: who said what, and where
) STRICT, WITHOUT ROWID;
