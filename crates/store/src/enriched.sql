-- What the captures of sources tell of them.

-- For each event and each page that it cites, what the page's captures say: derived,
-- made anew whenever the event, the article or the address changed.
CREATE TABLE enriched (
    event     INTEGER NOT NULL REFERENCES event (row),
    page      TEXT    NOT NULL,             -- Source::page_key
    held      TEXT,                         -- why nothing of it is shown; null: it is shown
    edited_at INTEGER,                      -- when the last change of its text was captured
    told      TEXT    NOT NULL,             -- JSON (enriched.rs)
    PRIMARY KEY (event, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX enriched_page ON enriched (page);
CREATE INDEX enriched_edited ON enriched (edited_at) WHERE edited_at IS NOT NULL;

-- How the address of each page answered when it was last asked, and since when it
-- has failed.
CREATE TABLE address (
    page      TEXT    NOT NULL PRIMARY KEY, -- Source::page_key
    url       TEXT    NOT NULL,             -- as it was asked
    status    INTEGER,                      -- the last answer; null: there was none
    asked_at  INTEGER NOT NULL,
    good_at   INTEGER,                      -- when it last answered well
    bad_since INTEGER,                      -- the first of the failures that still go on
    failures  INTEGER NOT NULL,             -- how many there are of them
    gone      INTEGER NOT NULL              -- 1 where readers are told so
) STRICT, WITHOUT ROWID;
CREATE INDEX address_bad ON address (bad_since) WHERE bad_since IS NOT NULL;

-- The article that a capture was read as.
CREATE INDEX IF NOT EXISTS telling_capture ON telling (capture) WHERE capture IS NOT NULL;
