import { applyDecorators } from '@nestjs/common';
import { ApiProduces, ApiResponse } from '@nestjs/swagger';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const PDF = 'application/pdf';

/** In the API's description: the route answers a file of one of these media types. */
export function AnswersFile(description: string, ...types: readonly string[]): MethodDecorator {
  return applyDecorators(
    ApiProduces(...types),
    ApiResponse({ status: 200, description, schema: { type: 'string', format: 'binary' } }),
  );
}
