-- Registration of units: the wizard's draft, and which privacy notice somebody has agreed to.

-- What somebody has typed so far. Before there is an account, it belongs to whoever has the cookie; afterwards to the
-- account. Nothing of it is a registration yet: the unit, its certification and its settlements are made at the end, at once.
create table registration_draft (
  id                      uuid primary key default uuidv7(),
  -- digest of the cookie's token
  token_mac               bytea unique,
  account_id              uuid unique references account (id),
  -- register: a unit that nobody has registered; join: a colleague's; takeover: become its administrator by a letter
  path                    text not null check (path in ('register', 'join', 'takeover')),
  -- the unit in the directory, where there is one
  employer_id             uuid references employer (id),
  name                    text not null,
  credit_code             text not null,
  login                   text not null default '',
  person                  text not null default '',
  phone_enc               bytea,
  phone_masked            text,
  phone_verified_at       timestamptz,
  email                   text,
  email_verified_at       timestamptz,
  -- CertificationData of @qiancheng/shared, as far as it is filled in
  data                    jsonb not null default '{}',
  -- [{schoolId, services}]
  schools                 jsonb not null default '[]',
  -- to the administrator whom one asks to be let in
  message                 text not null default '',
  licence_file_id         uuid references uploaded_file (id),
  org_code_file_id        uuid references uploaded_file (id),
  school_licence_file_id  uuid references uploaded_file (id),
  authorisation_file_id   uuid references uploaded_file (id),
  created_at              timestamptz not null,
  updated_at              timestamptz not null,
  expires_at              timestamptz not null,
  version                 integer not null default 1,
  check ((token_mac is null) <> (account_id is null))
);
create index registration_draft_age on registration_draft (expires_at);

-- Which wording of which notice was agreed to, by whom, when and from where; nobody changes it.
create table privacy_consent (
  id          uuid primary key default uuidv7(),
  account_id  uuid not null references account (id),
  notice      text not null,
  version     text not null,
  given_at    timestamptz not null,
  ip          text,
  device      text
);
create index privacy_consent_account on privacy_consent (account_id, given_at desc);
