import { randomUUID } from 'node:crypto';
import type { AppError } from '../../../platform/http/index.js';
import { AgreementCommands } from '../../agreements/commands/commands.service.js';
import { ALL_BLOCKS, goodValues } from '../../agreements/testing/values.js';
import type { Employer, Student, World } from '../../agreements/testing/world.js';
import { DirectorySearch } from '../search/directory-search.js';
import { DirectoryApp } from '../testing/directory-app.js';
import { Duplicates } from './duplicates.js';
import { Merging } from './merging.js';
import { UnitRecord } from './unit-record.js';
import { Unmerging } from './unmerging.js';

let app: DirectoryApp;
let merging: Merging;
let unmerging: Unmerging;
let commands: AgreementCommands;

beforeAll(async () => {
  app = await DirectoryApp.open();
  merging = app.get(Merging);
  unmerging = app.get(Unmerging);
  commands = app.get(AgreementCommands);
});
afterAll(() => app.close());

/** References to a unit, and what a merge does with them. Another table must be decided on before this passes again. */
const REFERENCES: Record<string, 'moves' | 'stays'> = {
  'employer.merged_into': 'stays',
  'employer.parent_id': 'moves',
  'employer_alias.employer_id': 'moves',
  'employer_certification.employer_id': 'moves',
  'employer_member.employer_id': 'moves',
  'employer_school.employer_id': 'moves',
  'member_invitation.employer_id': 'moves',
  'school_unit.employer_id': 'moves',
  'session.employer_id': 'moves',
  'signing_case.employer_id': 'moves',
  // history is never rewritten
  'employer_event.employer_id': 'stays',
  'employer_merge.loser_id': 'stays',
  'employer_merge.winner_id': 'stays',
  // what the keeper finds, and what is said of a pair
  'directory_key.employer_id': 'stays',
  'employer_distinct.a_id': 'stays',
  'employer_distinct.b_id': 'stays',
  'employer_duplicate.a_id': 'stays',
  'employer_duplicate.b_id': 'stays',
  // a report of what was true then; a draft is looked up again when it is handed in
  'unit_import_row.employer_id': 'stays',
  'registration_draft.employer_id': 'stays',
};

test('no table refers to a unit without being thought of', async () => {
  const rows = await app.rows<{ name: string }>(
    `select c.conrelid::regclass || '.' || a.attname as name from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.confrelid = 'employer'::regclass order by 1`,
  );
  expect(rows.map(({ name }) => name).filter((name) => !(name in REFERENCES))).toEqual([]);
});

interface Pair {
  winner: Employer;
  loser: Employer;
}

const MOVING = Object.entries(REFERENCES)
  .filter(([name, what]) => what === 'moves' && !name.startsWith('employer.'))
  .map(([name]) => name.split('.')[0] as string);

/** Every row of both units, as it stands. */
async function snapshot({ winner, loser }: Pair): Promise<Record<string, string[]>> {
  const ids = [winner.id, loser.id];
  const units = `select to_jsonb(e) - 'version' - 'updated_at' - 'compared_at' as row from employer e
                  where id = any ($1) or parent_id = any ($1)`;
  const queries: [string, string][] = [
    ['employer', units],
    [
      'employer_distinct',
      'select to_jsonb(t) as row from employer_distinct t where a_id = any ($1) or b_id = any ($1)',
    ],
    ['directory_key', 'select to_jsonb(t) as row from directory_key t where employer_id = any ($1)'],
    ...MOVING.map((table): [string, string] => [
      table,
      `select to_jsonb(t) as row from ${table} t where employer_id = any ($1)`,
    ]),
  ];
  const found: Record<string, string[]> = {};
  for (const [name, sql] of queries) {
    found[name] = (await app.rows<{ row: unknown }>(sql, [ids])).map(({ row }) => JSON.stringify(row)).sort();
  }
  return found;
}

async function invite(world: World, employer: Employer, student: Student, sent = true): Promise<string> {
  const ctx = { ...employer.ctx, schoolId: world.schoolId, schoolCode: world.schoolCode };
  const draft = await commands.createDraft(ctx, world.cohort, { studentId: student.id });
  if (!sent) return draft.id;
  const body = { version: draft.version, values: goodValues(), confirmed: ALL_BLOCKS };
  const saved = await commands.saveDraft(ctx, draft.id, body, world.cohort);
  await commands.send(ctx, draft.id, { version: saved.version }, world.cohort);
  return draft.id;
}

