-- Accounts: how somebody comes in for the first time, proves who they are, and what is remembered of it.

alter table account
  -- own: chosen or generated for this person; initial: a slip, the end of the ID number or a reset; none: no password yet
  add column password_kind       text not null default 'own' check (password_kind in ('own', 'initial', 'none')),
  add column initial_expires_at  timestamptz,
  add column email_verified_at   timestamptz,
  add column phone_verified_at   timestamptz,
  add column activated_at        timestamptz,
  -- the secret of an authenticator app; it counts once confirmed by a first code
  add column totp_enc            bytea,
  add column totp_confirmed_at   timestamptz,
  add column totp_last_step      bigint not null default 0,
  add column disabled_at         timestamptz,
  add column disabled_reason     text,
  add column version             integer not null default 1;
create index account_phone on account (audience, phone_mac) where phone_mac is not null;
create index account_email on account (audience, lower(email)) where email is not null;
create index account_school on account (school_id, audience, login);

-- Everybody who is in already came in by a password of their own.
update account set activated_at = created_at, phone_verified_at = case when phone_enc is null then null else created_at end,
  email_verified_at = case when email is null then null else created_at end;

-- The last passwords, so that they are not taken again.
create table password_history (
  account_id     uuid not null references account (id),
  set_at         timestamptz not null,
  password_hash  text not null,
  primary key (account_id, set_at)
);

create table recovery_code (
  account_id  uuid not null references account (id),
  code_mac    bytea not null,
  created_at  timestamptz not null,
  used_at     timestamptz,
  primary key (account_id, code_mac)
);

-- A code sent to a phone or mail: single use, short-lived, good for one purpose and one request only.
create table verification_code (
  id             uuid primary key default uuidv7(),
  purpose        text not null,
  -- what the code is bound to: a session, a registration, a request to reset
  bound_to       text not null,
  account_id     uuid references account (id),
  channel        text not null check (channel in ('sms', 'mail')),
  target_mac     bytea not null,
  target_enc     bytea not null,
  target_masked  text not null,
  code_mac       bytea not null,
  failures       smallint not null default 0,
  created_at     timestamptz not null,
  expires_at     timestamptz not null,
  used_at        timestamptz
);
create index verification_code_open on verification_code (bound_to, purpose, created_at desc) where used_at is null;
create index verification_code_age on verification_code (expires_at);

create table wechat_binding (
  id              uuid primary key default uuidv7(),
  account_id      uuid not null references account (id),
  audience        text not null,
  openid_mac      bytea not null,
  openid_enc      bytea not null,
  nickname        text not null default '',
  bound_at        timestamptz not null,
  unbound_at      timestamptz,
  unbound_by      uuid references account (id),
  unbound_reason  text
);
-- One WeChat opens one account of an audience, and one account has one WeChat.
create unique index wechat_binding_openid on wechat_binding (audience, openid_mac) where unbound_at is null;
create unique index wechat_binding_account on wechat_binding (account_id) where unbound_at is null;

-- A QR code on a screen: whoever scans it confirms on the phone, the screen that showed it goes on.
create table wechat_ticket (
  id           uuid primary key default uuidv7(),
  audience     text not null,
  purpose      text not null check (purpose in ('login', 'bind')),
  -- bind: whose account; login: found by the scan
  account_id   uuid references account (id),
  -- digest of the secret that only the showing browser has
  browser_mac  bytea not null,
  -- digest of the state parameter that goes to WeChat and back
  state_mac    bytea not null,
  status       text not null default 'waiting' check (status in ('waiting', 'scanned', 'confirmed', 'refused', 'used')),
  openid_mac   bytea,
  openid_enc   bytea,
  nickname     text,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  scanned_at   timestamptz,
  decided_at   timestamptz
);
create index wechat_ticket_age on wechat_ticket (expires_at);

alter table session
  -- full: signed in; second_factor: a code is still asked for; setup: a contact and a password of one's own are
  add column stage        text not null default 'full' check (stage in ('full', 'second_factor', 'setup')),
  -- how they came in: password, wechat, registration
  add column method       text not null default 'password',
  add column factor       text,
  -- the company that somebody of several works for at present
  add column employer_id  uuid references employer (id);

-- Who looked at which personal field of a student, and why; the student reads it, nobody changes it.
create table personal_access (
  school_id    integer not null references school (id),
  id           uuid not null default uuidv7(),
  student_id   uuid not null,
  kind         text not null check (kind in ('reveal', 'export', 'print')),
  fields       text[] not null,
  account_id   uuid,
  by_name      text not null,
  by_role      text not null,
  reason       text not null,
  at           timestamptz not null,
  primary key (school_id, id),
  foreign key (school_id, student_id) references student (school_id, id)
);
create index personal_access_student on personal_access (school_id, student_id, at desc, id desc);
alter table personal_access enable row level security;
create policy tenant on personal_access
  using (school_id = (select app_school())) with check (school_id = (select app_school()));
