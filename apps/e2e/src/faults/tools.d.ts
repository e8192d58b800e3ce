// What the faults use of the tools that start this product on one machine; those are plain JavaScript.

declare module '*/tools/lib/embedded-postgres.mjs' {
  export interface PostgresServer {
    url: string;
    port: number;
    pid: number;
    stop(): Promise<void>;
    exited: Promise<number | null>;
  }
  export function startPostgres(options: {
    dir: string;
    password: string;
    port?: number;
    settings?: Record<string, string>;
  }): Promise<PostgresServer>;
  export function freePort(): Promise<number>;
}

declare module '*/tools/lib/supervise.mjs' {
  export interface Supervised {
    ready: Promise<void>;
    readonly pid: number;
    stop(): Promise<void>;
  }
  export function supervise(options: {
    name: string;
    script: string;
    env: Record<string, string>;
    logDir: string;
    onGone: (why: string) => void;
  }): Supervised;
}

declare module '*/tools/lib/local-stack.mjs' {
  export interface Stack {
    url: string;
    env: Record<string, string>;
    api: { readonly pid: number };
    stop(): Promise<void>;
  }
  export function startStack(options: {
    dataDir: string;
    port: number;
    env?: Record<string, string>;
    worker?: boolean;
    fast?: boolean;
    onGone?: (why: string) => void;
  }): Promise<Stack>;
}

declare module '*/tools/lib/local-env.mjs' {
  export function localSecrets(dataDir: string): Record<string, string>;
}

declare module '*/tools/lib/node-once.mjs' {
  export function nodeOnce(
    script: string,
    args: string[],
    env: Record<string, string>,
    options?: { quiet?: boolean },
  ): Promise<void>;
}

declare module '*/tools/lib/install.mjs' {
  export const root: string;
}

declare module '*/tools/lib/http-person.mjs' {
  export class Person {
    readonly account: string;
    constructor(options: { url: string; audience: string; account: string; password: string; schoolCode?: string });
    login(): Promise<unknown>;
    get<T>(path: string): Promise<T>;
    post<T>(path: string, body?: object, headers?: Record<string, string>): Promise<T>;
    put<T>(path: string, body: object): Promise<T>;
    download(path: string): Promise<Buffer>;
  }
  export function until<T>(ask: () => Promise<T | undefined>, timeoutMs: number, everyMs?: number): Promise<T>;
}
