import { Module } from '@nestjs/common';
import { StudentPersonalAccessController } from '../http/personal-access.controller.js';
import { PersonalAccesses } from './personal-accesses.js';

/** Apart from the rest, for the modules that show personal values and have to say so. */
@Module({
  controllers: [StudentPersonalAccessController],
  providers: [PersonalAccesses],
  exports: [PersonalAccesses],
})
export class PersonalAccessModule {}
