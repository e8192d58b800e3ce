import 'reflect-metadata';
import type { ArgumentMetadata } from '@nestjs/common';
import { AppError } from './errors.js';
import { Bool, DateStr, Enum, Enums, Instant, Int, Json, Num, Str, Strs, Uuid, Uuids } from './fields.js';
import { validationPipe } from './validation.js';

class Fields {
  @Str({ optional: true, min: 2, max: 4 }) text?: string;
  @Str({ optional: true, trim: false }) password?: string;
  @Str({ optional: true, pattern: /^\d+$/, patternText: '只能是数字。' }) digits?: string;
  @Str({ optional: true, nullable: true }) maybe?: string | null;
  @Int({ optional: true, min: 1 }) int?: number;
  @Num({ optional: true, max: 1.5 }) num?: number;
  @Bool({ optional: true }) bool?: boolean;
  @Uuid({ optional: true }) uuid?: string;
  @Uuids({ optional: true, min: 1, max: 2 }) uuids?: string[];
  @Strs({ optional: true, max: 2, text: { max: 3 } }) texts?: string[];
  @Enum(['a', 'b'], { optional: true }) choice?: string;
  @Enum([20, 50], { optional: true }) size?: number;
  @Enums(['a', 'b'], { optional: true }) choices?: string[];
  @DateStr({ optional: true }) day?: string;
  @Instant({ optional: true }) at?: string;
  @Json({ optional: true, maxBytes: 100 }) json?: object;
}

const pipe = validationPipe();
const meta: ArgumentMetadata = { type: 'body', metatype: Fields };
const uuid = '01920000-1380-7000-8000-013800000021';

async function check(input: unknown): Promise<unknown> {
  try {
    return { ...((await pipe.transform(input, meta)) as object) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.errors?.map(({ field, message }) => `${field}：${message}`);
  }
}

describe('request fields', () => {
  it.each<[unknown, unknown]>([
    [{}, {}],
    [{ text: ' 欧阳 ' }, { text: '欧阳' }],
    [{ text: '𠮷𠮷𠮷𠮷' }, { text: '𠮷𠮷𠮷𠮷' }],
    [{ password: ' pass ' }, { password: ' pass ' }],
    [{ maybe: null }, { maybe: null }],
    [
      { int: '12', num: '0.5', bool: 'true', size: '50' },
      { int: 12, num: 0.5, bool: true, size: 50 },
    ],
    [{ uuids: `${uuid},${uuid}` }, { uuids: [uuid] }],
    [{ texts: 'a,b' }, { texts: ['a', 'b'] }],
    [{ choices: ['a'] }, { choices: ['a'] }],
    [{ day: '2028-02-29' }, { day: '2028-02-29' }],
    [{ at: '2027-06-30T09:00+08:00' }, { at: '2027-06-30T09:00+08:00' }],
    [{ json: { a: [1, { b: null }] } }, { json: { a: [1, { b: null }] } }],
  ])('take %j', async (input, output) => expect(await check(input)).toEqual(output));

  it.each<[unknown, string]>([
    [{ text: 'a' }, 'text：至少 2 个字。'],
    [{ text: 'abcde' }, 'text：不能超过 4 个字。'],
    [{ text: ['ab'] }, 'text：应为文字。'],
    [{ text: { toString: 1 } }, 'text：应为文字。'],
    [{ text: 'a\u0000b' }, 'text：含有不能保存的字符。'],
    [{ text: 'a\ud800b' }, 'text：含有不能保存的字符。'],
    [{ text: null }, 'text：必填。'],
    [{ digits: '12x' }, 'digits：只能是数字。'],
    [{ int: 1.5 }, 'int：应为整数。'],
    [{ int: '1e3' }, 'int：应为整数。'],
    [{ int: 0 }, 'int：不能小于 1。'],
    [{ int: 2_147_483_648 }, 'int：不能大于 2147483647。'],
    [{ num: 2 }, 'num：不能大于 1.5。'],
    [{ num: '' }, 'num：应为数字。'],
    [{ bool: 1 }, 'bool：应为是或否。'],
    [{ uuid: `${uuid}x` }, 'uuid：编号格式不对。'],
    [{ uuids: [] }, 'uuids：至少选一项。'],
    [{ uuids: [uuid, 'x'] }, 'uuids：编号格式不对。'],
    [{ texts: ['a', 'b', 'c'] }, 'texts：不能超过 2 项。'],
    [{ texts: ['abcd'] }, 'texts：不能超过 3 个字。'],
    [{ choice: 'c' }, 'choice：不在可选范围内。'],
    [{ choice: ['a'] }, 'choice：不在可选范围内。'],
    [{ size: 30 }, 'size：不在可选范围内。'],
    [{ choices: ['a', 'c'] }, 'choices：不在可选范围内。'],
    [{ day: '2027-02-29' }, 'day：应为日期，如 2027-06-30。'],
    [{ day: '2027-2-9' }, 'day：应为日期，如 2027-06-30。'],
    [{ at: '2027-06-30T09:00:00' }, 'at：应为时间，如 2027-06-30T09:00:00+08:00。'],
    [{ at: '2027-02-30T09:00:00Z' }, 'at：应为时间，如 2027-06-30T09:00:00+08:00。'],
    [{ at: '2027-06-30T25:00:00Z' }, 'at：应为时间，如 2027-06-30T09:00:00+08:00。'],
    [{ json: [] }, 'json：内容格式不对。'],
    [{ json: { a: 'x'.repeat(100) } }, 'json：内容太大。'],
    [{ json: { a: '\u0000' } }, 'json：含有不能保存的字符。'],
    [{ admin: true }, 'admin：没有这一项。'],
  ])('refuse %j', async (input, problem) => expect(await check(input)).toEqual([problem]));
});
