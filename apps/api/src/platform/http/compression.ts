import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Lists shrink to a fifth. Fast settings: these bytes are made for one reader; files of the portals are squeezed once, elsewhere. */
export async function compressAnswers(instance: FastifyInstance): Promise<void> {
  await instance.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 2048,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 5 },
    // a small body that unpacks to a huge one is not read
    globalDecompression: false,
  });
}
