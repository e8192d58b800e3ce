import { client, type WorkspaceView } from '@qiancheng/api-client/employer';
import { createApi, useSession } from '@qiancheng/web-core';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RouteLocationNormalized } from 'vue-router';
import { leadToStanding } from './standing.js';

let company: { id: string; status: string } | null;
let answers: (WorkspaceView[] | null)[];
let asked: number;

const at = (schoolCode: string, status: string): WorkspaceView => ({
  schoolCode,
  schoolName: '云麓大学',
  status,
  statusLabel: status,
  cohorts: [{ year: 2027, open: true }],
});

beforeEach(() => {
  setActivePinia(createPinia());
  company = { id: 'e', status: 'verified' };
  asked = 0;
  vi.stubGlobal('fetch', (input: Request | string) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, location.origin);
    if (!pathname.endsWith('/workspaces'))
      return Promise.resolve(Response.json({ account: { id: 'a', name: '周敏' }, permissions: [], company }));
    const items = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    return Promise.resolve(items ? Response.json({ items }) : Response.json({ code: 'INTERNAL' }, { status: 500 }));
  });
  createApi(client, { audience: 'employer', onSignedOut: () => undefined });
  client.setConfig({ baseUrl: location.origin });
});
afterEach(() => vi.unstubAllGlobals());

async function lead(to: { name?: string; params?: Record<string, string> }): Promise<unknown> {
  await useSession().load();
  return leadToStanding({ name: 'agreements', params: {}, ...to } as unknown as RouteLocationNormalized);
}
const work = { params: { schoolCode: '10001', cohort: '2027' } };

it('a unit works where the school has passed it', async () => {
  answers = [[at('10001', 'approved')]];
  expect(await lead(work)).toBe(true);
});

it.each(['pending', 'waiting', 'returned', 'rejected'])(
  'no school has passed it (%s): where it stands',
  async (status) => {
    answers = [[at('10001', status)]];
    expect(await lead(work)).toEqual({ name: 'status' });
  },
);

it('this school has not, another has: the choice of schools', async () => {
  answers = [[at('10001', 'suspended'), at('10002', 'approved')]];
  expect(await lead(work)).toEqual({ name: 'workspaces' });
  expect(await lead({ params: { schoolCode: '10009', cohort: '2027' } })).toEqual({ name: 'workspaces' });
});

it('a school that has passed it meanwhile is found', async () => {
  answers = [[at('10001', 'pending')], [at('10001', 'approved')]];
  expect(await lead(work)).toEqual({ name: 'status' });
  expect(await lead(work)).toBe(true);
});

it('without a certified unit there is nowhere to work, and nothing is asked', async () => {
  answers = [];
  company = { id: 'e', status: 'provisional' };
  expect(await lead(work)).toEqual({ name: 'status' });
  expect(await lead({ name: 'workspaces' })).toEqual({ name: 'status' });
  expect(await lead({ name: 'register-facts' })).toBe(true);
  expect(asked).toBe(0);
});

it('pages of the unit need no school; an answer that does not come keeps nobody out', async () => {
  answers = [null];
  expect(await lead({ name: 'members' })).toBe(true);
  expect(asked).toBe(0);
  expect(await lead(work)).toBe(true);
});
