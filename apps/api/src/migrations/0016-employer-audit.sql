-- Audit of employers: messages that are about no agreement, and reminders of a deadline that are sent once.

-- An operator or a unit belongs to no school; the account is what a message belongs to.
alter table notification
  drop constraint notification_pkey,
  add primary key (id),
  alter column school_id drop not null,
  -- what the message leads to, where it is no agreement
  add column about_kind  text,
  add column about_id    uuid;

-- The deadline that staff have been reminded of: another deadline is another reminder.
alter table employer_certification
  add column told_soon_for  timestamptz,
  add column told_late_for  timestamptz;
alter table employer_school
  add column told_soon_for  timestamptz,
  add column told_late_for  timestamptz;
