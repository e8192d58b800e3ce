/** The part of passport-jwt that is used here; the package carries no types. */
declare module 'passport-jwt' {
  export interface StrategyOptions<Request> {
    secretOrKey: import('node:crypto').KeyObject;
    jwtFromRequest: (request: Request) => string | null;
    issuer: string;
    audience: string;
    algorithms: string[];
    ignoreExpiration?: boolean;
  }

  export type Verified<Claims> = (error: Error | null, claims: Claims | false) => void;

  /** A passport strategy reports by the actions that whoever drives it puts on it. */
  export class Strategy<Request, Claims> {
    constructor(options: StrategyOptions<Request>, verify: (claims: Claims, done: Verified<Claims>) => void);
    success(claims: Claims): void;
    fail(reason: unknown): void;
    error(error: Error): void;
    authenticate(request: Request): void;
  }
}
