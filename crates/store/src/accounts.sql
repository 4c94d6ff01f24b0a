-- Who may do what, and what the acts of editors need to be found again.
-- No address of a reader and no list of logins is kept: an archive holds no
-- personal data beyond the names that editors chose.

CREATE TABLE account (
    name        TEXT    NOT NULL PRIMARY KEY,
    role        TEXT    NOT NULL CHECK (role IN ('reader', 'editor', 'admin')),
    password    TEXT    NOT NULL,           -- PHC string (argon2id)
    created_at  INTEGER NOT NULL,
    disabled_at INTEGER                     -- null: may log in
) STRICT, WITHOUT ROWID;

-- Who is logged in. What a browser holds is not kept, only its SHA-256.
CREATE TABLE session (
    hash       BLOB    NOT NULL PRIMARY KEY,
    account    TEXT    NOT NULL REFERENCES account (name),
    csrf       TEXT    NOT NULL,            -- what forms of this session carry
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL             -- however much it is used
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account);

-- What programs present instead of a password; revoked ones stay, so that a
-- person sees what there was.
CREATE TABLE api_token (
    number     INTEGER PRIMARY KEY,
    hash       BLOB    NOT NULL UNIQUE,     -- SHA-256
    label      TEXT    NOT NULL,            -- what its owner calls it
    account    TEXT    NOT NULL REFERENCES account (name),
    scope      TEXT    NOT NULL CHECK (scope IN ('read', 'edit', 'admin')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER,                     -- null: never
    revoked_at INTEGER,
    used_day   TEXT                         -- the last day of use, no finer
) STRICT;
CREATE INDEX api_token_account ON api_token (account, number);

-- The revisions of one act share its moment: an act on several events is undone whole.
CREATE INDEX revision_act ON revision (known_at) WHERE by_kind = 'editor';

-- What was told under an event, and where merged events went.
CREATE INDEX event_under ON event (under) WHERE under IS NOT NULL;
CREATE INDEX correction_recorded ON correction (recorded_at);
