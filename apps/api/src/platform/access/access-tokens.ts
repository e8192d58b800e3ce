import { createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Strategy } from 'passport-jwt';
import { Clock } from '../clock/index.js';
import { AppConfig } from '../config/index.js';
import type { Audience } from '../context/index.js';
import { accessCookie, ACCESS_TOKEN_SECONDS, type SignedInAudience, SIGNED_IN_AUDIENCES } from './session-rules.js';

const ISSUER = 'qiancheng';
const ALGORITHM = 'HS256';
/** Of each audience: as many people as may be at work, in 5 MB. */
const REMEMBERED = 10_000;

/** All that the token says; whatever may change meanwhile is read from the session's row on each request. */
export interface AccessClaims {
  sid: string;
  sub: string;
}

interface Payload extends AccessClaims {
  exp: number;
}

export interface CookieRequest {
  cookies?: Record<string, string | undefined>;
}

export type TokenReading = { claims: AccessClaims } | { refused: 'missing' | 'expired' | 'invalid' };

interface Gate {
  cookie: string;
  strategy: Strategy<CookieRequest, Payload>;
  /** Tokens whose signature was found good: one comes with each request for ten minutes, and checking it takes 70 µs. */
  checked: Map<string, Payload>;
}

/** Signs and reads the short-lived token of the access cookie: one passport-jwt strategy an audience. */
@Injectable()
export class AccessTokens {
  private readonly jwt: JwtService;
  /** None for the public. */
  private readonly gates: Map<Audience, Gate>;

  constructor(
    config: AppConfig,
    private readonly clock: Clock,
  ) {
    // from plain bytes the library would first try to make a private or public key, each time: a millisecond a request
    const key = createSecretKey(config.jwtSecret);
    this.jwt = new JwtService({ secret: key });
    this.gates = new Map(
      SIGNED_IN_AUDIENCES.map((audience) => [
        audience,
        { cookie: accessCookie(audience), strategy: strategyOf(audience, key), checked: new Map() },
      ]),
    );
  }

  issue(audience: SignedInAudience, claims: AccessClaims): string {
    const iat = this.seconds();
    return this.jwt.sign(
      { sid: claims.sid, sub: claims.sub, iat, exp: iat + ACCESS_TOKEN_SECONDS },
      { algorithm: ALGORITHM, issuer: ISSUER, audience },
    );
  }

  async read(audience: Audience, request: CookieRequest): Promise<TokenReading> {
    const gate = this.gates.get(audience);
    const token = gate && request.cookies?.[gate.cookie];
    if (!gate || !token) return { refused: 'missing' };
    const payload = gate.checked.get(token) ?? (await check(gate, token, request));
    if (!payload) return { refused: 'invalid' };
    // By our clock, not the library's: time has one source here.
    if (payload.exp <= this.seconds()) return { refused: 'expired' };
    return { claims: { sid: payload.sid, sub: payload.sub } };
  }

  private seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}

function strategyOf(audience: SignedInAudience, key: KeyObject): Strategy<CookieRequest, Payload> {
  const cookie = accessCookie(audience);
  return new Strategy<CookieRequest, Payload>(
    {
      secretOrKey: key,
      jwtFromRequest: (request) => request.cookies?.[cookie] ?? null,
      issuer: ISSUER,
      audience,
      algorithms: [ALGORITHM],
      ignoreExpiration: true,
    },
    (claims, done) => done(null, claims),
  );
}

async function check({ strategy, checked }: Gate, token: string, request: CookieRequest): Promise<Payload | null> {
  const payload = await authenticate(strategy, request);
  if (!payload) return null;
  if (checked.size >= REMEMBERED) checked.clear();
  checked.set(token, payload);
  return payload;
}

/** Drives a strategy as passport does: an instance for this one request, reporting to us. */
function authenticate(strategy: Strategy<CookieRequest, Payload>, request: CookieRequest): Promise<Payload | null> {
  return new Promise((resolve, reject) => {
    const attempt = Object.create(strategy) as Strategy<CookieRequest, Payload>;
    attempt.success = resolve;
    attempt.fail = () => resolve(null);
    attempt.error = reject;
    attempt.authenticate(request);
  });
}
