import type { SourceKey } from '@qiancheng/shared';
import type { Student, World } from '../../agreements/testing/world.js';
import { PeopleBench, type Person, type Reply } from '../../people/testing/people-bench.js';
import { submitted } from '../testing/submissions.js';
import type { RevealedSourceValues, SourceQueue, SourceRecordView, SourceVersionsCompared } from './review.dto.js';

let bench: PeopleBench;
let world: World;
let counsellor: Person;
let college: Person;
let center: Person;
let student: Student;

beforeAll(async () => {
  bench = await PeopleBench.open();
});
afterAll(() => bench.close());
beforeEach(async () => {
  world = await bench.world();
  counsellor = await bench.signIn(await world.staff('counsellor', { classOf: 0 }));
  college = await bench.signIn(await world.staff('college_admin', { college: 0 }));
  center = await bench.signIn(await world.staff('center_admin'));
  student = await world.student({ name: '司徒静' });
  await submitted(bench.app, student, {
    address: '龙山县民安街道新建路 15 号 3 栋',
    politicalCode: '02',
    homePhone: '',
  });
});

const path = (rest = '', who: Student = student): string => `sources/${who.id}${rest}`;
const read = async (who: Person = counsellor, of: Student = student): Promise<SourceRecordView> =>
  (await who.get<SourceRecordView>(path('', of))).body;
