-- Deliveries: what was sent to people outside of the product. No tenant fence: codes go out before a school is known,
-- and the worker that sends has none. Address and text are sealed, and cleared after 30 days; the fact of sending stays.

create table delivery (
  id           uuid primary key,
  school_id    integer references school (id),
  account_id   uuid references account (id),
  channel      text not null check (channel in ('mail', 'sms', 'wechat')),
  to_masked    text not null,
  to_enc       bytea,
  template     text not null,
  -- params and rendered text
  body_enc     bytea,
  status       text not null default 'queued' check (status in ('queued', 'sent', 'failed', 'expired')),
  error        text,
  provider_id  text,
  created_at   timestamptz not null,
  sent_at      timestamptz,
  expires_at   timestamptz,
  check ((status = 'sent') = (sent_at is not null))
);
create index delivery_newest on delivery (created_at desc, id desc);
create index delivery_account on delivery (account_id, created_at desc) where account_id is not null;
create index delivery_full on delivery (created_at) where body_enc is not null;
