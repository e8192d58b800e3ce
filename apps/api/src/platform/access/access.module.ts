import { Global, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccessTokens } from './access-tokens.js';
import { SessionLookup } from './session-lookup.js';

/** Puts the guard before every route of the process. Needs ConfigModule and DatabaseModule. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [AccessTokens, SessionLookup, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [AccessTokens, SessionLookup],
})
export class AccessModule {}
