import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiHeader } from '@nestjs/swagger';
import { LIMITS } from '@qiancheng/shared';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from './errors.js';
import { cleanFileName } from './file-name.js';

/** A file as it came: the name is for people only, the bytes are not to be trusted. */
export interface Upload {
  name: string;
  bytes: Buffer;
}

export interface UploadRouteOptions {
  maxBytes?: number;
}

interface UploadRequest extends FastifyRequest {
  upload?: Upload;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    upload?: { maxBytes: number };
  }
}

export const UPLOAD_TYPE = 'application/octet-stream';
export const UPLOAD_NAME = 'x-file-name';

/**
 * A file is the whole body of a request, with its name in a header. Neither can be sent across sites without a preflight,
 * so that a form of another site cannot upload. Only routes that ask for a file take one; nothing is read here.
 */
export function acceptUploads(instance: FastifyInstance): void {
  instance.addContentTypeParser(UPLOAD_TYPE, (request, body, done) => {
    if (request.routeOptions.config?.upload) done(null, body);
    else done(new AppError('UNSUPPORTED_MEDIA'));
  });
}

/** Stands after the access guard: nobody without the right to upload makes us keep a byte. */
@Injectable()
class ReadUpload implements CanActivate {
  async canActivate(host: ExecutionContext): Promise<boolean> {
    const request = host.switchToHttp().getRequest<UploadRequest>();
    const { body, headers, routeOptions } = request;
    const name = headers[UPLOAD_NAME];
    if (!(body instanceof Readable) || !routeOptions.config.upload) {
      throw new AppError('UNSUPPORTED_MEDIA', { detail: `请求的内容应为文件本身，类型 ${UPLOAD_TYPE}。` });
    }
    if (typeof name !== 'string') {
      throw new AppError('BAD_REQUEST', { detail: `缺少请求头 ${UPLOAD_NAME}，应为百分号编码的文件名。` });
    }
    const bytes = await readAll(body, routeOptions.config.upload.maxBytes, Number(headers['content-length'] ?? 0));
    request.upload = { name: cleanFileName(decoded(name)), bytes };
    // What tells one request from another, for the idempotency key.
    request.body = { name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    return true;
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return '';
  }
}

/** What is over the limit is let run out unread, so that a client that is still sending hears why it was refused. */
function readAll(body: Readable, maxBytes: number, announced: number): Promise<Buffer> {
  const tooLarge = new AppError('TOO_LARGE', { detail: `文件不能超过 ${megabytes(maxBytes)}。请减小后再上传。` });
  if (announced > maxBytes) {
    body.resume();
    return Promise.reject(tooLarge);
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    body.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) return void chunks.push(chunk);
      chunks.length = 0;
      return reject(tooLarge);
    });
    body.on('end', () => resolve(Buffer.concat(chunks)));
    body.on('error', (cause) => reject(new AppError('BAD_REQUEST', { detail: '上传中断了。请再试一次。', cause })));
  });
}

/** `10 MB`, as people read it. */
export function megabytes(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.floor(bytes / 1024)} KB` : `${Math.floor((bytes / 1024 / 1024) * 10) / 10} MB`;
}

/** The route takes a file as its body. Beside `@Post()` and `@Allow()`; the handler gets it with `@UploadedFile()`. */
export function UploadRoute({ maxBytes = LIMITS.uploadBytes }: UploadRouteOptions = {}): MethodDecorator {
  return applyDecorators(
    RouteConfig({ upload: { maxBytes } }),
    UseGuards(ReadUpload),
    ApiConsumes(UPLOAD_TYPE),
    ApiHeader({
      name: UPLOAD_NAME,
      required: true,
      description: '文件名，UTF-8，百分号编码（encodeURIComponent）',
      schema: { type: 'string' },
    }),
    ApiBody({
      required: true,
      description: `文件本身，不超过 ${megabytes(maxBytes)}`,
      schema: { type: 'string', format: 'binary' },
    }),
  );
}

/** The file that `@UploadRoute()` has read. */
export const UploadedFile = createParamDecorator((_: unknown, host: ExecutionContext): Upload => {
  const { upload } = host.switchToHttp().getRequest<UploadRequest>();
  if (!upload) throw new Error('no file on the request: the route lacks @UploadRoute()');
  return upload;
});
