import { Injectable } from '@nestjs/common';
import { AuditService } from '../../../platform/audit/index.js';
import { systemContext } from '../../../platform/context/index.js';
import { Db } from '../../../platform/database/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountWriter } from '../../accounts/index.js';
import { type ContactInput, normalContacts } from '../accounts/contacts.js';
import { Grants } from '../staff/grants.js';
import { lockAdministration } from '../staff/staff-desk.js';

/** A new installation has nobody who could open accounts: the first operator comes from the command line. */
@Injectable()
export class FirstOperator {
  constructor(
    private readonly db: Db,
    private readonly writer: AccountWriter,
    private readonly grants: Grants,
    private readonly audit: AuditService,
  ) {}

  /** @throws AppError CONFLICT once there is one: operators open each other on their page */
  open(profile: { login: string; name: string } & ContactInput): Promise<{ initial: string; expiresAt: Date }> {
    const ctx = systemContext(null, 'cli');
    const { login, name, phone, email } = normalContacts(profile);
    return this.db.system(async (tx) => {
      await lockAdministration(tx, null);
      const present = await tx.maybeOne(
        `select from account where audience = 'platform' and status = 'active' limit 1`,
      );
      if (present) throw new AppError('CONFLICT', { detail: '已经有平台运营账号。请由他在「运营人员」页面开通。' });
      const { accountId, initial, expiresAt } = await this.writer.create(tx, ctx, {
        audience: 'platform',
        schoolId: null,
        login,
        name,
        phone: phone ?? null,
        email: email ?? null,
        password: { kind: 'initial' },
      });
      const given = [{ role: 'operator', collegeIds: null, classIds: null }];
      await this.grants.replace(tx, accountId, null, given);
      await this.audit.append(tx, ctx, {
        schoolId: null,
        aggregateType: 'account',
        aggregateId: accountId,
        action: 'account.grants_changed',
        before: { grants: [] },
        after: { grants: await this.grants.told(tx, given) },
      });
      if (!initial || !expiresAt) throw new Error('an operator is opened with a code');
      return { initial, expiresAt };
    });
  }
}
