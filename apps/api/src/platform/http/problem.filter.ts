import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from './errors.js';
import { knownError, PROBLEM_TYPE, problemOf } from './problem.js';

/** Also for hooks of the server, which stand before Nest and its filters. */
export function sendProblem(reply: FastifyReply, error: AppError, requestId: string): FastifyReply {
  const problem = problemOf(error, requestId);
  const retryAfter = problem['retryAfter'];
  if (typeof retryAfter === 'number') void reply.header('retry-after', String(retryAfter));
  return reply
    .status(problem.status)
    .header('content-type', PROBLEM_TYPE)
    .header('cache-control', 'no-store')
    .removeHeader('content-disposition')
    .send(JSON.stringify(problem));
}

/** The only place where errors become answers. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = knownError(thrown);
    if (!error) this.log.error({ err: thrown, route: request.routeOptions?.url }, 'unexpected error');
    else if (error.status >= 500) this.log.warn({ err: thrown, route: request.routeOptions?.url }, error.code);
    // The answer has begun (a download, an event stream): all that can be said is that it ends here.
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    sendProblem(reply, error ?? new AppError('INTERNAL'), request.id);
  }
}
