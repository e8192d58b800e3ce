import type { OpenAPIObject } from '@nestjs/swagger';
import { type Audience, AUDIENCES } from '../../context/index.js';
import { UPLOAD_TYPE } from '../../http/index.js';

export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minimum?: number;
  minItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
}

export interface Route {
  audience: Audience;
  method: string;
  /** With its placeholders: `/api/v1/teacher/cases/{id}`. */
  path: string;
  operationId: string;
  permission: string;
  /** How far a log-in must have come. */
  stages: readonly string[];
  parameters: Parameter[];
  body: Schema | null;
  /** The body is a file. */
  takesFile: boolean;
  /** Follows references of the document that the route is in. */
  resolve: (schema: Schema) => Schema;
}

interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  'x-permission'?: string;
  'x-stages'?: string[];
}

/** Every route that the documents name, so that a new one is covered by being there. */
export function routesOf(documents: Record<Audience, OpenAPIObject>): Route[] {
  return AUDIENCES.flatMap((audience) => {
    const document = documents[audience];
    const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
    const resolve = (schema: Schema): Schema => {
      const inner = schema.allOf?.[0] ?? schema;
      return inner.$ref ? resolve(schemas[inner.$ref.replace('#/components/schemas/', '')] ?? {}) : inner;
    };
    return Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
        audience,
        method: method.toUpperCase(),
        path,
        operationId: operation.operationId,
        permission: operation['x-permission'] ?? '',
        stages: operation['x-stages'] ?? ['full'],
        parameters: operation.parameters ?? [],
        body: operation.requestBody?.content?.['application/json']?.schema ?? null,
        takesFile: operation.requestBody?.content?.[UPLOAD_TYPE] !== undefined,
        resolve,
      })),
    );
  });
}
