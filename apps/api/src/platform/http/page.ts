import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { LIMITS } from '@qiancheng/shared';
import { Enum, Int } from './fields.js';

/** Every list answers this. */
export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  pageSize: number;
}

/** Deeper than this nobody leafs; it keeps OFFSET bounded. */
const LAST_PAGE = 100_000;

/** Base of every list's query class. */
export class PageQuery {
  @Int({ min: 1, max: LAST_PAGE, optional: true, description: '从 1 起' })
  page: number = 1;

  @Enum(LIMITS.pageSizes, { optional: true })
  pageSize: number = LIMITS.defaultPageSize;
}

export function offsetOf(query: PageQuery): number {
  return (query.page - 1) * query.pageSize;
}

export function pageOf<T>(items: T[], total: number, query: PageQuery): Page<T> {
  return { items, total, page: query.page, pageSize: query.pageSize };
}

/** The documented class of a list's answer: `class TeacherCasePage extends PageOf(TeacherCaseRow) {}`. */
export function PageOf<T>(item: Type<T>): Type<Page<T>> {
  class PageClass implements Page<T> {
    @ApiProperty({ type: [item] }) items!: T[];
    @ApiProperty({ type: 'integer' }) total!: number;
    @ApiProperty({ type: 'integer' }) page!: number;
    @ApiProperty({ type: 'integer' }) pageSize!: number;
  }
  Object.defineProperty(PageClass, 'name', { value: `${item.name}Page` });
  return PageClass;
}
