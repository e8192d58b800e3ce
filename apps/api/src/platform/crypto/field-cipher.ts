import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type Hmac,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';

/** AES-256 keys by id; old ones stay until a rotation has rewritten what they sealed. */
export interface FieldKeys {
  keys: Readonly<Record<string, Uint8Array>>;
  current: string;
  /** Another key than any of the above, and never in the database. */
  macKey: Uint8Array;
}

export class FieldCipherError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FieldCipherError';
  }
}

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const MIN_MAC_KEY_BYTES = 32;
/** Random bytes are drawn for many values at a time: each drawing costs as much as the sealing itself. */
const IVS_AT_ONCE = 256;

/** Table, column and row are bound to the text: a sealed value that is copied to another row or column does not open. */
function placeOf(table: string, column: string, rowId: string): Buffer {
  return Buffer.from(`${table}|${column}|${rowId}`, 'utf8');
}

/**
 * Personal data at rest. Sealed form: format (1 byte), length of the key id (1), key id, IV (12), tag (16), ciphertext.
 * `mac` makes values findable without making them readable.
 */
export class FieldCipher {
  // keys that are made once: from bytes, each use would make its own, which takes longer than the work itself
  private readonly keys = new Map<string, KeyObject>();
  private readonly macKey: KeyObject;
  private readonly current: string;
  private ivs = Buffer.alloc(0);

  constructor(config: FieldKeys) {
    for (const [id, secret] of Object.entries(config.keys)) {
      const key = Buffer.from(secret);
      if (key.length !== KEY_BYTES)
        throw new FieldCipherError(`field key ${id} has ${key.length} bytes, not ${KEY_BYTES}`);
      if (!/^[\x21-\x7e]{1,32}$/.test(id))
        throw new FieldCipherError(`field key id ${JSON.stringify(id)} is not usable`);
      this.keys.set(id, createSecretKey(key));
    }
    if (!this.keys.has(config.current))
      throw new FieldCipherError(`current field key ${config.current} is not in the ring`);
    this.current = config.current;
    if (config.macKey.length < MIN_MAC_KEY_BYTES) throw new FieldCipherError('the MAC key is shorter than 32 bytes');
    this.macKey = createSecretKey(Buffer.from(config.macKey));
  }

  /** Texts are sealed as UTF-8, pieces of files as they are. */
  seal(table: string, column: string, rowId: string, plaintext: string | Uint8Array): Buffer {
    const iv = this.newIv();
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(this.current), iv);
    cipher.setAAD(placeOf(table, column, rowId));
    const body = typeof plaintext === 'string' ? cipher.update(plaintext, 'utf8') : cipher.update(plaintext);
    const rest = cipher.final();
    const id = Buffer.from(this.current, 'ascii');
    return Buffer.concat([Buffer.from([FORMAT, id.length]), id, iv, cipher.getAuthTag(), body, rest]);
  }

  open(table: string, column: string, rowId: string, sealed: Uint8Array): string {
    return this.openBytes(table, column, rowId, sealed).toString('utf8');
  }

  openBytes(table: string, column: string, rowId: string, sealed: Uint8Array): Buffer {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const keyId = this.keyIdOf(bytes);
    let at = 2 + keyId.length;
    const iv = bytes.subarray(at, (at += IV_BYTES));
    const tag = bytes.subarray(at, (at += TAG_BYTES));
    if (tag.length !== TAG_BYTES) throw new FieldCipherError('sealed value is cut short');
    const decipher = createDecipheriv('aes-256-gcm', this.keyOf(keyId), iv);
    decipher.setAAD(placeOf(table, column, rowId));
    decipher.setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(bytes.subarray(at)), decipher.final()]);
    } catch {
      throw new FieldCipherError(`sealed value of ${table}.${column} does not open: altered, moved or of another key`);
    }
  }

  /** Which key sealed it; a rotation rewrites those that are not of the current one. */
  keyIdOf(sealed: Uint8Array): string {
    const length = sealed[1] ?? 0;
    if (sealed[0] !== FORMAT || sealed.length < 2 + length + IV_BYTES + TAG_BYTES) {
      throw new FieldCipherError('not a sealed value');
    }
    return Buffer.from(sealed.subarray(2, 2 + length)).toString('ascii');
  }

  isCurrent(sealed: Uint8Array): boolean {
    return this.keyIdOf(sealed) === this.current;
  }

  /** Keyed digest for exact search and duplicate checks; the kind keeps a phone from matching an ID number. */
  mac(kind: string, value: string | Uint8Array): Buffer {
    return this.hmac(kind, value).digest();
  }

  /** `mac` as text: bytes of their own would take as long as the digest. */
  macText(kind: string, value: string, encoding: 'hex' | 'base64'): string {
    return this.hmac(kind, value).digest(encoding);
  }

  private hmac(kind: string, value: string | Uint8Array): Hmac {
    const hmac = createHmac('sha256', this.macKey);
    // each step into the library costs more than the digest of a short text
    if (typeof value === 'string') return hmac.update(`${kind}\0${value}`, 'utf8');
    return hmac.update(`${kind}\0`, 'utf8').update(value);
  }

  /** None is ever given out twice. */
  private newIv(): Buffer {
    if (this.ivs.length === 0) this.ivs = randomFillSync(Buffer.alloc(IV_BYTES * IVS_AT_ONCE));
    const iv = this.ivs.subarray(0, IV_BYTES);
    this.ivs = this.ivs.subarray(IV_BYTES);
    return iv;
  }

  private keyOf(id: string): KeyObject {
    const key = this.keys.get(id);
    if (!key) throw new FieldCipherError(`field key ${id} is not in the ring`);
    return key;
  }
}
