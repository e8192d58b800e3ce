import type { ApplicationView, SettlementLine } from '@qiancheng/api-client/employer';
import { describe, expect, it } from 'vitest';
import { routeOf, schoolTag, wordsOf } from './status.js';

const NOW = new Date('2027-04-13T08:00:00Z');
const school = (schoolName: string, status: SettlementLine['status'], more: Partial<SettlementLine> = {}) =>
  ({
    schoolCode: '10001',
    schoolName,
    centerName: '招生就业处',
    centerPhone: null,
    status,
    statusLabel: '状态',
    services: [],
    requestedAt: '2027-04-12T06:50:00Z',
    dueAt: null,
    decidedAt: null,
    workday: null,
    words: [],
    ...more,
  }) satisfies SettlementLine;
const application = (more: Partial<ApplicationView>): ApplicationView => ({
  id: 'a',
  kind: 'initial',
  employerId: 'e',
  name: '湘江精密制造股份有限公司',
  creditCode: '91350100M000100Y43',
  status: 'submitted',
  statusLabel: '',
  version: 1,
  submittedAt: '2027-04-12T06:50:00Z',
  submittedBy: '周敏',
  dueAt: '2027-04-15T15:59:59Z',
  ahead: 12,
  decidedAt: null,
  findings: [],
  actions: [],
  schools: [school('云麓大学', 'waiting')],
  history: [],
  ...more,
});

describe('the words of an application', () => {
  it('say until when there is an answer, and that one may hurry once it is late', () => {
    expect(wordsOf(application({}), NOW)).toMatchObject({
      title: '等平台审核',
      text: '4月12日 14:50 提交。平台一般 1 – 3 个工作日审完，4月15日 前有结果。',
    });
    expect(wordsOf(application({}), new Date('2027-04-20T00:00:00Z')).text).toContain('可以催一下');
  });

  it('count what is missing', () => {
    const finding = { field: 'name', label: '单位全称', words: '少字', repaired: false } as const;
    expect(wordsOf(application({ status: 'returned', findings: [finding, finding] }), NOW).title).toBe(
      '平台退回，差 2 样',
    );
  });

  it('tell each school by itself, and which can be used already', () => {
    const mixed = application({
      status: 'approved',
      schools: [school('云麓大学', 'pending'), school('海岳学院', 'approved')],
    });
    expect(wordsOf(mixed, NOW)).toMatchObject({
      title: '平台已通过，等学校审核',
      text: '学校一般 1 – 3 个工作日审完。海岳学院已通过，可以先在那里招聘。',
    });
    const open = application({ status: 'approved', schools: [school('云麓大学', 'approved')] });
    expect(wordsOf(open, NOW).title).toBe('可以邀请学生了');
  });
});

describe('the route', () => {
  const states = (one: ApplicationView): string[] => routeOf(one, NOW).map((step) => step.status);

  it('says whose turn it is', () => {
    expect(states(application({}))).toEqual(['done', 'now', 'todo', 'todo']);
    expect(routeOf(application({}), NOW)[1]?.note).toContain('前面还有 12 家');
    expect(states(application({ status: 'returned' }))).toEqual(['done', 'failed', 'todo', 'todo']);
    const pending = application({ status: 'approved', schools: [school('云麓大学', 'pending')] });
    expect(states(pending)).toEqual(['done', 'done', 'now', 'todo']);
    const open = application({ status: 'approved', schools: [school('云麓大学', 'approved')] });
    expect(states(open)).toEqual(['done', 'done', 'done', 'done']);
  });

  it('of a takeover has no schools', () => {
    expect(states(application({ kind: 'takeover', schools: [] }))).toEqual(['done', 'now', 'todo']);
  });
});

it('a school that has begun counts its working days', () => {
  expect(schoolTag(school('云麓大学', 'pending', { workday: 2 })).label).toBe('审核中，第 2 个工作日');
});
