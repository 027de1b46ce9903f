/**
 * Uploads that come in several requests, and the parts that are stored of them. When one expires is compared to the time
 * of the database, in milliseconds.
 */
export const unfinishedUploads = `
CREATE TABLE unfinished_uploads (
  id text COLLATE "C" PRIMARY KEY,
  size bigint NOT NULL,
  received bigint NOT NULL DEFAULT 0,
  name text NOT NULL,
  type text,
  metadata text NOT NULL,
  expires_at bigint NOT NULL,
  part_size bigint NOT NULL,
  series text,
  next_number integer NOT NULL DEFAULT 1,
  tail text,
  revision bigint NOT NULL DEFAULT 0,
  held_until timestamptz,
  is_wanted boolean NOT NULL DEFAULT false
);
CREATE INDEX unfinished_uploads_by_expiry ON unfinished_uploads (expires_at, id);
CREATE INDEX unfinished_uploads_waiting ON unfinished_uploads (id) WHERE received < size;

CREATE TABLE upload_parts (
  upload text COLLATE "C" NOT NULL REFERENCES unfinished_uploads ON DELETE CASCADE,
  place integer NOT NULL,
  number integer NOT NULL,
  tag text NOT NULL,
  checksum text,
  PRIMARY KEY (upload, place)
);
`