async function pair(): Promise<Pair> {
  return { winner: await app.here.employer(), loser: await app.here.employer() };
}

async function merge({ winner, loser }: Pair): Promise<string> {
  const preview = await merging.preview(app.operator, { winnerId: winner.id, loserId: loser.id });
  await merging.merge(app.operator, {
    winnerId: winner.id,
    loserId: loser.id,
    winnerVersion: preview.winner.version,
    loserVersion: preview.loser.version,
  });
  app.clock.advance(60_000);
  const [row] = await app.rows<{ id: string }>(
    'select id from employer_merge where loser_id = $1 and undone_at is null',
    [loser.id],
  );
  return (row as { id: string }).id;
}

async function refusal(act: Promise<unknown>): Promise<string> {
  const error = await act.then(
    () => undefined,
    (thrown: unknown) => thrown as AppError,
  );
  return error ? `${error.code} ${error.detail}` : 'went through';
}

/** Both units with a row in every table that moves, and one of each in two schools. */
async function furnished(): Promise<Pair & { students: Student[] }> {
  const { winner, loser } = await pair();
  await app.there.settle(loser.id);
  const students = [await app.here.student(), await app.here.student(), await app.there.student()];
  const [one, two, far] = students as [Student, Student, Student];
  await invite(app.here, winner, one);
  await invite(app.here, loser, two);
  await invite(app.there, loser, far);
  const { owner } = app.database;
  // one person works for both; the other entry had let them in, the one that stays had not
  await owner.query(
    `insert into employer_member (account_id, employer_id, role, status, reason) values ($1, $2, 'employer_member', 'declined', '不认识')`,
    [loser.accountId, winner.id],
  );
  await owner.query(`update employer_school set status = 'rejected' where employer_id = $1 and school_id = $2`, [
    winner.id,
    app.here.schoolId,
  ]);
  await owner.query(
    `insert into employer_certification (employer_id, kind, status, applicant_id, created_at, updated_at) values ($1, 'initial', 'approved', $2, now(), now())`,
    [loser.id, loser.accountId],
  );
  await owner.query(
    `insert into member_invitation (employer_id, role, name, channel, contact_mac, contact_enc, contact_masked, token_mac, invited_by, created_at, expires_at)
     values ($1, 'employer_member', '同事', 'mail', '\\x00', '\\x00', 'h***', $2, $3, now(), now())`,
    [loser.id, Buffer.from(loser.id), loser.accountId],
  );
  await owner.query(
    `insert into employer_alias (employer_id, kind, text, norm, created_at) values ($1, 'short', '湘精' || $2, '湘精' || $2, now())`,
    [loser.id, loser.name],
  );
  await owner.query(
    `insert into school_unit (school_id, employer_id, name, created_at, updated_at) values ($1, $2, '湘江', now(), now())`,
    [app.here.schoolId, loser.id],
  );
  const branch = await app.unit({ name: `分厂${loser.name}` });
  await owner.query('update employer set parent_id = $2 where id = $1', [branch, loser.id]);
  await owner.query(
    `insert into session (id, account_id, audience, refresh_hash, created_at, last_seen_at, absolute_until, employer_id)
     values ($1, $2, 'employer', '\\x00', now(), now(), now() + interval '1 hour', $3)`,
    [randomUUID(), loser.accountId, loser.id],
  );
  await owner.query('update employer set logo_file_id = $2 where id = $1', [loser.id, randomUUID()]);
  await app.get(Duplicates).declareDistinct(app.operator, { oneId: loser.id, otherId: branch });
  return { winner, loser, students };
}

