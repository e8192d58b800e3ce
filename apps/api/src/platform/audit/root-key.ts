import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

export interface RootStatement {
  day: string;
  heads: number;
  rootHash: Buffer;
}

/** What is signed, as text, so that it can be checked with other tools as well. */
function statementText({ day, heads, rootHash }: RootStatement): Buffer {
  return Buffer.from(`qiancheng audit root\n${day}\n${heads}\n${rootHash.toString('hex')}\n`, 'utf8');
}

/** The Ed25519 key of the daily roots; it is not in the database, so who writes there cannot sign. */
export class RootKey {
  private readonly privateKey: KeyObject;
  readonly publicKey: string;

  constructor(pkcs8: Uint8Array) {
    this.privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    if (this.privateKey.asymmetricKeyType !== 'ed25519') throw new Error('AUDIT_SIGNING_KEY is not an Ed25519 key');
    this.publicKey = createPublicKey(this.privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  }

  sign(statement: RootStatement): Buffer {
    return sign(null, statementText(statement), this.privateKey);
  }

  verifies(statement: RootStatement, signature: Uint8Array): boolean {
    return verify(null, statementText(statement), createPublicKey(this.privateKey), signature);
  }
}
