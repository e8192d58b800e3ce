/** Long enough for a day at the counter, short enough to be gone before anybody looks for it. */
export const KEPT_MS = 24 * 3_600_000;

export type SealedKind = 'activation_slips' | 'initial_passwords' | 'source_export';

export interface NewSealedFile {
  kind: SealedKind;
  fileName: string;
  mediaType: string;
  once: boolean;
  bytes: Buffer;
}
