import type { ListCasesData } from '@qiancheng/api-client/teacher';

/** What the list of agreements can be asked; next and previous are asked the same way. */
export type CaseQuery = NonNullable<ListCasesData['query']>;