const code = ({ body }: Reply<unknown>): unknown => (body as Record<string, unknown>)['code'];
const errorsOf = ({ body }: Reply<unknown>): string[] =>
  ((body as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field);
const field = (view: SourceRecordView, key: SourceKey) => view.fields.find((one) => one.key === key);
const save = (who: Person, version: number, body: object): Promise<Reply<SourceRecordView>> =>
  who.put<SourceRecordView>(path('/values'), { version, ...body });
const pass = (who: Person, version: number): Promise<Reply<SourceRecordView>> =>
  who.post<SourceRecordView>(path('/pass'), { version });
const levels = (view: SourceRecordView): string => view.levels.map(({ standing }) => standing).join();
const notices = async (): Promise<string[]> =>
  (
    await bench.rows<{ body: string }>('select body from notification where account_id = $1 order by created_at', [
      student.accountId,
    ])
  ).map(({ body }) => body);

describe('a record under review', () => {
  it('sets the school’s values beside what the student wrote, personal ones covered', async () => {
    const view = await read();
    expect(view).toMatchObject({ stateLabel: '待辅导员审核', submissions: 1, state: 'submitted' });
    expect(view.fields.filter(({ differs }) => differs).map(({ key }) => key)).toEqual(['politicalCode', 'address']);
    expect(field(view, 'politicalCode')).toMatchObject({ schoolText: '03 共青团员', studentText: '02 中共预备党员' });
    expect(field(view, 'address')).toMatchObject({ personal: true, school: null, student: null });
    expect(field(view, 'name')).toMatchObject({ registry: true, studentText: null });
    expect(field(view, 'name')?.lockReason).toContain('学籍');
    expect(JSON.stringify(view)).not.toMatch(/11010120020101004X|13800000021|新建路/);
    expect(levels(view)).toBe('waiting,not_reached,not_reached');
    expect(view.levels.map(({ mine }) => mine)).toEqual([true, false, false]);
  });

  it('is absent for whoever does not look after the student', async () => {
    const elsewhere = await bench.signIn(await world.staff('counsellor', { classOf: 1 }));
    for (const answer of [
      await elsewhere.get(path()),
      await elsewhere.post(path('/pass'), { version: 1 }),
      await elsewhere.post(path('/return'), { version: 1, codes: ['address'] }),
      await elsewhere.put(path('/values'), { version: 1, copy: ['address'] }),
      await elsewhere.post(path('/reveal'), { fields: ['phone'], reason: '核对' }),
    ]) {
      expect([answer.status, code(answer)]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('shows covered values to whoever says why, and the student reads that', async () => {
    const asked = { fields: ['address', 'phone', 'email'], reason: '打电话核对住址' };
    const { body } = await counsellor.post<RevealedSourceValues>(path('/reveal'), asked);
    expect(body.values).toEqual([
      { key: 'address', school: '龙山县民安街道新建路 12 号', student: '龙山县民安街道新建路 15 号 3 栋' },
      { key: 'phone', school: '13800000021', student: '13800000021' },
    ]);
    const [seen] = await bench.rows('select fields, reason, by_name from personal_access where student_id = $1', [
      student.id,
    ]);
    expect(seen).toMatchObject({ fields: ['address', 'phone'], reason: '打电话核对住址' });
    const auditor = await bench.signIn(await world.staff('auditor'));
    expect((await auditor.post(path('/reveal'), asked)).status).toBe(403);
    expect((await auditor.get<SourceRecordView>(path())).body.availableActions).toEqual([]);
  });
});

describe('saving the school’s values', () => {
  it('takes over what the student wrote, keeps a version, history and audit, and differs no more', async () => {
    const before = await read();
    const { status, body } = await save(counsellor, before.version, { copy: ['politicalCode', 'address'] });
    expect(status).toBe(200);
    expect(body.fields.filter(({ differs }) => differs)).toEqual([]);
    expect(field(body, 'politicalCode')?.schoolText).toBe('02 中共预备党员');
    expect(body.versions[0]).toMatchObject({ no: 2, kind: 'edited', changed: ['政治面貌', '家庭住址'] });
    expect(body.events[0]).toMatchObject({ action: 'edit', levelLabel: '辅导员', versionNo: 2 });
    expect(body.state).toBe('submitted');
    const [link] = await bench.rows<{ body: object }>(
      `select body from audit_entry where aggregate_type = 'source' and aggregate_id = $1 order by seq desc limit 1`,
      [student.id],
    );
    expect(link?.body).toMatchObject({ action: 'source.edit', after: { politicalCode: '02' } });
    expect(JSON.stringify(link)).not.toContain('新建路');
    const [row] = await bench.rows('select source_differs as d from student where id = $1', [student.id]);
    expect(row).toEqual({ d: [] });
  });

  it('takes values by hand in their one spelling, and says of each what is wrong', async () => {
    const { version } = await read();
    const bad = await save(counsellor, version, { set: { homePostcode: '12', qq: '1', name: '改名' } });
    expect([bad.status, errorsOf(bad)]).toEqual([422, ['homePostcode', 'qq', 'name']]);
    const empty = await save(counsellor, version, { set: { politicalCode: '' }, copy: ['homePhone'] });
    expect(errorsOf(empty)).toEqual(['homePhone', 'politicalCode']);
    const registry = { genderCode: '2' };
    expect(errorsOf(await save(counsellor, version, { set: registry }))).toEqual(['reason']);
    expect((await read()).version).toBe(version);
    const good = await save(counsellor, version, {
      set: { politicalCode: '共青团员', majorDirection: ' 嵌入式 ' },
      reason: '教务处名单',
    });
    expect(field(good.body, 'politicalCode')?.school).toBe('03');
    expect(field(good.body, 'majorDirection')?.school).toBe('嵌入式');
    expect(good.body.events[0]?.words).toBe('教务处名单');
  });

  it('puts right the findings of those who share a phone before and after', async () => {
    const other = await world.student({ name: '令狐远' });
    await submitted(bench.app, other, {}, { school: { phone: '13800000022' } });
    const shared = async (): Promise<string[]> =>
      (
        await bench.rows<{ name: string }>(
          `select s.name from check_finding f join student s on s.school_id = f.school_id and s.id = f.student_id
            where f.school_id = $1 and f.rule = 'DC-11' order by s.name`,
          [world.schoolId],
        )
      ).map(({ name }) => name);
    const joined = await save(counsellor, (await read()).version, { set: { phone: '13800000022' } });
    expect((await shared()).sort()).toEqual(['司徒静', '令狐远'].sort());
    expect(field(joined.body, 'phone')?.findings.map(({ rule }) => rule)).toEqual(['DC-11']);
    await save(counsellor, joined.body.version, { set: { phone: '13800000023' } });
    expect(await shared()).toEqual([]);
  });

  it('compares two versions', async () => {
    await save(counsellor, (await read()).version, { copy: ['politicalCode'] });
    const { body } = await counsellor.get<SourceVersionsCompared>(path('/versions?from=1&to=2'));
    expect(body.changes.map(({ key, before, after }) => [key, before.slice(0, 2), after.slice(0, 2)])).toEqual([
      ['address', '龙山', '龙山'],
    ]);
    expect((await counsellor.get(path('/versions?from=1&to=9'))).status).toBe(422);
  });
});

describe('opinions', () => {
  it('go up level by level, and the last one is told to the student', async () => {
    let view = (await pass(counsellor, (await read()).version)).body;
    expect([view.stateLabel, levels(view)]).toEqual(['待学院审核', 'passed,waiting,not_reached']);
    expect(await notices()).toEqual([]);
    view = (await pass(college, view.version)).body;
    view = (await pass(center, view.version)).body;
    expect([view.stateLabel, levels(view)]).toEqual(['审核通过', 'passed,passed,passed']);
    expect(view.levels[0]).toMatchObject({ actorName: counsellor.ctx.actor.displayName });
    expect(await notices()).toHaveLength(1);
    expect(view.events.map(({ action }) => action)).toEqual(['pass', 'pass', 'pass']);
  });

  it('are of the level whose turn it is', async () => {
    const { version } = await read();
    const early = await pass(college, version);
    expect([early.status, code(early)]).toEqual([403, 'NOT_YOUR_LEVEL']);
    const next = (await pass(counsellor, version)).body;
    const twice = await pass(counsellor, next.version);
    expect([twice.status, code(twice)]).toEqual([403, 'NOT_YOUR_LEVEL']);
    const offered = (await read()).availableActions.find(({ action }) => action === 'pass');
    expect(offered).toMatchObject({ allowed: false, reason: '现在由学院审核，不是你这一级。' });
  });

  it('send back with codes and words, which the student reads word for word', async () => {
    const { version } = await read();
    const without = await counsellor.post(path('/return'), { version, codes: [] });
    expect(code(without)).toBe('REASON_REQUIRED');
    const vague = await counsellor.post(path('/return'), { version, codes: ['other'] });
    expect(errorsOf(vague)).toEqual(['note']);
    const { body } = await counsellor.post<SourceRecordView>(path('/return'), {
      version,
      codes: ['address', 'contact'],
      note: '写到门牌号。',
    });
    const words = '住址不完整、联系方式不对：写到门牌号。';
    expect([body.state, levels(body), body.events[0]?.words]).toEqual([
      'returned',
      'returned,not_reached,not_reached',
      words,
    ]);
    expect((await notices())[0]).toContain(words.slice(0, -1));
  });

  it('are taken back by whoever gave them, until the next level has acted', async () => {
    const passed = (await pass(counsellor, (await read()).version)).body;
    const claw = (who: Person, version: number): Promise<Reply<SourceRecordView>> =>
      who.post<SourceRecordView>(path('/claw-back'), { version });
    expect(code(await claw(college, passed.version))).toBe('NOT_YOUR_LEVEL');
    const back = (await claw(counsellor, passed.version)).body;
    expect(back.state).toBe('submitted');
    const again = (await pass(counsellor, back.version)).body;
    const above = (await pass(college, again.version)).body;
    const late = await claw(counsellor, above.version);
    expect(late.status).toBe(403);
    expect((await read()).state).toBe('college_approved');
  });

  it('count for what was seen: whoever is second gets the record as it is now, and loses nothing', async () => {
    const second = await bench.signIn(await world.staff('counsellor', { classOf: 0 }));
    const seen = await read();
    const saved = await save(counsellor, seen.version, { copy: ['politicalCode'] });
    const stale = await save(second, seen.version, { set: { qq: '123456' } });
    expect([stale.status, code(stale)]).toEqual([409, 'STALE_VERSION']);
    expect(stale.body).toMatchObject({ currentVersion: saved.body.version, state: 'submitted' });
    expect(code(await pass(second, seen.version))).toBe('STALE_VERSION');
    const now = await read(second);
    expect(field(now, 'politicalCode')?.school).toBe('02');
    expect((await save(second, now.version, { set: { qq: '123456' } })).status).toBe(200);
    expect((await pass(counsellor, saved.body.version)).status).toBe(409);
  });

  it('have one winner of two at once', async () => {
    const second = await bench.signIn(await world.staff('counsellor', { classOf: 0 }));
    const { version } = await read();
    const answers = await Promise.all([
      pass(counsellor, version),
      second.post(path('/return'), { version, codes: ['address'] }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await read()).events.length).toBe(1);
  });
});

describe('the queue', () => {
  it('has the ids of the filter in order, and of nobody else', async () => {
    const other = await world.student({ name: '令狐远' });
    await submitted(bench.app, other);
    const elsewhere = await world.student({ college: 1 });
    await submitted(bench.app, elsewhere);
    const ask = async (body: object): Promise<SourceQueue> =>
      (await counsellor.post<SourceQueue>('sources/queue', body)).body;
    const filter = { cohort: world.cohort, mine: true };
    expect(await ask({ filter })).toEqual({ ids: [student.id, other.id], total: 2 });
    expect((await ask({ filter, sort: '-studentNo' })).ids).toEqual([other.id, student.id]);
    await pass(counsellor, (await read()).version);
    expect((await ask({ filter })).ids).toEqual([other.id]);
  });
});

describe('reports of errors in the registry', () => {
  async function reported(field: string, proposed: string): Promise<string> {
    const own = await bench.signIn(student.ctx);
    const { status, body } = await own.post<{ id: string }>('source/reports', {
      field,
      proposed,
      grounds: '户口本首页',
    });
    expect(status).toBeLessThan(300);
    return body.id;
  }
  const decide = (id: string, body: object): Promise<Reply<SourceRecordView>> =>
    counsellor.post<SourceRecordView>(path(`/reports/${id}`), body);

  it('are put right together with the answer, and told to the student', async () => {
    const id = await reported('name', '司徒靖');
    const { version, reports } = await read();
    expect(reports[0]).toMatchObject({ label: '姓名', present: '司徒静', proposed: '司徒靖', status: 'open' });
    expect(code(await decide(id, { version: version + 5, decision: 'corrected' }))).toBe('STALE_VERSION');
    const { body } = await decide(id, { version, decision: 'corrected', answer: '已经核对户口本。' });
    expect([body.name, body.reports[0]?.status]).toEqual(['司徒靖', 'corrected']);
    expect(body.events[0]).toMatchObject({ action: 'edit', words: '学籍报错已核改：姓名' });
    expect((await notices())[0]).toContain('已经核对户口本');
    expect((await decide(id, { version: body.version, decision: 'kept', answer: '又' })).status).toBe(409);
  });

  it('show a code with its name, however it was written, and other words as they are', async () => {
    await reported('ethnicCode', '苗族');
    await reported('levelCode', '本科，不是专科');
    const shown = (await read()).reports.map(({ field: key, proposed }) => [key, proposed]);
    expect(Object.fromEntries(shown)).toEqual({ ethnicCode: '06 苗族', levelCode: '本科，不是专科' });
  });

  it('are kept with an answer, and refuse a value that is wrong', async () => {
    const id = await reported('birthDate', '2002-02-30');
    const { version } = await read();
    const wrong = await decide(id, { version, decision: 'corrected' });
    expect([wrong.status, errorsOf(wrong)]).toEqual([422, ['value']]);
    expect(errorsOf(await decide(id, { version, decision: 'kept' }))).toEqual(['answer']);
    const { body } = await decide(id, { version, decision: 'kept', answer: '和身份证一致。' });
    expect(body.reports[0]).toMatchObject({ status: 'kept', answer: '和身份证一致。' });
    expect(field(body, 'birthDate')?.school).toBe('2002-01-01');
  });
});
