import { Injectable } from '@nestjs/common';
import { makeCalendar, type WorkCalendar } from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { Tx } from '../../../platform/database/index.js';
import { SchoolPolicies } from '../../schools/index.js';
import { slaDueAt } from './sla.js';

/** Until when a school answers a unit that asks to settle: its own term, on its own calendar. */
@Injectable()
export class SchoolTerms {
  constructor(
    private readonly clock: Clock,
    private readonly policies: SchoolPolicies,
  ) {}

  async calendar(tx: Tx, schoolId: number): Promise<WorkCalendar> {
    const { policy } = await this.policies.current(tx, schoolId);
    return makeCalendar({ holidays: policy.calendar.extra_holidays, workdays: policy.calendar.extra_workdays });
  }

  async settlementDue(tx: Tx, schoolId: number): Promise<Date> {
    const { policy } = await this.policies.current(tx, schoolId);
    return slaDueAt(this.clock.now(), policy.employers.audit_sla_workdays, await this.calendar(tx, schoolId));
  }
}
