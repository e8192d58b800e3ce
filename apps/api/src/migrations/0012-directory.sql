-- The directory: other names of a unit, branches, cancelled and merged units, what is searched, and a school's own library.

alter table employer
  -- syllables of the name, parted by blanks: 'xiang jiang jing mi'; null: not written yet, a sweep does it
  add column syllables         text,
  -- the organisation code of nine characters, where a unit has no credit code
  add column legacy_code       text check (legacy_code ~ '^[0-9A-Z]{8}[0-9X]$'),
  add column parent_id         uuid references employer (id),
  add column cancelled_on      date,
  add column cancelled_source  text not null default '',
  -- what undoing the mark gives back
  add column cancelled_from    text check (cancelled_from in ('provisional', 'verified', 'rejected')),
  add column merged_into       uuid references employer (id),
  -- null: its duplicates are to be looked for (again)
  add column compared_at       timestamptz,
  add constraint employer_no_own_parent check (parent_id <> id),
  add constraint employer_merged check ((status = 'merged') = (merged_into is not null)),
  add constraint employer_cancelled check ((cancelled_on is not null) = (cancelled_from is not null));
create index employer_name_norm on employer (name_norm);
create index employer_legacy_code on employer (legacy_code) where legacy_code is not null;
-- the organisation code is a part of the credit code
create index employer_org_part on employer (substr(credit_code, 9, 9)) where credit_code is not null;
create index employer_region on employer (region_code);
create index employer_parent on employer (parent_id) where parent_id is not null;
create index employer_merged_into on employer (merged_into) where merged_into is not null;
create index employer_to_compare on employer (region_code, id) where compared_at is null and status <> 'merged';
create index employer_recent on employer (created_at desc, id desc);
create index employer_to_spell on employer (id) where syllables is null;

create table employer_alias (
  id           uuid primary key default uuidv7(),
  employer_id  uuid not null references employer (id),
  -- merged: the name of a unit that went into this one; code: its credit code
  kind         text not null check (kind in ('former', 'short', 'imported', 'merged', 'code')),
  text         text not null,
  norm         text not null,
  source       text not null default '',
  -- an imported writing is looked at by an operator
  checked      boolean not null default true,
  created_by   uuid references account (id),
  created_at   timestamptz not null,
  unique (employer_id, norm)
);
create index employer_alias_norm on employer_alias (norm);
create index employer_alias_unchecked on employer_alias (employer_id) where not checked;

-- Two units that look alike and are not the same: never suggested again.
create table employer_distinct (
  a_id        uuid not null references employer (id),
  b_id        uuid not null references employer (id),
  note        text not null default '',
  created_by  uuid references account (id),
  created_at  timestamptz not null,
  primary key (a_id, b_id),
  check (a_id < b_id)
);

-- Pairs that may be one unit, with why: [{kind, score, text}]. Written by a sweep, answered by an operator.
create table employer_duplicate (
  a_id      uuid not null references employer (id) on delete cascade,
  b_id      uuid not null references employer (id) on delete cascade,
  evidence  jsonb not null,
  score     real not null,
  found_at  timestamptz not null,
  primary key (a_id, b_id),
  check (a_id < b_id)
);
create index employer_duplicate_b on employer_duplicate (b_id);
create index employer_duplicate_score on employer_duplicate (score desc, a_id, b_id);

-- What a merge moved, row by row, so that it can be put back exactly.
create table employer_merge (
  id           uuid primary key default uuidv7(),
  winner_id    uuid not null references employer (id),
  loser_id     uuid not null references employer (id),
  moved        jsonb not null,
  merged_by    uuid references account (id),
  merged_name  text not null,
  merged_at    timestamptz not null,
  undo_until   timestamptz not null,
  undone_by    uuid references account (id),
  undone_name  text,
  undone_at    timestamptz
);
create unique index employer_merge_live on employer_merge (loser_id) where undone_at is null;
create index employer_merge_winner on employer_merge (winner_id, merged_at desc);

-- ---------------------------------------------------------------- what is searched

