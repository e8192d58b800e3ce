import { pinyinOf } from './index.js';

describe('pinyinOf', () => {
  it.each([
    ['欧阳静', 'ouyangjing oyj'],
    ['张伟', 'zhangwei zw'],
    ['Anna Li', 'anna li'],
    ['', ''],
  ])('%s → %s', (name, spelled) => expect(pinyinOf(name)).toBe(spelled));
});
