-- Employers: registration, certification, settlement at schools, members. What is in force stands in employer; what is
-- asked for stands in a certification until the operator has decided.

alter table employer
  alter column credit_code drop not null,
  alter column nature_code set default '',
  alter column industry_code set default '',
  alter column region_code set default '',
  -- provisional: known, but not certified; only verified units sign
  drop constraint employer_status_check,
  add constraint employer_status_check check (status in ('provisional', 'verified', 'rejected', 'cancelled', 'merged')),
  add column landline            text not null default '',
  add column unit_email          text not null default '',
  add column recruit_email       text not null default '',
  -- in ten thousand yuan
  add column registered_capital  numeric(14, 2),
  add column tags                text[] not null default '{}',
  add column intro               text not null default '',
  add column logo_file_id        uuid,
  add column certified_at        timestamptz,
  add column updated_at          timestamptz not null default now(),
  add column version             integer not null default 1;

create table employer_certification (
  id                      uuid primary key default uuidv7(),
  employer_id             uuid not null references employer (id),
  -- initial: a unit registers; change: certified data changes; takeover: somebody asks to become its administrator
  kind                    text not null check (kind in ('initial', 'change', 'takeover')),
  status                  text not null default 'draft'
                          check (status in ('draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn')),
  -- CertificationData of @qiancheng/shared; no personal numbers
  data                    jsonb not null default '{}',
  -- uploaded_file; which are asked for depends on the unit's nature
  licence_file_id         uuid,
  org_code_file_id        uuid,
  school_licence_file_id  uuid,
  authorisation_file_id   uuid,
  -- what the reviewer found: [{field, code, text}]
  reasons                 jsonb not null default '[]',
  applicant_id            uuid not null references account (id),
  created_at              timestamptz not null,
  updated_at              timestamptz not null,
  submitted_at            timestamptz,
  sla_due_at              timestamptz,
  decided_at              timestamptz,
  decided_by              uuid references account (id),
  decided_by_name         text,
  version                 integer not null default 1
);
create unique index employer_certification_open on employer_certification (employer_id)
  where status in ('draft', 'submitted', 'returned') and kind in ('initial', 'change');
create unique index employer_certification_takeover on employer_certification (employer_id, applicant_id)
  where status in ('draft', 'submitted', 'returned') and kind = 'takeover';
create index employer_certification_queue on employer_certification (status, submitted_at, id);

alter table employer_school
  drop constraint employer_school_status_check,
  -- waiting: asked for, but the operator has not certified the unit yet, so the school does not see it
  add constraint employer_school_status_check
    check (status in ('waiting', 'pending', 'returned', 'approved', 'rejected', 'suspended', 'withdrawn')),
  -- recruiting services asked for: codes of @qiancheng/shared with their answers
  add column services         jsonb not null default '[]',
  add column message          text not null default '',
  add column requested_by     uuid references account (id),
  add column requested_at     timestamptz not null default now(),
  add column sla_due_at       timestamptz,
  add column reasons          jsonb not null default '[]',
  add column decided_by       uuid references account (id),
  add column decided_by_name  text,
  add column version          integer not null default 1;
create index employer_school_queue on employer_school (school_id, status, requested_at);

alter table employer_member
  drop constraint employer_member_status_check,
  -- requested: asks to join, the unit's administrator decides
  add constraint employer_member_status_check check (status in ('requested', 'active', 'declined', 'removed')),
  add column message                text not null default '',
  add column authorisation_file_id  uuid,
  add column reason                 text not null default '',
  add column decided_by             uuid references account (id),
  add column decided_at             timestamptz,
  add column version                integer not null default 1;

create table member_invitation (
  id              uuid primary key default uuidv7(),
  employer_id     uuid not null references employer (id),
  role            text not null check (role in ('employer_admin', 'employer_member')),
  name            text not null,
  channel         text not null check (channel in ('sms', 'mail')),
  contact_mac     bytea not null,
  contact_enc     bytea not null,
  contact_masked  text not null,
  token_mac       bytea not null unique,
  invited_by      uuid not null references account (id),
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  accepted_by     uuid references account (id),
  accepted_at     timestamptz,
  revoked_at      timestamptz
);
create index member_invitation_employer on member_invitation (employer_id, created_at desc);

-- What happened to a unit: append only. A school reads its own rows and those of the operator.
create table employer_event (
  id                uuid primary key default uuidv7(),
  employer_id       uuid not null references employer (id),
  school_id         integer references school (id),
  certification_id  uuid references employer_certification (id),
  member_id         uuid references account (id),
  action            text not null,
  from_status       text,
  to_status         text,
  actor_id          uuid,
  actor_name        text not null,
  actor_kind        text not null check (actor_kind in ('employer', 'school', 'platform', 'system')),
  reasons           jsonb not null default '[]',
  note              text not null default '',
  at                timestamptz not null
);
create index employer_event_employer on employer_event (employer_id, at desc, id desc);
