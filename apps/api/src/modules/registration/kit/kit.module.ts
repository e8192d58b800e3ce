import { Module } from '@nestjs/common';
import { SchoolsModule } from '../../schools/index.js';
import { SchoolTerms } from './school-terms.js';
import { UnitHistory } from './unit-history.js';
import { UnitTodos } from './unit-todos.js';

/** What every part of this module writes with, and what other modules read of a unit. */
@Module({
  imports: [SchoolsModule],
  providers: [SchoolTerms, UnitHistory, UnitTodos],
  exports: [SchoolTerms, UnitHistory, UnitTodos],
})
export class RegistrationKitModule {}
