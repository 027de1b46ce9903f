/** Of which store the records are; one row at most. */
export const storeId = `
CREATE TABLE store (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  id text NOT NULL
);
`
