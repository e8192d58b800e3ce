import type { MatrixWorld } from './matrix-world.js';
import type { Route } from './route-list.js';
import type { Known } from './samples.js';

/** `{id}` is a case, a job or a document, by the word before it. */
export function namesFor(world: MatrixWorld, route: Route): Known {
  const known = world.known[route.audience];
  if (route.path.includes('/jobs/{id}')) return { ...known, id: known['jobId'] ?? known['id'] };
  if (route.path.includes('/documents/{id}')) return { ...known, id: known['documentId'] };
  if (route.path.includes('/members/{id}')) return { ...known, id: world.colleagueId, reasonCode: 'other' };
  if (route.path.includes('/members/invitations/{id}')) return { ...known, id: known['memberInvitationId'] };
  if (route.path.includes('/companies/{id}')) return { ...known, id: world.companyId };
  if (route.path.includes('/settlements/')) return { ...known, id: world.unit.employerId, code: 'other' };
  if (route.path.includes('/registration/joins/')) return { ...known, id: known['joinId'] };
  if (route.path.includes('/employer/certifications/'))
    return { ...known, id: known['ownCertificationId'], kind: 'licence' };
  if (route.path.endsWith('/aliases')) return { ...known, kind: 'short' };
  if (route.path.endsWith('{kind}') && route.audience === 'employer') return { ...known, kind: 'licence' };
  if (route.path.includes('/certifications/')) return { ...known, id: world.unit.certificationId, code: 'other' };
  if (route.path.includes('/admins/{id}')) return { ...known, id: known['adminId'] };
  if (route.path.includes('/operators/{id}')) return { ...known, id: known['operatorId'] };
  if (route.path.includes('/staff-imports/{id}')) return { ...known, id: known['staffImportId'] };
  if (route.path.includes('/source-imports/{id}')) return { ...known, id: known['sourceImportId'], kind: 'new' };
  if (/\/(staff|rights\/people)\/\{id\}/.test(route.path)) return { ...known, id: known['staffId'] };
  if (route.path.includes('/student-accounts/{id}')) return { ...known, id: known['studentId'] };
  if (route.path.includes('/student-account-acts')) {
    return { ...known, id: known['studentActId'], ids: [known['studentId']] };
  }
  if (route.path.includes('/source/reports')) return { ...known, id: known['reportId'] };
  if (route.path.includes('/teacher/sources/acts')) {
    return { ...known, id: known['sourceActId'], ids: [known['studentId']] };
  }
  if (route.path.includes('/teacher/sources/{id}')) return { ...known, id: known['studentId'], fields: ['phone'] };
  if (/\/teacher\/sources\/(search|views|lists|exports)/.test(route.path))
    return { ...known, ids: [known['studentId']] };
  if (route.path.includes('/invitations/')) return { ...known, ids: known['caseIds'] };
  return known;
}
