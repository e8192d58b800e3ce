import { Injectable } from '@nestjs/common';
import type { SignedInAudience } from '../../platform/access/index.js';
import { FieldCipher } from '../../platform/crypto/index.js';
import { Db, type Prepared, type Tx } from '../../platform/database/index.js';

export interface Credentials {
  id: string;
  name: string;
  schoolId: number | null;
  passwordHash: string;
  passwordKind: string;
  /** The account, and the school that it belongs to. */
  active: boolean;
  schoolOpen: boolean;
  /** A student account without its student has nowhere to go. */
  linked: boolean;
}

export interface SchoolChoice {
  code: string;
  name: string;
}

/** Everything about an account that decides how its log-in goes on. */
export interface AccountFacts {
  id: string;
  audience: SignedInAudience;
  schoolId: number | null;
  schoolCode: string | null;
  login: string;
  name: string;
  active: boolean;
  passwordHash: string;
  passwordKind: 'own' | 'initial' | 'none';
  passwordAt: Date;
  initialExpiresAt: Date | null;
  phoneEnc: Buffer | null;
  phoneMasked: string | null;
  phoneVerifiedAt: Date | null;
  email: string | null;
  emailVerifiedAt: Date | null;
  /** An authenticator app is enrolled and confirmed. */
  totp: boolean;
  recoveryCodes: number;
  version: number;
}

const FACTS_OF = `select a.id, a.audience, a.school_id as "schoolId", s.code as "schoolCode", a.login, a.name,
       a.status = 'active' and coalesce(s.status, 'open') = 'open' as active, a.password_hash as "passwordHash", a.password_kind as "passwordKind",
       a.password_at as "passwordAt", a.initial_expires_at as "initialExpiresAt",
       a.phone_enc as "phoneEnc", a.phone_masked as "phoneMasked", a.phone_verified_at as "phoneVerifiedAt",
       a.email, a.email_verified_at as "emailVerifiedAt", a.totp_confirmed_at is not null as totp,
       (select count(*)::int from recovery_code r where r.account_id = a.id and r.used_at is null) as "recoveryCodes",
       a.version
  from account a left join school s on s.id = a.school_id where a.id = $1`;
const FACTS: Prepared = { name: 'accounts.facts', text: FACTS_OF };
const LOCKED_FACTS: Prepared = { name: 'accounts.locked-facts', text: `${FACTS_OF} for update of a` };

const SELECT = `select a.id, a.name, a.school_id as "schoolId", a.password_hash as "passwordHash", a.password_kind as "passwordKind",
       a.status = 'active' and coalesce(s.status, 'open') = 'open' as active, coalesce(s.status, 'open') = 'open' as "schoolOpen",
       case a.audience when 'student' then student_of_account(a.id, a.school_id) is not null else true end as linked
  from account a left join school s on s.id = a.school_id`;

/** Of employers the phone and the mail that are proven name the account as well. */
const BY_LOGIN: Prepared = {
  name: 'accounts.by-login',
  text: `${SELECT.replace('select ', 'select lower(a.login) = $2 as exact, ')}
          where a.audience = $1
            and (lower(a.login) = $2 or ($1 = 'employer' and (
                  (a.phone_mac = $4 and a.phone_verified_at is not null) or
                  (lower(a.email) = $2 and a.email_verified_at is not null))))
            and ($3::text is null or a.school_id is null or s.code = $3)
          order by exact desc limit 2`,
};

/** Account, session and grant tables stand outside the tenant fence: a log-in comes before its school is known. */
@Injectable()
export class AccountsRepository {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  /**
   * An account's own login goes before another's phone or mail.
   * @param login in lower case
   */
  async systemByLogin(
    audience: SignedInAudience,
    login: string,
    schoolCode: string | undefined,
  ): Promise<Credentials[]> {
    const rows = await this.db.system((tx) =>
      tx.query<Credentials & { exact: boolean }>(BY_LOGIN, [
        audience,
        login,
        schoolCode ?? null,
        this.cipher.mac('phone', login),
      ]),
    );
    const exact = rows.filter((row) => row.exact);
    return exact.length > 0 ? exact : rows;
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
      tx.query<SchoolChoice & Record<string, unknown>>(
        `select code, name from school where status = 'open' order by code`,
      ),
    );
  }

  facts(tx: Tx, accountId: string): Promise<AccountFacts> {
    return tx.one<AccountFacts & Record<string, unknown>>(FACTS, [accountId]);
  }

  /** Nobody else changes the account until the transaction ends. */
  lockedFacts(tx: Tx, accountId: string): Promise<AccountFacts> {
    return tx.one<AccountFacts & Record<string, unknown>>(LOCKED_FACTS, [accountId]);
  }

  async systemPasswordHash(accountId: string): Promise<string | undefined> {
    const row = await this.db.system((tx) =>
      tx.maybeOne<{ hash: string }>('select password_hash as hash from account where id = $1', [accountId]),
    );
    return row?.hash;
  }
}
