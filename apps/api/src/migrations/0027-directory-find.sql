-- Who searches the directory decides which keys are looked at: each audience has a function of its own, with no step in it
-- that could find nothing for that audience. (They were one function, a third slower for it.)
drop function directory_find(text, text, integer, boolean, boolean, text);

-- The twenty best units whose keys begin with a text (p_from up to p_to), best first: exact before beginning before inside;
-- verified before provisional before gone; of one's own school before others; short before long. Of each kind of hit 32 are
-- looked at, so a text that fits thousands costs no more. The plan does not depend on what is typed: made once, it saves
-- most of the time.
do $make$
declare
  hit constant text := '(select k.employer_id, k.start, k.kind, k.key, %s as own from directory_key k
      where k.scope = %s and k.standing = %s and k.start %s 0 and k.key >= p_from and k.key < p_to
        and (p_pattern is null or k.key like p_pattern) order by k.key limit 32)';
  audience record;
  hits text;
begin
  for audience in
    select * from (values ('student', true, array[]::integer[]), ('teacher', true, array[0, 1]),
                          ('employer', false, array[0, 1]), ('platform', false, array[0, 1, 2])) as a (name, own, standings)
  loop
    with looks as (
      select 'true' as own, 'p_school' as scope, 0 as standing where audience.own
      union all
      select 'false', '0', n from unnest(audience.standings) as n
    )
    select string_agg(format(hit, l.own, l.scope, l.standing, place), E'\n    union all\n    ' order by l.own desc, l.standing, place)
      into hits from looks l cross join unnest(array['=', '>']) as place;
    execute format($sql$
create function directory_find_%s(p_from text, p_to text, p_school integer, p_pattern text)
  returns table (id uuid, name text, credit_code text, nature_code text, industry_code text, region_code text, status text,
                 kind smallint, own boolean)
  language plpgsql stable set plan_cache_mode = force_generic_plan as $body$
begin
  return query
  with hits as (
    %s
  ), best as (
    select distinct on (h.employer_id) h.employer_id, h.kind, h.own,
           case when h.key = p_from and h.start = 0 then 0 when h.start = 0 then 1 else 2 end as place
      from hits h order by h.employer_id, 4, h.kind, h.own desc
  )
  select e.id, e.name, e.credit_code, e.nature_code, e.industry_code, e.region_code, e.status, b.kind, b.own
    from best b join employer e on e.id = b.employer_id
   order by b.place, case e.status when 'verified' then 0 when 'provisional' then 1 else 2 end, b.own desc,
            char_length(e.name), e.name, e.id
   limit 20;
end $body$
    $sql$, audience.name, hits);
  end loop;
end $make$;
