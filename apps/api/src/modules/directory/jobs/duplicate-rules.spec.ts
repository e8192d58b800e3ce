import fc from 'fast-check';
import { nameLikeness } from '@qiancheng/shared';
import { LIKE_ENOUGH, likePairs, type NamedUnit } from './duplicate-rules.js';

const unit = (id: string, name: string, regionCode = '430121', coded = false): NamedUnit => ({
  id,
  name,
  regionCode,
  coded,
});
const pairs = (units: NamedUnit[]): string[] =>
  [...new Set(likePairs(units, units).map(({ a, b }) => `${a}${b}`))].sort();

test('units of one place with nearly the same name are a pair, neighbours of one trade are none', () => {
  const units = [
    unit('a', '湘江精密制造股份有限公司'),
    unit('b', '湘江精密制造有限公司'),
    unit('c', '湘江精密机械制造有限公司'),
    unit('d', '长沙云麓科技有限公司'),
    unit('e', '长沙云海科技有限公司'),
    unit('f', '湘江精密制造有限公司', '110108'),
  ];
  expect(pairs(units)).toEqual(['ab', 'ac', 'bc']);
});

test('two units with codes of their own are a pair only when their names hardly differ', () => {
  const named = (id: string, name: string): NamedUnit => unit(id, name, '430121', true);
  const units = [
    named('a', '湘江精密制造股份有限公司'),
    named('b', '湘江精密制造有限公司'),
    named('c', '湘江精密机械制造有限公司'),
  ];
  expect(pairs(units)).toEqual(['ab']);
});

test('looking up the rare characters only finds the very pairs that comparing each with each finds', () => {
  const name = fc.string({ minLength: 2, maxLength: 9, unit: fc.constantFrom('湘', '江', '精', '密', '云', '麓') });
  fc.assert(
    fc.property(fc.array(name, { minLength: 2, maxLength: 14 }), (names) => {
      const units = names.map((each, i) => unit(String.fromCharCode(97 + i), each));
      const each = units.flatMap((one) =>
        units
          .filter((other) => one.id < other.id && nameLikeness(one.name, other.name) >= LIKE_ENOUGH)
          .map((other) => one.id + other.id),
      );
      expect(pairs(units)).toEqual(each.sort());
    }),
  );
});
