-- Files that people upload, as they were stored after inspection. No tenant fence: registration comes before a school is
-- known. A row is reached only through a business row that names it, behind that row's own fence; there is no list of them.
create table uploaded_file (
  id             uuid primary key default uuidv7(),
  school_id      integer references school (id),
  account_id     uuid references account (id),
  purpose        text not null,
  sha256         text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  mime           text not null,
  size           integer not null check (size > 0),
  width          integer,
  height         integer,
  pages          integer,
  original_name  text not null,
  created_at     timestamptz not null
);
create index uploaded_file_account on uploaded_file (account_id) where account_id is not null;
create index uploaded_file_age on uploaded_file (purpose, created_at);
