import { randomBytes } from 'node:crypto';
import { FieldCipher } from '../crypto/index.js';
import { canonicalJson } from './canonical.js';
import { auditTime, buildChain, type AuditContent } from './chain.js';
import { checkChain, type StoredLink } from './check-chain.js';

const cipher = new FieldCipher({ keys: { k: randomBytes(32) }, current: 'k', macKey: randomBytes(32) });

function content(n: number): AuditContent {
  return {
    aggregateType: 'signing_case',
    aggregateId: 'a',
    schoolId: 1,
    at: new Date(1_800_000_000_000 + n),
    actorId: null,
    body: { action: 'pass', n },
  };
}

function chain(length: number): StoredLink[] {
  const contents = Array.from({ length }, (_, index) => content(index));
  return buildChain(cipher, contents).map(({ at, ...link }) => ({ ...link, atText: auditTime(at) }));
}

describe('canonicalJson', () => {
  it('is one text for one value', () => {
    expect(canonicalJson({ b: 1, a: { d: [1, null, 'x'], c: undefined } })).toBe('{"a":{"d":[1,null,"x"]},"b":1}');
    expect(canonicalJson({ a: new Date(0) })).toBe('{"a":"1970-01-01T00:00:00.000Z"}');
    expect(canonicalJson('\u0000\ud800')).toBe('"\ufffd\ufffd"');
    expect(canonicalJson('䶮 \u{20BB7}')).toBe('"䶮 \u{20BB7}"');
    expect(canonicalJson(JSON.parse(canonicalJson({ x: -0, y: 1e21, z: 0.1 })))).toBe('{"x":0,"y":1e+21,"z":0.1}');
  });

  it('refuses what JSON cannot carry', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
    expect(() => canonicalJson(10n)).toThrow(TypeError);
  });
});

describe('checkChain', () => {
  it('finds nothing in a whole chain', () => {
    expect(checkChain(cipher, chain(5))).toEqual([]);
    expect(checkChain(cipher, [])).toEqual([]);
  });

  it.each<[string, (links: StoredLink[]) => void, number]>([
    ['an altered body', (links) => (links[1]!.body = { action: 'fail' }), 2],
    ['an altered time', (links) => (links[1]!.atText = '2027-01-01T00:00:00.000000Z'), 2],
    ['an altered actor', (links) => (links[4]!.actorId = 'x'), 5],
    ['an altered school', (links) => (links[0]!.schoolId = 2), 1],
    ['a removed link', (links) => void links.splice(2, 1), 3],
    ['a removed beginning', (links) => void links.splice(0, 1), 1],
  ])('names %s', (_what, harm, seq) => {
    const links = chain(5);
    harm(links);
    expect(checkChain(cipher, links)).toEqual([
      { aggregate: 'signing_case/a', seq, problem: expect.any(String) as string },
    ]);
  });

  it('names a link that was inserted by somebody without the key', () => {
    const stranger = new FieldCipher({ keys: { k: randomBytes(32) }, current: 'k', macKey: randomBytes(32) });
    const links = chain(3);
    const forged = buildChain(stranger, [content(0), content(1), content(2), content(3)])[3]!;
    links.push({ ...forged, atText: auditTime(forged.at), prevHash: links[2]!.hash });
    expect(checkChain(cipher, links)).toMatchObject([{ seq: 4, problem: expect.stringContaining('插入') as string }]);
  });
});
