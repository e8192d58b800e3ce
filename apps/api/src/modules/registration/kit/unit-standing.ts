import type { Tx } from '../../../platform/database/index.js';

export const PATHS = ['register', 'join', 'takeover'] as const;
/** register: a unit that nobody has registered; join: a colleague's; takeover: become its administrator by a letter. */
export type WizardPath = (typeof PATHS)[number];

export const STANDINGS = ['unknown', 'claimable', 'administered', 'certified', 'gone'] as const;
/**
 * How a unit stands to somebody who comes to register it. unknown: not in the directory; claimable: there, but nobody has
 * registered it, or a registration was refused; administered: somebody looks after it; certified: nobody does, and it could
 * sign at once, so a letter is looked at first; gone: cancelled.
 */
export type Standing = (typeof STANDINGS)[number];

export interface KnownUnit {
  id: string;
  name: string;
  creditCode: string | null;
  status: string;
  standing: Exclude<Standing, 'unknown'>;
}

export const PATHS_OF: Readonly<Record<Standing, readonly WizardPath[]>> = {
  unknown: ['register'],
  claimable: ['register'],
  administered: ['join', 'takeover'],
  certified: ['takeover'],
  gone: [],
};

interface Row extends Omit<KnownUnit, 'standing'> {
  administered: boolean;
  refused: boolean;
}

const COLUMNS = `e.id, e.name, e.credit_code as "creditCode", e.status,
  exists (select from employer_member m where m.employer_id = e.id and m.status = 'active' and m.role = 'employer_admin') as administered,
  coalesce((select c.status = 'rejected' from employer_certification c
             where c.employer_id = e.id and c.kind = 'initial' order by c.created_at desc, c.id desc limit 1), false) as refused`;

export async function unitByCode(
  tx: Tx,
  creditCode: string,
  lock: '' | 'for update of e' = '',
): Promise<KnownUnit | undefined> {
  return known(
    await tx.maybeOne<Row & Record<string, unknown>>(
      `select ${COLUMNS} from employer e where e.credit_code = $1 ${lock}`,
      [creditCode],
    ),
  );
}

export async function unitById(tx: Tx, id: string, lock: '' | 'for update of e' = ''): Promise<KnownUnit | undefined> {
  return known(
    await tx.maybeOne<Row & Record<string, unknown>>(`select ${COLUMNS} from employer e where e.id = $1 ${lock}`, [id]),
  );
}

function known(row: Row | undefined): KnownUnit | undefined {
  if (!row) return undefined;
  const { id, name, creditCode, status } = row;
  return { id, name, creditCode, status, standing: standingOf(row) };
}

function standingOf({ status, administered, refused }: Row): Exclude<Standing, 'unknown'> {
  if (status === 'cancelled' || status === 'merged') return 'gone';
  if (status === 'rejected' || (status === 'provisional' && refused)) return 'claimable';
  if (administered) return 'administered';
  return status === 'verified' ? 'certified' : 'claimable';
}
