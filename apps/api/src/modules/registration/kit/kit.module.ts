import { Module } from '@nestjs/common';
import { SchoolsModule } from '../../schools/index.js';
import { SchoolTerms } from './school-terms.js';
import { UnitHistory } from './unit-history.js';

/** What every part of this module writes with. */
@Module({ imports: [SchoolsModule], providers: [SchoolTerms, UnitHistory], exports: [SchoolTerms, UnitHistory] })
export class RegistrationKitModule {}