-- One row for each place of a text at which somebody may begin to type it. scope 0: the whole directory; otherwise a
-- school, and then the units that are settled there. standing 0: verified, 1: provisional, 2: neither.
create table directory_key (
  employer_id  uuid not null references employer (id) on delete cascade,
  scope        integer not null,
  standing     smallint not null,
  -- 1 name, 2 other name, 3 code, 4 pinyin
  kind         smallint not null,
  -- 0: the beginning of the text
  start        smallint not null,
  key          text collate "C" not null
);
create index directory_key_begins on directory_key (scope, standing, key) where start = 0;
create index directory_key_holds on directory_key (scope, standing, key) where start > 0;
create index directory_key_employer on directory_key (employer_id, scope);

-- The writing that is compared: small letters, without brackets and marks. The API writes what is typed the same way.
create function directory_plain(t text) returns text language sql immutable parallel safe
  return lower(translate(t, '（）()·.-—_,，、“”"'' ', ''));

-- How often a text may be entered: at each character, but neither within the words that end every name nor at the last one.
create function directory_starts(t text) returns integer language sql immutable parallel safe
  return least(12, greatest(0, char_length(regexp_replace(t, '((股份|集团|责任)*有限(责任)?公司|分公司|公司|集团|中心|大学|学院|局)$', '')) - 2));

create view directory_text as
  with plain as (
    select e.id as employer_id, e.status, 1::smallint as kind, directory_plain(e.name_norm) as text, e.syllables from employer e
    union all
    select a.employer_id, e.status, (case a.kind when 'code' then 3 else 2 end)::smallint, directory_plain(a.norm), null
      from employer_alias a join employer e on e.id = a.employer_id
    union all
    select e.id, e.status, 3::smallint, lower(c), null
      from employer e cross join lateral (values (e.credit_code), (e.legacy_code)) as v (c) where c is not null
  ), placed as (
    select p.employer_id, p.status, p.kind, n::smallint as start, substr(p.text, n + 1) as key
      from plain p cross join lateral generate_series(0, case when p.kind = 3 then 0 else directory_starts(p.text) end) as n
    union all
    -- pinyin in full and by initials, from the first syllable and behind a place of two or three
    select p.employer_id, p.status, 4::smallint, n::smallint, w.key
      from plain p
      cross join lateral string_to_array(p.syllables, ' ') as s (parts)
      cross join lateral (values (0), (2), (3)) as at (n)
      cross join lateral (select string_agg(x, '' order by i), string_agg(left(x, 1), '' order by i)
                            from unnest(s.parts) with ordinality as u (x, i) where i > n) as spelt (full_text, initials)
      cross join lateral (values (spelt.full_text), (spelt.initials)) as w (key)
     where p.kind = 1 and p.syllables <> '' and n < cardinality(s.parts)
  )
  select employer_id, (case status when 'verified' then 0 when 'provisional' then 1 else 2 end)::smallint as standing,
         kind, start, key
    from placed where key <> '' and status <> 'merged';

-- The twenty best units whose keys begin with a text (p_from up to p_to): exact before beginning before inside; verified
-- before provisional; of one's own school before others; short before long. p_whole: not only units of that school.
-- p_gone: also rejected and cancelled ones. Of each kind of hit 32 are looked at, so a text that fits thousands costs no
-- more. The plan does not depend on what is typed: made once, it saves most of the time.
create function directory_find(p_from text, p_to text, p_school integer, p_whole boolean, p_gone boolean, p_pattern text)
  returns table (id uuid, name text, credit_code text, nature_code text, industry_code text, region_code text, status text,
                 kind smallint, place integer, own boolean, standing integer)
  language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  whole constant integer := case when p_whole then 0 else -1 end;
  gone constant smallint := case when p_gone then 2 else -1 end;
