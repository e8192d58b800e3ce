-- Before accepting or signing, the bound WeChat says once more that it is the holder: for one act, in one session.

alter table wechat_ticket
  drop constraint wechat_ticket_purpose_check,
  add constraint wechat_ticket_purpose_check check (purpose in ('login', 'bind', 'act')),
  -- the session that may use it; with the session it is gone
  add column session_id  uuid references session (id) on delete cascade,
  -- which act of which record, and how the phone puts it
  add column act         text,
  add column act_words   text,
  add constraint wechat_ticket_act
    check ((purpose = 'act') = (session_id is not null and account_id is not null and act is not null and act_words is not null));
create index wechat_ticket_session on wechat_ticket (session_id) where session_id is not null;
