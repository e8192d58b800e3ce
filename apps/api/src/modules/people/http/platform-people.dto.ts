import { OmitType } from '@nestjs/swagger';
import { EditStaffBody, OpenStaffBody } from './staff.dto.js';

/** Which role it gets follows from where it is opened. */
export class OpenAdminBody extends OmitType(OpenStaffBody, ['grants'] as const) {}

export class EditAdminBody extends EditStaffBody {}