begin
  return query
  with hits as (
    (select k.employer_id, k.start, k.kind, k.key, true as own from directory_key k
      where k.scope = p_school and k.standing = 0 and k.start = 0 and k.key >= p_from and k.key < p_to
        and (p_pattern is null or k.key like p_pattern) order by k.key limit 32)
    union all
    (select k.employer_id, k.start, k.kind, k.key, true as own from directory_key k
      where k.scope = p_school and k.standing = 0 and k.start > 0 and k.key >= p_from and k.key < p_to
        and (p_pattern is null or k.key like p_pattern) order by k.key limit 32)
    union all
    (select k.employer_id, k.start, k.kind, k.key, false as own from directory_key k
      where k.scope = whole and k.standing = 0 and k.start = 0 and k.key >= p_from and k.key < p_to
        and (p_pattern is null or k.key like p_pattern) order by k.key limit 32)
    union all
    (select k.employer_id, k.start, k.kind, k.key, false as own from directory_key k
      where k.scope = whole and k.standing = 0 and k.start > 0 and k.key >= p_from and k.key < p_to
        and (p_pattern is null or k.key like p_pattern) order by k.key limit 32)
    union all
    (select k.employer_id, k.start, k.kind, k.key, false as own from directory_key k
      where k.scope = whole and k.standing = 1 and k.start = 0 and k.key >= p_from and k.key < p_to
        and (p_pattern is null or k.key like p_pattern) order by k.key limit 32)
    union all
    (select k.employer_id, k.start, k.kind, k.key, false as own from directory_key k
      where k.scope = whole and k.standing = 1 and k.start > 0 and k.key >= p_from and k.key < p_to
        and (p_pattern is null or k.key like p_pattern) order by k.key limit 32)
    union all
    (select k.employer_id, k.start, k.kind, k.key, false as own from directory_key k
      where k.scope = whole and k.standing = gone and k.start = 0 and k.key >= p_from and k.key < p_to
        and (p_pattern is null or k.key like p_pattern) order by k.key limit 32)
    union all
    (select k.employer_id, k.start, k.kind, k.key, false as own from directory_key k
      where k.scope = whole and k.standing = gone and k.start > 0 and k.key >= p_from and k.key < p_to
        and (p_pattern is null or k.key like p_pattern) order by k.key limit 32)
  ), best as (
    select distinct on (h.employer_id) h.employer_id, h.kind, h.own,
           case when h.key = p_from and h.start = 0 then 0 when h.start = 0 then 1 else 2 end as place
      from hits h order by h.employer_id, 4, h.kind, h.own desc
  )
  select e.id, e.name, e.credit_code, e.nature_code, e.industry_code, e.region_code, e.status, b.kind, b.place, b.own,
         case e.status when 'verified' then 0 when 'provisional' then 1 else 2 end as standing
    from best b join employer e on e.id = b.employer_id
   order by b.place, 11, b.own desc, char_length(e.name), e.name, e.id limit 20;
end $$;

-- Writes the keys of these units afresh, for the directory and for the schools where they are settled.
create function directory_rekey(p_ids uuid[]) returns void language sql volatile security definer set search_path = public, pg_temp as $$
  delete from directory_key where employer_id = any (p_ids);
  with fresh as (select distinct * from directory_text where employer_id = any (p_ids))
  insert into directory_key (employer_id, scope, standing, kind, start, key)
    select employer_id, 0, standing, kind, start, key from fresh
    union all
    select f.employer_id, x.school_id, f.standing, f.kind, f.start, f.key
      from fresh f join employer_school x on x.employer_id = f.employer_id and x.status = 'approved';
$$;

-- Whoever changes a unit, its other names or its settlements changes what is found, in the same statement.
create function directory_on_insert() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform directory_rekey(array(select id from new_rows));
  return null;
end $$;

create function directory_on_update() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare changed uuid[]; renamed uuid[];
begin
  select coalesce(array_agg(n.id) filter (where (n.name_norm, n.syllables, n.credit_code, n.legacy_code, n.status)
                                          is distinct from (o.name_norm, o.syllables, o.credit_code, o.legacy_code, o.status)), '{}'),
         coalesce(array_agg(n.id) filter (where n.compared_at is not null
                                            and (n.name_norm, n.credit_code, n.legacy_code, n.status, n.region_code)
                                          is distinct from (o.name_norm, o.credit_code, o.legacy_code, o.status, o.region_code)), '{}')
    into changed, renamed from new_rows n join old_rows o using (id);
  if cardinality(renamed) > 0 then update employer set compared_at = null where id = any (renamed); end if;
  if cardinality(changed) > 0 then perform directory_rekey(changed); end if;
  return null;
end $$;

-- A name that has changed is spelt anew.
create function directory_forget_spelling() returns trigger language plpgsql as $$
begin
  if new.name is distinct from old.name and new.syllables is not distinct from old.syllables then new.syllables := null; end if;
  return new;
end $$;

