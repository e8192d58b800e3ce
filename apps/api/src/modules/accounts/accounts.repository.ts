import { Injectable } from '@nestjs/common';
import type { SignedInAudience } from '../../platform/access/index.js';
import { Db } from '../../platform/database/index.js';

export interface Credentials {
  id: string;
  name: string;
  schoolId: number | null;
  passwordHash: string;
  active: boolean;
  /** A student account without its student has nowhere to go. */
  linked: boolean;
}

export interface SchoolChoice {
  code: string;
  name: string;
}

const SELECT = `select a.id, a.name, a.school_id as "schoolId", a.password_hash as "passwordHash", a.status = 'active' as active,
       case a.audience when 'student' then student_of_account(a.id, a.school_id) is not null else true end as linked
  from account a left join school s on s.id = a.school_id`;

/** Account, session and grant tables stand outside the tenant fence: a log-in comes before its school is known. */
@Injectable()
export class AccountsRepository {
  constructor(private readonly db: Db) {}

  /** @param login in lower case */
  systemByLogin(audience: SignedInAudience, login: string, schoolCode: string | undefined): Promise<Credentials[]> {
    return this.db.system((tx) =>
      tx.query<Credentials & Record<string, unknown>>(
        `${SELECT} where a.audience = $1 and lower(a.login) = $2 and ($3::text is null or a.school_id is null or s.code = $3)
          limit 2`,
        [audience, login, schoolCode ?? null],
      ),
    );
  }

  systemById(audience: SignedInAudience, accountId: string): Promise<Credentials | undefined> {
    return this.db.system((tx) =>
      tx.maybeOne<Credentials & Record<string, unknown>>(`${SELECT} where a.audience = $1 and a.id = $2`, [
        audience,
        accountId,
      ]),
    );
  }

  systemSchools(): Promise<SchoolChoice[]> {
    return this.db.system((tx) =>
      tx.query<SchoolChoice & Record<string, unknown>>('select code, name from school order by code'),
    );
  }

  async systemPasswordHash(accountId: string): Promise<string | undefined> {
    const row = await this.db.system((tx) =>
      tx.maybeOne<{ hash: string }>('select password_hash as hash from account where id = $1', [accountId]),
    );
    return row?.hash;
  }
}
