import { Module } from '@nestjs/common';
import { UnitHistory } from './kit/unit-history.js';

/** How a unit comes in: registering, certification, settling, members. */
@Module({
  providers: [UnitHistory],
  exports: [UnitHistory],
})
export class RegistrationModule {}
