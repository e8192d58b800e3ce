import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/index.js';
import { SchoolsModule } from '../schools.module.js';
import { PlatformSchoolController } from './opening.controller.js';
import { SchoolDesk } from './school-desk.js';
import { SchoolDetails } from './school-details.js';

/** Apart from the module of schools, which accounts may build on: opening a school needs an account. */
@Module({
  imports: [SchoolsModule, AccountsModule],
  controllers: [PlatformSchoolController],
  providers: [SchoolDesk, SchoolDetails],
})
export class SchoolOpeningModule {}
