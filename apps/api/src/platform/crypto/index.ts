export { CryptoModule } from './crypto.module.js';
export { FieldCipher, FieldCipherError, type FieldKeys } from './field-cipher.js';
