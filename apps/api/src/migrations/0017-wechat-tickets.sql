-- The phone that scanned a code holds a secret of its own, and its owner is shown where the screen stands.

alter table wechat_ticket
  -- digest of the secret of the phone that opened the code last; with the scan it is the only one that decides
  add column phone_mac      bytea,
  add column screen_ip      text,
  add column screen_device  text,
  -- opened in WeChat's own browser: the phone is the screen as well
  add column same_device    boolean not null default false;
