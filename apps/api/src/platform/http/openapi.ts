import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { AUDIENCES, type Audience } from '../context/index.js';

const TITLES: Record<Audience, string> = {
  teacher: '教师端',
  student: '学生端',
  employer: '单位端',
  platform: '平台运营',
  public: '公开',
};

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: '稳定的错误代码' },
    detail: { type: 'string', description: '给人看的一句话' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
    requestId: { type: 'string' },
  },
};

/** OpenAPI 3.1 has no `nullable`: a null is one of the types. */
function nullsAsTypes(node: Json): Json {
  if (Array.isArray(node)) return node.map(nullsAsTypes);
  if (node === null || typeof node !== 'object') return node;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, nullsAsTypes(value)]),
  );
  if (nullable !== true) return nullable === undefined || typeof nullable === 'boolean' ? rest : { ...rest, nullable };
  if (typeof rest['type'] === 'string') {
    const typed: Json = { ...rest, type: [rest['type'], 'null'] };
    return Array.isArray(rest['enum']) ? { ...typed, enum: [...rest['enum'], null] } : typed;
  }
  const { description, ...schema } = rest;
  return { ...(description === undefined ? {} : { description }), anyOf: [schema, { type: 'null' }] };
}

function referenced(node: Json, found: Set<string>): void {
  if (Array.isArray(node)) return node.forEach((one) => referenced(one, found));
  if (node === null || typeof node !== 'object') return;
  for (const [key, value] of Object.entries(node)) {
    if (key === '$ref' && typeof value === 'string') found.add(value.replace('#/components/schemas/', ''));
    else referenced(value, found);
  }
}

/** The schemas that the paths reach, directly or through others. */
function usedSchemas(paths: Json, schemas: Record<string, Json>): Record<string, Json> {
  const names = new Set<string>();
  referenced(paths, names);
  for (const name of names) referenced(schemas[name] ?? null, names);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => names.has(name)));
}

function withProblem(operation: { [key: string]: Json }): Json {
  const answers = operation['responses'] as { [key: string]: Json };
  const problem = {
    description: '问题说明（RFC 9457）',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return { ...operation, responses: { ...answers, default: problem } };
}

function pathsOf(document: { [key: string]: Json }, audience: Audience): { [key: string]: Json } {
  const paths = document['paths'] as { [key: string]: { [key: string]: Json } };
  return Object.fromEntries(
    Object.entries(paths)
      .filter(([path]) => path.startsWith(`/api/v1/${audience}/`))
      .map(([path, methods]) => [
        path,
        Object.fromEntries(
          Object.entries(methods).map(([method, operation]) => [
            method,
            withProblem(operation as { [key: string]: Json }),
          ]),
        ),
      ]),
  );
}

/** One document an audience: its own routes and the schemas they use. `operationId` is the handler's name. */
export function openApiDocuments(app: INestApplication): Record<Audience, OpenAPIObject> {
  const config = new DocumentBuilder().setOpenAPIVersion('3.1.0').setTitle('签程').setVersion('1').build();
  const whole = nullsAsTypes(
    JSON.parse(
      JSON.stringify(
        SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method }),
      ),
    ) as Json,
  ) as { [key: string]: Json };
  const components = (whole['components'] as { schemas: Record<string, Json> }).schemas;
  const of = (audience: Audience): OpenAPIObject => {
    const paths = pathsOf(whole, audience);
    const schemas = usedSchemas(paths, { ...components, Problem: PROBLEM });
    return {
      ...whole,
      info: { title: `签程 · ${TITLES[audience]}`, version: '1' },
      paths,
      components: { schemas },
      tags: [],
    } as unknown as OpenAPIObject;
  };
  return Object.fromEntries(AUDIENCES.map((audience) => [audience, of(audience)])) as Record<Audience, OpenAPIObject>;
}
