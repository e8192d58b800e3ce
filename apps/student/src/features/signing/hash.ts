/** f59efacb…eae7d50e: enough to recognise; the whole stands behind it. */
export const shortHash = (hash: string): string => (hash.length > 20 ? `${hash.slice(0, 8)}…${hash.slice(-8)}` : hash);

/** In groups of eight, so that two people can read it to each other. */
export const groupedHash = (hash: string): string => hash.replace(/(.{8})(?=.)/g, '$1 ');
