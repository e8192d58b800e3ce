export interface SheetLimits {
  maxFileBytes: number;
  maxUnpackedBytes: number;
  /** Unpacked to packed, of the file and of each large part in it. */
  maxRatio: number;
  maxEntries: number;
  /** Rows with data, below the header. */
  maxRows: number;
  maxCellChars: number;
  /** How long the parent waits for the child in all; time that the consumer takes does not count. */
  timeoutMs: number;
  /** Heap of the child. */
  memoryMb: number;
}

const MB = 1024 * 1024;

export const DEFAULT_LIMITS: SheetLimits = {
  maxFileBytes: 5 * MB,
  maxUnpackedBytes: 50 * MB,
  maxRatio: 100,
  maxEntries: 500,
  maxRows: 10_000,
  maxCellChars: 2_000,
  timeoutMs: 30_000,
  memoryMb: 256,
};
