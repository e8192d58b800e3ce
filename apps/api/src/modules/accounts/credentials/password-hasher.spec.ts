import { PasswordHasher } from './password-hasher.js';

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher();
  afterAll(() => hasher.onApplicationShutdown());

  it('uses argon2id with the agreed cost', async () => {
    expect(await hasher.hash('云麓-2027')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('knows the right password from a wrong one, and from no account at all', async () => {
    const stored = await hasher.hash(' with blanks ');
    expect(await hasher.verify(stored, ' with blanks ')).toBe(true);
    expect(await hasher.verify(stored, 'with blanks')).toBe(false);
    expect(await hasher.verify(undefined, 'with blanks')).toBe(false);
    expect(await hasher.verify('!', '!')).toBe(false);
  });

  it('works as long for nobody as for somebody', async () => {
    const stored = await hasher.hash('x');
    const time = async (hash: string | undefined): Promise<number> => {
      const begin = performance.now();
      await hasher.verify(hash, 'y');
      return performance.now() - begin;
    };
    let [somebody, nobody] = [Infinity, Infinity];
    for (let i = 0; i < 8; i += 1) {
      somebody = Math.min(somebody, await time(stored));
      nobody = Math.min(nobody, await time(undefined));
    }
    expect(nobody / somebody).toBeGreaterThan(0.5);
    expect(nobody / somebody).toBeLessThan(2);
  });
});
