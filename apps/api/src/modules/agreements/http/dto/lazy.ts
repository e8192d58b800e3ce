import type { Type } from '@nestjs/common';

/** The OpenAPI generator knows a function that answers a class by its name only: it must be called `type`. */
export function lazy<T>(of: () => Type<T>): () => Type<T> {
  const type = (): Type<T> => of();
  return type;
}
