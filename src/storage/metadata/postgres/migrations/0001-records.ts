/**
 * Text that is compared, sorted or searched has the collation "C": by code point, whatever the locale of the database.
 * Totals are spread over rows so that commits at once seldom wait for each other; each also keeps the latest time that
 * was ever given, of records that are gone as well.
 */
export const records = `
CREATE TABLE files (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  folded_name text COLLATE "C" NOT NULL,
  type text NOT NULL,
  essence text COLLATE "C" NOT NULL,
  content_key text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  sha256 text NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  download_count bigint NOT NULL,
  published_as text COLLATE "C",
  revision bigint NOT NULL
);
CREATE INDEX files_by_creation ON files (created_at, id);
CREATE INDEX files_by_name ON files (folded_name, id);
CREATE INDEX files_by_size ON files (size, id);
CREATE INDEX files_by_downloads ON files (download_count, id);
CREATE INDEX files_by_type ON files (essence, created_at, id);
CREATE INDEX files_by_content ON files (content_key);
CREATE INDEX files_published ON files (published_as, created_at, id) WHERE published_as IS NOT NULL;

CREATE TABLE totals (
  slot integer PRIMARY KEY,
  files bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  last_time bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20);
INSERT INTO totals (slot) SELECT generate_series(0, 63);
`
