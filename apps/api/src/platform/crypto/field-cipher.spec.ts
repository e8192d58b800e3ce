import { randomBytes } from 'node:crypto';
import { FieldCipher, FieldCipherError } from './field-cipher.js';

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const macKey = randomBytes(32);
const cipher = new FieldCipher({ keys: { k1 }, current: 'k1', macKey });

describe('FieldCipher', () => {
  it('opens what it sealed, and never seals twice alike', () => {
    const sealed = cipher.seal('student', 'id_no', 'row-1', '430102200501010418');
    expect(cipher.open('student', 'id_no', 'row-1', sealed)).toBe('430102200501010418');
    expect(cipher.seal('student', 'id_no', 'row-1', '430102200501010418').equals(sealed)).toBe(false);
    expect(sealed.includes('430102')).toBe(false);
  });

  it('uses no initial vector twice', () => {
    const ivs = Array.from({ length: 600 }, () =>
      cipher.seal('student', 'phone_enc', 'a', '').subarray(4, 16).toString('hex'),
    );
    expect(new Set(ivs).size).toBe(600);
  });

  it('keeps bytes that are no text', () => {
    const bytes = Buffer.from([0, 255, 128, 10, 195]);
    const sealed = cipher.seal('sealed_file_part', 'content', 'f/0', bytes);
    expect(cipher.openBytes('sealed_file_part', 'content', 'f/0', sealed)).toEqual(bytes);
  });

  it.each([
    ['another table', ['employer', 'id_no', 'row-1']],
    ['another column', ['student', 'phone', 'row-1']],
    ['another row', ['student', 'id_no', 'row-2']],
  ])('does not open in %s', (_where, place) => {
    const sealed = cipher.seal('student', 'id_no', 'row-1', '䶮');
    expect(() => cipher.open(place[0]!, place[1]!, place[2]!, sealed)).toThrow(FieldCipherError);
  });

  it('finds a flipped bit anywhere', () => {
    const sealed = cipher.seal('student', 'phone', 'row-1', '13800000021');
    for (let i = 0; i < sealed.length; i += 1) {
      const altered = Buffer.from(sealed);
      altered[i] = altered[i]! ^ 1;
      expect(() => cipher.open('student', 'phone', 'row-1', altered)).toThrow(FieldCipherError);
    }
    expect(() => cipher.open('student', 'phone', 'row-1', sealed.subarray(0, 10))).toThrow(FieldCipherError);
  });

  it('reads what an older key sealed and knows that it is older', () => {
    const sealed = cipher.seal('student', 'phone', 'row-1', '13800000021');
    const rotated = new FieldCipher({ keys: { k1, k2 }, current: 'k2', macKey });
    expect(rotated.open('student', 'phone', 'row-1', sealed)).toBe('13800000021');
    expect(rotated.isCurrent(sealed)).toBe(false);
    expect(rotated.isCurrent(rotated.seal('student', 'phone', 'row-1', 'x'))).toBe(true);
    const lost = new FieldCipher({ keys: { k2 }, current: 'k2', macKey });
    expect(() => lost.open('student', 'phone', 'row-1', sealed)).toThrow('not in the ring');
  });

  it('digests by kind and key', () => {
    expect(cipher.mac('phone', '1').equals(cipher.mac('phone', '1'))).toBe(true);
    expect(cipher.mac('phone', '1').equals(cipher.mac('id_no', '1'))).toBe(false);
    const other = new FieldCipher({ keys: { k1 }, current: 'k1', macKey: k2 });
    expect(other.mac('phone', '1').equals(cipher.mac('phone', '1'))).toBe(false);
  });

  it('refuses keys of the wrong size and a current key that is not there', () => {
    expect(() => new FieldCipher({ keys: { k1: randomBytes(16) }, current: 'k1', macKey })).toThrow('bytes');
    expect(() => new FieldCipher({ keys: { k1 }, current: 'k9', macKey })).toThrow('ring');
    expect(() => new FieldCipher({ keys: { k1 }, current: 'k1', macKey: randomBytes(8) })).toThrow('MAC');
  });
});
