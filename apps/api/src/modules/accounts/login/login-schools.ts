import { Injectable } from '@nestjs/common';
import type { SignedInAudience } from '../../../platform/access/index.js';
import { AppError } from '../../../platform/http/index.js';
import { AccountsRepository } from '../accounts.repository.js';

/**
 * Which school a log-in is meant for. It is settled before anybody looks for the account: asked only about names that
 * stand in several schools, the question would tell that there is such a name.
 */
@Injectable()
export class LoginSchools {
  constructor(private readonly accounts: AccountsRepository) {}

  /** Where only one school is open it need not be named. @throws AppError VALIDATION_FAILED, with all open schools */
  async codeOf(audience: SignedInAudience, typed: string | undefined): Promise<string | undefined> {
    if (typed || (audience !== 'teacher' && audience !== 'student')) return typed;
    const schools = await this.accounts.systemSchools();
    if (schools.length <= 1) return schools[0]?.code;
    const message = '请选择学校。';
    throw new AppError('VALIDATION_FAILED', {
      detail: message,
      errors: [{ field: 'schoolCode', code: 'SCHOOL_CODE_REQUIRED', message }],
      extra: { schools },
    });
  }
}
