import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiModule } from '../app.module.js';
import { AppConfig } from '../platform/config/index.js';
import { openApiDocuments } from '../platform/http/index.js';

/** Writes each audience's document. Nest's preview mode builds the route tree without starting anything. */
export async function writeOpenApi(folder: string): Promise<void> {
  const app = await NestFactory.create(ApiModule.forRoot(new AppConfig()), new FastifyAdapter(), {
    preview: true,
    logger: ['error'],
    abortOnError: false,
  });
  app.setGlobalPrefix('api/v1');
  mkdirSync(folder, { recursive: true });
  for (const [audience, document] of Object.entries(openApiDocuments(app))) {
    writeFileSync(path.join(folder, `${audience}.json`), `${JSON.stringify(document, null, 1)}\n`);
  }
}
