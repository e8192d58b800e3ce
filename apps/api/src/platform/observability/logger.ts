import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import { logContext } from './log-context.js';
import { redact, redactPatterns } from './redaction.js';

export type { Logger };

/** JSON lines on standard output; each passes the redaction, so that a careless call cannot leak. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    mixin: () => logContext(),
    // Errors arrive redacted, so the default serializer must not look at them again.
    serializers: { err: (value: unknown) => value },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => redact(fields) as Record<string, unknown>,
    },
    hooks: {
      // The last wall: also what the library adds by itself, an error's message for instance.
      streamWrite: redactPatterns,
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Nest tells of every module and route while it boots: two hundred lines that hide the one that matters. */
const BOOT_CHATTER = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);

/** Nest's logger over pino: `log('text')`, `warn({fields}, 'text')`; Nest adds the context as the last argument. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(BOOT_CHATTER.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: Level, message: unknown, rest: unknown[]): void {
    const texts = rest.filter((part): part is string => typeof part === 'string');
    const context = texts.pop();
    const fields = context === undefined ? {} : { context };
    if (typeof message === 'string') {
      const stack = level === 'error' && texts[0] ? { stack: texts[0] } : {};
      const error = rest.find((part) => part instanceof Error);
      this.logger[level]({ ...fields, ...stack, ...(error ? { err: error } : {}) }, message);
    } else if (message instanceof Error) {
      this.logger[level]({ ...fields, err: message }, message.message);
    } else {
      this.logger[level]({ ...fields, ...(message as object) }, texts[0] ?? '');
    }
  }
}