create function directory_on_alias() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  select array_agg(distinct employer_id) into ids from changed_rows;
  if ids is not null then
    perform directory_rekey(ids);
    update employer set compared_at = null where id = any (ids) and compared_at is not null;
  end if;
  return null;
end $$;

create function directory_on_settlement() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  select array_agg(distinct employer_id) into ids from changed_rows;
  if ids is not null then perform directory_rekey(ids); end if;
  return null;
end $$;

create function directory_on_settlement_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare ids uuid[];
begin
  select array_agg(distinct id) into ids from (
    (select employer_id as id, school_id, status = 'approved' as settled from new_rows except select employer_id, school_id, status = 'approved' from old_rows)
    union all
    (select employer_id, school_id, status = 'approved' from old_rows except select employer_id, school_id, status = 'approved' from new_rows)) as d;
  if ids is not null then perform directory_rekey(ids); end if;
  return null;
end $$;

create trigger directory_spelling before update of name on employer for each row execute function directory_forget_spelling();
create trigger directory_insert after insert on employer referencing new table as new_rows
  for each statement execute function directory_on_insert();
create trigger directory_update after update on employer referencing new table as new_rows old table as old_rows
  for each statement execute function directory_on_update();
create trigger directory_alias_insert after insert on employer_alias referencing new table as changed_rows
  for each statement execute function directory_on_alias();
create trigger directory_alias_delete after delete on employer_alias referencing old table as changed_rows
  for each statement execute function directory_on_alias();
create trigger directory_alias_update after update on employer_alias referencing new table as changed_rows
  for each statement execute function directory_on_alias();
create trigger directory_settlement_insert after insert on employer_school referencing new table as changed_rows
  for each statement execute function directory_on_settlement();
create trigger directory_settlement_delete after delete on employer_school referencing old table as changed_rows
  for each statement execute function directory_on_settlement();
create trigger directory_settlement_update after update on employer_school referencing new table as new_rows old table as old_rows
  for each statement execute function directory_on_settlement_change();

select directory_rekey(array(select id from employer));

-- ---------------------------------------------------------------- merging behind the tenant fence

-- Agreements stand behind the fence of their schools. A merge touches all of them, so these run as the owner; they tell
-- numbers and ids, never what an agreement says, and change nothing but the unit it belongs to.

