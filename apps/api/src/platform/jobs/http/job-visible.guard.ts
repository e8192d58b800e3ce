import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { RequestWithContext } from '../../context/index.js';
import { AppError } from '../../http/index.js';
import { JobsQuery } from '../jobs-query.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Before a stream begins. Once Nest has opened it, a refusal by the handler comes too late to be a status: behind an
 * interceptor the headers of a stream are sent without waiting for the handler's promise.
 */
@Injectable()
export class JobVisibleGuard implements CanActivate {
  constructor(private readonly jobs: JobsQuery) {}

  async canActivate(host: ExecutionContext): Promise<boolean> {
    const { ctx, params } = host.switchToHttp().getRequest<RequestWithContext & { params: { id?: string } }>();
    if (!ctx || !params.id || !UUID.test(params.id)) throw new AppError('NOT_FOUND');
    await this.jobs.get(ctx, params.id);
    return true;
  }
}
