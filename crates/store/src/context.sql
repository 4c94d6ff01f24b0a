-- What people said of what is computed, and what is computed of events and articles.

-- What readers see, without reading the records.
CREATE INDEX event_shown ON event (published, day, id);

-- Append-only: a person's word. The last one on (kind, subject, object) holds.
CREATE TABLE correction (
    number      INTEGER PRIMARY KEY,
    kind        TEXT    NOT NULL,           -- CorrectionKind
    subject     TEXT    NOT NULL,           -- ids of events, keys of entities, stories and pages
    object      TEXT    NOT NULL,
    verdict     TEXT    NOT NULL CHECK (verdict IN ('yes', 'no', 'withdrawn')),
    by_name     TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL,
    known_at    INTEGER
) STRICT;
CREATE INDEX correction_matter ON correction (kind, subject, object, number);
CREATE TRIGGER correction_is_never_changed BEFORE UPDATE ON correction
BEGIN SELECT RAISE(ABORT, 'a correction is never changed'); END;
CREATE TRIGGER correction_is_never_removed BEFORE DELETE ON correction
BEGIN SELECT RAISE(ABORT, 'a correction is never removed'); END;

-- What holds of entities that are not what they were found as: the fold of the
-- corrections and of the archive's settings, kept in step with them.
CREATE TABLE identity (
    key       TEXT    NOT NULL PRIMARY KEY,
    into_key  TEXT,                         -- the entity that it is; null: itself
    kind      TEXT,                         -- null: as computed
    junk      INTEGER NOT NULL,             -- 1: never context
    confirmed INTEGER NOT NULL              -- 1: a person knows it
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_into ON identity (into_key);

-- Everything below is computed and may be computed again; `weights` names the
-- version of what computed it.

-- Names in statements.
CREATE TABLE mention (
    event      INTEGER NOT NULL REFERENCES event (row),
    start      INTEGER NOT NULL,            -- bytes of the statement
    end        INTEGER NOT NULL,
    surface    TEXT    NOT NULL,
    key        TEXT    NOT NULL,            -- 'en:France'; 'name:…' where none is known
    kind       TEXT    NOT NULL,            -- 'person', 'place', …, 'unknown'
    confidence REAL    NOT NULL,
    confirmed  INTEGER NOT NULL,
    weights    TEXT    NOT NULL,
    PRIMARY KEY (event, start)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_key ON mention (key, event);

-- Stories that events may be part of, beyond what their headings say.
CREATE TABLE story_link (
    event       INTEGER NOT NULL REFERENCES event (row),
    story       TEXT    NOT NULL,
    probability REAL    NOT NULL,
    decision    TEXT    NOT NULL CHECK (decision IN ('link', 'suggest', 'believe')),
    weights     TEXT    NOT NULL,
    why         TEXT    NOT NULL,           -- JSON
    PRIMARY KEY (event, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_link_story ON story_link (story, decision, event);

-- Which articles report or mention which events.
CREATE TABLE article_link (
    page     TEXT    NOT NULL,              -- article.page
    event    INTEGER NOT NULL REFERENCES event (row),
    relation TEXT    NOT NULL CHECK (relation IN ('reports', 'mentions')),
    certain  INTEGER NOT NULL,              -- 1: the event cites the page, or a person says so
    score    REAL    NOT NULL,
    weights  TEXT    NOT NULL,
    why      TEXT    NOT NULL,
    PRIMARY KEY (page, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_link_event ON article_link (event, page);

-- Which report each article goes back to.
CREATE TABLE origin_trace (
    page      TEXT NOT NULL PRIMARY KEY,
    origin    TEXT NOT NULL,                -- the group: the page of the first report of it
    from_page TEXT,                         -- what it was copied from; null: it is the origin
    kind      TEXT NOT NULL,                -- 'original', 'duplicate', 'wire', 'excerpt', 'spun', …
    score     REAL NOT NULL,
    weights   TEXT NOT NULL,
    evidence  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX origin_trace_origin ON origin_trace (origin, page);

-- Events that articles tell and no list does.
CREATE TABLE draft (
    id         TEXT    NOT NULL PRIMARY KEY, -- of its first article
    statement  TEXT    NOT NULL,
    page       TEXT    NOT NULL,            -- the article that the statement is from
    day        TEXT    NOT NULL,
    place      TEXT,                        -- as the articles name it
    lang       TEXT    NOT NULL,
    origins    INTEGER NOT NULL,
    first_seen INTEGER,                     -- when its first article was known
    weights    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE draft_article (
    draft TEXT NOT NULL REFERENCES draft (id),
    page  TEXT NOT NULL,
    PRIMARY KEY (draft, page)
) STRICT, WITHOUT ROWID;
