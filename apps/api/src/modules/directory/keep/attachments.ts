import type { Tx } from '../../../platform/database/index.js';

/** A row that moves, and how it stood: whoever takes the merge back compares. */
export interface VersionedId {
  id: string;
  version: number;
}

export interface MovedSettlement {
  schoolId: number;
  version: number;
}

/** A row of the unit that stays which takes over the better standing of the other's. */
export interface RaisedMember {
  accountId: string;
  before: { role: string; status: string; reason: string; version: number };
  version: number;
}

export interface RaisedSettlement {
  schoolId: number;
  before: {
    status: string;
    decided_at: string | null;
    decided_by: string | null;
    decided_by_name: string | null;
    version: number;
  };
  version: number;
}

export interface MovedInvitation {
  id: string;
  acceptedAt: string | null;
  revokedAt: string | null;
}

/** Everything that one merge changed: enough to put it back row by row. */
export interface Moved {
  loserStatus: string;
  /** Of the unit that stays, before: what it got from the other where it had none. */
  winnerBefore: { creditCode: string | null; logoFileId: string | null; parentId: string | null };
  loserBefore: { creditCode: string | null };
  winnerAfter: { creditCode: string | null; logoFileId: string | null };
  members: VersionedId[];
  raisedMembers: RaisedMember[];
  sessions: string[];
  settlements: MovedSettlement[];
  raisedSettlements: RaisedSettlement[];
  certifications: VersionedId[];
  invitations: MovedInvitation[];
  cases: (VersionedId & { schoolId: number })[];
  libraries: number[];
  aliases: string[];
  addedAliases: string[];
  branches: string[];
  addedDistinct: string[];
}

/** Moves what hangs on one unit to another. Where both have a row for the same person or school, the better one counts. */
export class Attachments {
  constructor(
    private readonly tx: Tx,
    private readonly from: string,
    private readonly to: string,
  ) {}

  async members(): Promise<Pick<Moved, 'members' | 'raisedMembers' | 'sessions'>> {
    const raisedMembers = await this.tx.query<RaisedMember & Record<string, unknown>>(
      `update employer_member w set status = 'active', role = l.role, reason = '', version = w.version + 1
         from employer_member l, employer_member o
        where l.employer_id = $1 and w.employer_id = $2 and w.account_id = l.account_id and l.status = 'active' and w.status <> 'active'
          and o.employer_id = w.employer_id and o.account_id = w.account_id
       returning w.account_id as "accountId", w.version,
                 jsonb_build_object('role', o.role, 'status', o.status, 'reason', o.reason, 'version', o.version) as before`,
      [this.from, this.to],
    );
    const members = await this.tx.query<VersionedId & Record<string, unknown>>(
      `update employer_member m set employer_id = $2
        where m.employer_id = $1 and not exists (select from employer_member o where o.employer_id = $2 and o.account_id = m.account_id)
       returning m.account_id as id, m.version`,
      [this.from, this.to],
    );
    const sessions = await this.ids('update session set employer_id = $2 where employer_id = $1 returning id');
    return { members, raisedMembers, sessions };
  }

  async settlements(): Promise<Pick<Moved, 'settlements' | 'raisedSettlements'>> {
    const raisedSettlements = await this.tx.query<RaisedSettlement & Record<string, unknown>>(
      `update employer_school w set status = l.status, decided_at = l.decided_at, decided_by = l.decided_by,
              decided_by_name = l.decided_by_name, version = w.version + 1
         from employer_school l, employer_school o
        where l.employer_id = $1 and w.employer_id = $2 and w.school_id = l.school_id and l.status = 'approved' and w.status <> 'approved'
          and o.employer_id = w.employer_id and o.school_id = w.school_id
       returning w.school_id as "schoolId", w.version,
                 jsonb_build_object('status', o.status, 'decided_at', o.decided_at, 'decided_by', o.decided_by,
                                    'decided_by_name', o.decided_by_name, 'version', o.version) as before`,
      [this.from, this.to],
    );
    const settlements = await this.tx.query<MovedSettlement & Record<string, unknown>>(
      `update employer_school x set employer_id = $2
        where x.employer_id = $1 and not exists (select from employer_school o where o.employer_id = $2 and o.school_id = x.school_id)
       returning x.school_id as "schoolId", x.version`,
      [this.from, this.to],
    );
    return { settlements, raisedSettlements };
  }

  async papers(): Promise<Pick<Moved, 'certifications' | 'invitations' | 'cases' | 'libraries'>> {
    const pair = [this.from, this.to];
    const certifications = await this.tx.query<VersionedId & Record<string, unknown>>(
      'update employer_certification set employer_id = $2 where employer_id = $1 returning id, version',
      pair,
    );
    const invitations = await this.tx.query<MovedInvitation & Record<string, unknown>>(
      `update member_invitation set employer_id = $2 where employer_id = $1
       returning id, accepted_at::text as "acceptedAt", revoked_at::text as "revokedAt"`,
      pair,
    );
    const cases = await this.tx.query<VersionedId & { schoolId: number } & Record<string, unknown>>(
      'select id, version, school_id as "schoolId" from directory_move_cases($1, $2)',
      pair,
    );
    const libraries = await this.tx.query<{ id: number }>('select directory_move_library($1, $2) as id', pair);
    return { certifications, invitations, cases, libraries: libraries.map(({ id }) => id) };
  }

  async names(): Promise<Pick<Moved, 'aliases' | 'branches'>> {
    const aliases = await this.ids(
      `update employer_alias a set employer_id = $2
        where a.employer_id = $1 and not exists (select from employer_alias o where o.employer_id = $2 and o.norm = a.norm)
       returning a.id`,
    );
    const branches = await this.ids(
      'update employer set parent_id = $2 where parent_id = $1 and id <> $2 returning id',
    );
    return { aliases, branches };
  }

  private async ids(sql: string): Promise<string[]> {
    return (await this.tx.query<{ id: string }>(sql, [this.from, this.to])).map(({ id }) => id);
  }
}
