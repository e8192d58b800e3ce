import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccessTokens } from './access-tokens.js';
import { SessionLookup } from './session-lookup.js';

/** Tokens and live sessions, for whoever opens and ends sessions. */
@Module({ providers: [AccessTokens, SessionLookup], exports: [AccessTokens, SessionLookup] })
export class SessionAccessModule {}

/** Puts the guard before every route of the process. Needs ConfigModule and DatabaseModule. */
@Module({
  imports: [DiscoveryModule, SessionAccessModule],
  providers: [{ provide: APP_GUARD, useClass: AccessGuard }],
})
export class AccessModule {}
