import { emptySourceValues, type SourceValues } from '@qiancheng/shared';
import { describe, expect, it } from 'vitest';
import { mergeDrafts, unsavedKeys } from './merge.js';

const draft = (over: Partial<SourceValues> = {}): SourceValues => ({ ...emptySourceValues(), ...over });

describe('two devices on one draft', () => {
  it('takes over what only the other one changed, and keeps what only this one did', () => {
    const merge = mergeDrafts(
      draft({ address: '旧' }),
      draft({ address: '旧', qq: '12345' }),
      draft({ address: '新', homePostcode: '416800' }),
    );
    expect(merge.values).toMatchObject({ address: '新', homePostcode: '416800', qq: '12345' });
    expect(merge.taken.sort()).toEqual(['address', 'homePostcode']);
    expect(merge.clashes).toEqual([]);
  });
  it('asks where both changed one field, and leaves mine until then', () => {
    const merge = mergeDrafts(draft({ qq: '1' }), draft({ qq: '2' }), draft({ qq: '3' }));
    expect(merge.clashes).toEqual([{ field: 'qq', mine: '2', theirs: '3' }]);
    expect(merge.values.qq).toBe('2');
  });
  it('asks nothing where both wrote the same, as after an answer that got lost', () => {
    const merge = mergeDrafts(draft(), draft({ qq: '2' }), draft({ qq: '2' }));
    expect(merge).toMatchObject({ taken: [], clashes: [] });
  });
  it('knows what is not on the server, also what was emptied', () => {
    expect(unsavedKeys(draft({ qq: '1', email: 'a@b.cn' }), draft({ email: 'a@b.cn' }))).toEqual(['qq']);
  });
});
