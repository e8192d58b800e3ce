import { getMetadataStorage, IsInt, IsString, MaxLength, MetadataStorage, Min, validateSync } from 'class-validator';
import { RememberedRules, rememberRules } from './remembered-rules.js';
import { validationPipe } from './validation.js';

class Parent {
  @IsString() @MaxLength(5) name!: unknown;
  @IsInt() count!: unknown;
}
class Child extends Parent {
  @MaxLength(2) override name!: unknown;
}

const broken = (target: object): Record<string, string[]> =>
  Object.fromEntries(validateSync(target).map((e) => [e.property, Object.keys(e.constraints ?? {}).sort()]));
const gather = (storage: MetadataStorage, target: unknown): unknown[] =>
  storage.getTargetValidationMetadatas(target as typeof Child, undefined as never, false, false);

describe('rules of a class', () => {
  it('are remembered as soon as there is a pipe, those from before included', () => {
    const before = getMetadataStorage();
    const expected = [Parent, Child].map((target) => gather(before, target));
    validationPipe();
    const storage = getMetadataStorage();
    expect(storage).toBeInstanceOf(RememberedRules);
    expect([Parent, Child].map((target) => gather(storage, target))).toEqual(expected);
    expect(expected.map((rules) => rules.length)).toEqual([3, 2]);
  });

  it('are gathered once', () => {
    rememberRules();
    const storage = getMetadataStorage();
    expect(gather(storage, Child)).toBe(gather(storage, Child));
    rememberRules();
    expect(getMetadataStorage()).toBe(storage);
  });

  it('hold for the class and its parents, and for each class its own', () => {
    rememberRules();
    for (let i = 0; i < 2; i += 1) {
      expect(broken(Object.assign(new Child(), { name: 'abc', count: 'x' }))).toEqual({
        name: ['maxLength'],
        count: ['isInt'],
      });
      expect(broken(Object.assign(new Parent(), { name: 'abc', count: 1 }))).toEqual({});
    }
  });

  it('grow when a parent gets one later', () => {
    rememberRules();
    const child = Object.assign(new Child(), { name: 'ab', count: -1 });
    expect(broken(child)).toEqual({});
    Min(0)(Parent.prototype, 'count');
    expect(broken(child)).toEqual({ count: ['min'] });
  });

  it('are none for what is no class, each time', () => {
    rememberRules();
    const hostile = { prototype: null };
    for (const target of ['Child', 1, hostile, hostile]) expect(gather(getMetadataStorage(), target)).toEqual([]);
  });

  it('of a group or with other defaults are not mixed with the rest', () => {
    rememberRules();
    const storage = getMetadataStorage();
    const all = gather(storage, Parent);
    expect(storage.getTargetValidationMetadatas(Parent, undefined as never, false, false, ['later'])).toEqual([]);
    expect(storage.getTargetValidationMetadatas(Parent, undefined as never, true, false, ['later'])).toEqual(all);
    expect(gather(storage, Parent)).toBe(all);
  });
});
