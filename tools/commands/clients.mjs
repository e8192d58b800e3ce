// Generates libs/api-client/src/{audience} from libs/api-client/openapi/{audience}.json.
import path from 'node:path';
import { createClient } from '@hey-api/openapi-ts';

export const AUDIENCES = ['teacher', 'student', 'employer', 'platform', 'public'];

/** @param {{documents: string, output: string}} where folders of the documents and of the clients */
export async function generateClients({ documents, output }) {
  for (const audience of AUDIENCES) {
    await createClient({
      input: path.join(documents, `${audience}.json`),
      output: { path: path.join(output, audience), postProcess: [], entryFile: true },
      logs: { level: 'silent' },
      plugins: [
        { name: '@hey-api/client-fetch', exportFromIndex: true, throwOnError: true },
        { name: '@hey-api/typescript', exportFromIndex: true },
        { name: '@hey-api/sdk', exportFromIndex: true },
      ],
    });
  }
}
