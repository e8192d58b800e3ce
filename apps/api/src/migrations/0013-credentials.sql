-- Credentials: what a session may idle, which proofs of work were used, and how codes to one address are found.

alter table session
  -- the school's parameter when the session began; null: the audience's default
  add column idle_seconds integer check (idle_seconds > 0);

-- Codes to one phone or mail, whatever they are for: at most one a minute.
create index verification_code_target on verification_code (target_mac, created_at desc);

-- A solved captcha is good once. The row is kept as long as the challenge would be believed.
create table spent_proof (
  proof_mac   bytea primary key,
  expires_at  timestamptz not null
);
create index spent_proof_age on spent_proof (expires_at);