describe('a merge', () => {
  it('moves everything, keeps what was signed, and its undoing restores every row', async () => {
    const units = await furnished();
    const before = await snapshot(units);
    const content =
      'select form_values, content_hash, revision, version from signing_case where employer_id = any ($1) order by id';
    const ids = [units.winner.id, units.loser.id];
    const signed = await app.rows(content, [ids]);
    const mergeId = await merge(units);

    const left = await app.rows<{ n: number; name: string }>(
      MOVING.map((table) => `select '${table}' as name, count(*)::int as n from ${table} where employer_id = $1`).join(
        ' union all ',
      ),
      [units.loser.id],
    );
    // the person of both units has one row that counts; the other stays where it was, and so does the refused settlement
    expect(Object.fromEntries(left.filter(({ n }) => n > 0).map(({ name, n }) => [name, n]))).toEqual({
      employer_member: 1,
      employer_school: 1,
    });
    expect(await app.rows(content, [ids])).toEqual(signed);
    const record = await app.get(UnitRecord).get(app.operator, units.winner.id);
    expect(record).toMatchObject({ agreements: 3, members: 2, libraries: 1 });
    expect(record.aliases.map((alias) => alias.kind).sort()).toEqual(['code', 'merged', 'short']);
    expect(record.branches).toHaveLength(1);

    await unmerging.undo(app.operator, mergeId);
    expect(await snapshot(units)).toEqual(before);
    await expect(unmerging.undo(app.operator, mergeId)).rejects.toMatchObject({
      detail: expect.stringContaining('已经撤销'),
    });
  });

  it('lets the people of both act for the one that stays, and finds it by the name and the code of the other', async () => {
    const units = await furnished();
    const [{ code }] = (await app.rows<{ code: string }>('select credit_code as code from employer where id = $1', [
      units.loser.id,
    ])) as [{ code: string }];
    await merge(units);
    const [session] = await app.rows<{ id: string }>('select employer_id as id from session where account_id = $1', [
      units.loser.accountId,
    ]);
    expect(session?.id).toBe(units.winner.id);
    const found = async (q: string): Promise<string[]> =>
      (await app.get(DirectorySearch).forPlatform(app.operator, q)).items.map(({ id }) => id);
    expect(await found(units.loser.name)).toContain(units.winner.id);
    expect(await found(code)).toEqual([units.winner.id]);
    expect(await found(units.loser.name)).not.toContain(units.loser.id);
  });

  it('writes both histories and both chains', async () => {
    const units = await pair();
    const mergeId = await merge(units);
    await unmerging.undo(app.operator, mergeId);
    const events = await app.rows<{ action: string }>(
      'select action from employer_event where employer_id = any ($1) order by action',
      [[units.winner.id, units.loser.id]],
    );
    const actions = ['directory.merge', 'directory.merged', 'directory.unmerge', 'directory.unmerged'];
    expect(events.map(({ action }) => action)).toEqual(actions);
    const chain = await app.rows<{ action: string }>(
      `select body ->> 'action' as action from audit_entry where aggregate_type = 'employer' and aggregate_id = any ($1) order by 1`,
      [[units.winner.id, units.loser.id]],
    );
    expect(chain.map(({ action }) => action)).toEqual(actions);
  });

  it('gives a unit without a code the code of the other', async () => {
    const winner = await app.unit({ name: '无码机械厂', status: 'provisional' });
    const loser = await app.unit({ name: '无码机械制造厂', status: 'provisional', creditCode: '91430100MA4L000018' });
    const units = { winner: { id: winner } as Employer, loser: { id: loser } as Employer };
    const mergeId = await merge(units);
    const codes = 'select id, credit_code as code from employer where id = any ($1)';
    expect(await app.rows(codes, [[winner, loser]])).toEqual(
      expect.arrayContaining([
        { id: winner, code: '91430100MA4L000018' },
        { id: loser, code: null },
      ]),
    );
    await unmerging.undo(app.operator, mergeId);
    expect(await app.rows(codes, [[winner]])).toEqual([{ id: winner, code: null }]);
  });
});

