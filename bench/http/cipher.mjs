// The product's cipher with the keys of a stage: floors seal what the product seals.
import { FieldCipher } from '../../apps/api/dist/platform/crypto/index.js';

export function cipherOf(env) {
  const keys = Object.fromEntries(
    env.FIELD_KEYS.split(',').map((item) => {
      const at = item.indexOf(':');
      return [item.slice(0, at), Buffer.from(item.slice(at + 1), 'base64')];
    }),
  );
  return new FieldCipher({ keys, current: env.FIELD_KEY_CURRENT, macKey: Buffer.from(env.MAC_KEY, 'base64') });
}
