import { useSession } from '@qiancheng/web-core';
import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router';
import { useWorkspaces } from '../features/workspaces/workspace.js';

type Workspaces = ReturnType<typeof useWorkspaces>;
type Schools = NonNullable<Workspaces['items']>;
const passedBy = (schools: Schools, code?: string): boolean =>
  schools.some((one) => one.status === 'approved' && (code === undefined || one.schoolCode === code));

/** What was read before a school has decided would keep the unit out: a no is asked for again. */
async function schoolsAround(workspaces: Workspaces, code: string): Promise<Schools> {
  const known = workspaces.items !== null;
  const schools = await workspaces.load();
  if (!known || passedBy(schools, code)) return schools;
  await workspaces.renew();
  return workspaces.items ?? [];
}

/**
 * Where a unit may not work, there is nothing to see: without a certified unit, and before any school has passed it, its
 * application is the way on; with another school, the choice of schools, which says how each stands.
 */
export async function leadToStanding(to: RouteLocationNormalized): Promise<RouteLocationRaw | true> {
  const session = useSession();
  if (session.status !== 'in') return true;
  const school = to.params['schoolCode'];
  if (session.view?.company?.status !== 'verified') {
    const needsUnit = to.name === 'workspaces' || to.name === 'forbidden' || school !== undefined;
    return needsUnit ? { name: 'status' } : true;
  }
  if (school === undefined) return true;
  const workspaces = useWorkspaces();
  try {
    const schools = await schoolsAround(workspaces, String(school));
    if (passedBy(schools, String(school))) return true;
    return { name: passedBy(schools) ? 'workspaces' : 'status' };
  } catch {
    // the page itself says what is wrong
    return true;
  }
}
