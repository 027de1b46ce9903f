/** Times here are those of the database, unlike those of records. */
export const notesAndLeases = `
CREATE TABLE content_notes (
  key text COLLATE "C" PRIMARY KEY,
  noted_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX content_notes_by_age ON content_notes (noted_at, key);

CREATE TABLE leases (
  name text COLLATE "C" PRIMARY KEY,
  holder text NOT NULL,
  ends_at timestamptz NOT NULL
);
`