describe('is refused', () => {
  it.each<[string, (units: Pair) => Promise<unknown>, string]>([
    [
      'when both have an open invitation to one student',
      async ({ winner, loser }) => {
        const student = await app.here.student();
        await invite(app.here, winner, student);
        await invite(app.here, loser, student, false);
      },
      '1 名学生同时收到',
    ],
    ['when a school has suspended one of them', ({ loser }) => app.here.settle(loser.id, 'suspended'), '一家被暂停'],
    [
      'when the certified one would go',
      ({ winner }) => app.rows(`update employer set status = 'provisional' where id = $1`, [winner.id]),
      '请保留已认证',
    ],
    [
      'when both are being certified',
      ({ winner, loser }) =>
        app.rows(
          `insert into employer_certification (employer_id, kind, status, applicant_id, created_at, updated_at)
        select id, 'change', 'submitted', $2, now(), now() from employer where id = any ($1)`,
          [[winner.id, loser.id], winner.accountId],
        ),
      '没审完的认证',
    ],
    [
      'when one person wants to take over both',
      ({ winner, loser }) =>
        app.rows(
          `insert into employer_certification (employer_id, kind, status, applicant_id, created_at, updated_at)
        select id, 'takeover', 'submitted', $2, now(), now() from employer where id = any ($1)`,
          [[winner.id, loser.id], winner.accountId],
        ),
      '同一个人',
    ],
  ])('%s', async (_what, arrange, words) => {
    const units = await pair();
    await arrange(units);
    const before = await snapshot(units);
    const asked = { winnerId: units.winner.id, loserId: units.loser.id };
    const preview = await merging.preview(app.operator, asked);
    expect(preview.blocks.join()).toContain(words);
    const versions = { winnerVersion: preview.winner.version, loserVersion: preview.loser.version };
    expect(await refusal(merging.merge(app.operator, { ...asked, ...versions }))).toContain(words);
    expect(await snapshot(units)).toEqual(before);
  });

  it('when one of them has changed since the preview', async () => {
    const units = await pair();
    const asked = { winnerId: units.winner.id, loserId: units.loser.id, winnerVersion: 1, loserVersion: 2 };
    expect(await refusal(merging.merge(app.operator, asked))).toContain('STALE_VERSION');
  });

  it('the second time, of two at once', async () => {
    const units = await pair();
    const asked = { winnerId: units.winner.id, loserId: units.loser.id, winnerVersion: 1, loserVersion: 1 };
    const back = { winnerId: units.loser.id, loserId: units.winner.id, winnerVersion: 1, loserVersion: 1 };
    const both = await Promise.allSettled([merging.merge(app.operator, asked), merging.merge(app.operator, back)]);
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('undoing is refused', () => {
  it.each<[string, (units: Pair & { students: Student[] }) => Promise<unknown>, string]>([
    [
      'when a moved agreement was worked on',
      async ({ students, loser }) => {
        const student = students[1] as Student;
        const [row] = await app.rows<{ id: string; version: number }>(
          'select id, version from signing_case where student_id = $1',
          [student.id],
        );
        expect(loser.id).toBeTruthy();
        await commands.decline(student.ctx, row?.id ?? '', {
          version: row?.version ?? 0,
          reasonCode: 'other',
          reasonText: '已有去向',
        });
      },
      '份移过来的协议',
    ],
    [
      'when a moved member was removed',
      ({ winner, loser }) =>
        app.rows(
          `update employer_member set status = 'removed', version = version + 1 where employer_id = $1 and account_id = $2`,
          [winner.id, loser.accountId],
        ),
      '名成员变动过',
    ],
    [
      'when a school has decided anew',
      ({ winner }) =>
        app.rows(`update employer_school set version = version + 1 where employer_id = $1 and school_id = $2`, [
          winner.id,
          app.there.schoolId,
        ]),
      '所学校的入驻',
    ],
    [
      'when somebody has accepted an invitation of before',
      ({ winner, loser }) =>
        app.rows(`update member_invitation set accepted_at = now() where employer_id = $1 and invited_by = $2`, [
          winner.id,
          loser.accountId,
        ]),
      '成员邀请',
    ],
    [
      'when a moved member has invited a student since',
      async ({ winner, loser }) => {
        const ctx = {
          ...loser.ctx,
          actor: { ...loser.ctx.actor, employerId: winner.id },
          scope: { kind: 'employer' as const, employerId: winner.id },
        };
        await invite(app.here, { ...loser, id: winner.id, ctx }, await app.here.student());
      },
      '份邀约',
    ],
    [
      'when the unit that stayed has gone into another',
      async ({ winner }) => {
        const third = await app.here.employer();
        await merge({ winner: third, loser: winner });
      },
      '先撤销那次合并',
    ],
    ['when thirty days are over', async () => app.clock.advance(31 * 86_400_000), '超过 30 天'],
  ])('%s', async (_what, arrange, words) => {
    const units = await furnished();
    const mergeId = await merge(units);
    await arrange(units);
    const before = await snapshot(units);
    expect(await refusal(unmerging.undo(app.operator, mergeId))).toContain(words);
    expect(await snapshot(units)).toEqual(before);
  });
});

it('whoever writes for the unit at the moment of its merging writes for the one that stays', async () => {
  const units = await pair();
  const students = await Promise.all(Array.from({ length: 6 }, () => app.here.student()));
  const asked = { winnerId: units.winner.id, loserId: units.loser.id, winnerVersion: 1, loserVersion: 1 };
  const outcomes = await Promise.allSettled([
    ...students.slice(0, 3).map((student) => invite(app.here, units.loser, student, false)),
    merging.merge(app.operator, asked),
    ...students.slice(3).map((student) => invite(app.here, units.loser, student, false)),
  ]);
  expect(outcomes[3]?.status).toBe('fulfilled');
  expect(await app.rows('select id from signing_case where employer_id = $1', [units.loser.id])).toEqual([]);
});
