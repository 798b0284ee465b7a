-- Everything that is kept, under the schema in whose search path this runs.
-- Texts hold no NUL, which PostgreSQL does not know: storage/postgres_text.py says how they are
-- written. They are compared byte by byte, which is the order of their code points.

-- The number of each commit that changed something. A document's version is the number of the
-- commit that wrote it, so no version ever comes back.
CREATE SEQUENCE versions;

CREATE TABLE documents (
    tenant TEXT COLLATE "C" NOT NULL CHECK (tenant <> ''),
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    body JSONB NOT NULL,
    -- The values of the fields by which this kind is looked up, in the order in which the kind names
    -- them; table `indexed` says which these were.
    first TEXT COLLATE "C",
    second TEXT COLLATE "C",
    third TEXT COLLATE "C",
    -- When it wants attention, or when it comes out of the lease of whoever claimed it.
    due_at TIMESTAMPTZ,
    claims INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant, kind, id)
);
CREATE INDEX documents_first ON documents (tenant, kind, first) WHERE first IS NOT NULL;
CREATE INDEX documents_second ON documents (tenant, kind, second) WHERE second IS NOT NULL;
CREATE INDEX documents_third ON documents (tenant, kind, third) WHERE third IS NOT NULL;
CREATE INDEX documents_due ON documents (kind, due_at, tenant, id) WHERE due_at IS NOT NULL;

-- Which documents were removed a while ago at most, so that whoever had looked in vain before they
-- were made learns of it. A number stands for each, from which its kind and id can't be read.
CREATE TABLE deletions (
    tenant TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    version BIGINT NOT NULL,
    deleted_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, number)
);
CREATE INDEX deletions_old ON deletions (deleted_at);

-- Documents that can't be read, moved to where they are in nobody's way.
CREATE TABLE damaged (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    body JSONB NOT NULL,
    reason TEXT NOT NULL,
    put_aside_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX damaged_key ON damaged (tenant, kind, id);

-- The server's statistics hold samples of what stands in a column, and outlive it. They are gathered
-- of no column that names people or holds their words: the indexes do without.
ALTER TABLE documents
    ALTER id SET STATISTICS 0,
    ALTER body SET STATISTICS 0,
    ALTER first SET STATISTICS 0,
    ALTER second SET STATISTICS 0,
    ALTER third SET STATISTICS 0;
ALTER TABLE damaged
    ALTER id SET STATISTICS 0,
    ALTER body SET STATISTICS 0;

-- By which fields each kind's documents are indexed; another program may look up by others.
CREATE TABLE indexed (
    kind TEXT PRIMARY KEY,
    fields TEXT NOT NULL
);

-- The keys with which private fields may be sealed, by their fingerprints.
CREATE TABLE keys (
    name TEXT PRIMARY KEY
);

-- Tenants never meet. Each transaction says whose it is, and a row of anybody else is not there for
-- it, whatever its statements say; one that says nothing sees nothing. FORCE, for the owner too.
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON documents
    USING (tenant = nullif(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = nullif(current_setting('app.tenant', true), ''));

ALTER TABLE deletions ENABLE ROW LEVEL SECURITY;
ALTER TABLE deletions FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON deletions
    USING (tenant = nullif(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = nullif(current_setting('app.tenant', true), ''));

ALTER TABLE damaged ENABLE ROW LEVEL SECURITY;
ALTER TABLE damaged FORCE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON damaged
    USING (tenant = nullif(current_setting('app.tenant', true), ''))
    WITH CHECK (tenant = nullif(current_setting('app.tenant', true), ''));

-- The few exceptions, each for a transaction that says so: what is due is looked for and leased in
-- all tenants, tenants are listed, and what is remembered of old deletions is forgotten. Such a
-- transaction makes no document and removes none. (Of a truth value the server expects that it holds
-- for every second row, of a comparison that it does for hardly any: then it would sort all that is
-- due rather than follow the index.)
CREATE POLICY across_to_see ON documents FOR SELECT
    USING (coalesce(nullif(current_setting('app.across', true), '')::boolean, false));
CREATE POLICY across_to_lease ON documents FOR UPDATE
    USING (coalesce(nullif(current_setting('app.across', true), '')::boolean, false))
    WITH CHECK (coalesce(nullif(current_setting('app.across', true), '')::boolean, false));
CREATE POLICY across_to_see ON deletions FOR SELECT
    USING (coalesce(nullif(current_setting('app.across', true), '')::boolean, false));
CREATE POLICY across_to_forget ON deletions FOR DELETE
    USING (coalesce(nullif(current_setting('app.across', true), '')::boolean, false));