-- How many agreements these units have, for each school.
create function directory_case_counts(p_units uuid[]) returns table (employer_id uuid, school_id integer, total integer, live integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.employer_id, c.school_id, count(*)::int,
         (count(*) filter (where c.state not in ('DECLINED', 'WITHDRAWN', 'EXPIRED', 'RETURNED_CLOSED', 'VOIDED', 'SUPERSEDED', 'TERMINATED')))::int
    from signing_case c where c.employer_id = any (p_units) group by 1, 2;
$$;

-- Students, for each school, to whom both units have an open invitation or draft: one unit may have one (I3).
create function directory_case_clashes(p_one uuid, p_other uuid) returns table (school_id integer, students integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.school_id, count(*)::int from signing_case a
    join signing_case b on b.school_id = a.school_id and b.student_id = a.student_id and b.employer_id = p_other
     and b.state in ('DRAFT_EMP', 'INVITED')
   where a.employer_id = p_one and a.state in ('DRAFT_EMP', 'INVITED') group by 1;
$$;

-- Moves agreements from one unit to another: all of them, or those that are named. Answers what it moved.
create function directory_move_cases(p_from uuid, p_to uuid, p_ids uuid[] default null)
  returns table (school_id integer, id uuid, version integer)
  language sql volatile security definer set search_path = public, pg_temp as $$
  update signing_case c set employer_id = p_to
   where c.employer_id = p_from and (p_ids is null or c.id = any (p_ids))
  returning c.school_id, c.id, c.version;
$$;

-- Which of the moved agreements [{id, version}] somebody has worked on since, or that are no longer this unit's.
create function directory_touched_cases(p_unit uuid, p_moved jsonb) returns integer
  language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::int from jsonb_to_recordset(p_moved) as m (id uuid, version integer)
    left join signing_case c on c.id = m.id and c.employer_id = p_unit and c.version = m.version where c.id is null;
$$;

-- Agreements of a unit that began after a moment by one of these people, or at one of these schools.
create function directory_later_cases(p_unit uuid, p_after timestamptz, p_people uuid[], p_schools integer[]) returns integer
  language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::int from signing_case c
   where c.employer_id = p_unit and c.created_at > p_after and (c.initiator_id = any (p_people) or c.school_id = any (p_schools));
$$;

-- Whoever writes for a unit that has just been merged away writes for the one that stands in its place. The lock makes a
-- row that is written at the same moment wait for the merge.
create function directory_to_survivor() returns trigger language plpgsql as $$
declare next uuid;
begin
  loop
    select e.merged_into into next from employer e where e.id = new.employer_id for key share;
    exit when next is null;
    new.employer_id := next;
  end loop;
  return new;
end $$;

do $$
declare t text;
begin
  foreach t in array array['signing_case', 'employer_member', 'employer_school', 'employer_certification', 'member_invitation', 'employer_alias']
  loop
    execute format('create trigger directory_survivor before insert on %I for each row execute function directory_to_survivor()', t);
  end loop;
end $$;

-- ---------------------------------------------------------------- a school's own library

create table school_unit (
  school_id    integer not null references school (id),
  employer_id  uuid not null references employer (id),
  -- whom the school knows there; a name, never a number
  contact      text not null default '',
  -- as the school writes it
  name         text not null,
  note         text not null default '',
  import_id    uuid,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  primary key (school_id, employer_id)
);
create index school_unit_employer on school_unit (employer_id);

create table unit_import (
  school_id     integer not null references school (id),
  id            uuid not null default uuidv7(),
  file_id       uuid not null references uploaded_file (id),
  file_name     text not null,
  status        text not null check (status in ('checking', 'checked', 'applying', 'done', 'refused')),
  -- {total, valid, errors, warnings, matched, created, …}
  counts        jsonb not null default '{}',
  refusal       text not null default '',
  job_run_id    uuid,
  created_by    uuid not null references account (id),
  created_name  text not null,
  created_at    timestamptz not null,
  applied_at    timestamptz,
  version       integer not null default 1,
  primary key (school_id, id)
);
create index unit_import_recent on unit_import (school_id, created_at desc, id desc);

create table unit_import_row (
  school_id    integer not null,
  import_id    uuid not null,
  row          integer not null,
  data         jsonb not null,
  -- [{key, header, value, reason, severity}]
  issues       jsonb not null default '[]',
  -- what applying it will do: matched by code or name, create, or nothing because of an error
  verdict      text not null check (verdict in ('code', 'name', 'create', 'error')),
  employer_id  uuid references employer (id),
  -- what came of it; null: not applied
  result       text check (result in ('linked', 'created', 'skipped')),
  result_text  text not null default '',
  primary key (school_id, import_id, row),
  foreign key (school_id, import_id) references unit_import (school_id, id)
);
create index unit_import_row_unit on unit_import_row (employer_id) where employer_id is not null;

do $$
declare t text;
begin
  foreach t in array array['school_unit', 'unit_import', 'unit_import_row']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy tenant on %I using (school_id = (select app_school())) with check (school_id = (select app_school()))', t);
  end loop;
end $$;

-- Libraries that name a unit, for a merge and for the operator's page; as above, numbers and ids only.
create function directory_library_count(p_unit uuid) returns integer
  language sql stable security definer set search_path = public, pg_temp
  return (select count(*)::int from school_unit where employer_id = p_unit);

-- Moves library rows to another unit where that school does not have it already. Answers the schools moved.
create function directory_move_library(p_from uuid, p_to uuid, p_schools integer[] default null) returns setof integer
  language sql volatile security definer set search_path = public, pg_temp as $$
  update school_unit u set employer_id = p_to
   where u.employer_id = p_from and (p_schools is null or u.school_id = any (p_schools))
     and not exists (select from school_unit o where o.school_id = u.school_id and o.employer_id = p_to)
  returning u.school_id;
$$;

-- Units that nobody has anything to do with: no settlement, no people, no agreement, in no library.
create function directory_unused() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select e.id from employer e
   where not exists (select from employer_school x where x.employer_id = e.id)
     and not exists (select from employer_member m where m.employer_id = e.id)
     and not exists (select from signing_case c where c.employer_id = e.id)
     and not exists (select from school_unit u where u.employer_id = e.id);
$$;
