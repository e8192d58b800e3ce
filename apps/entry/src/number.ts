/** Agreement numbers are typed from paper: full-width digits, spaces, lower case and missing hyphens are accepted. */
export function readNumber(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[‐-―−—]/g, '-')
    .replace(/[\s-]+/g, '');
  const parts = /^(\d{4})(\d{5})(\d)(\d{6})([0-9A-Z])$/.exec(plain);
  return parts ? parts.slice(1).join('-') : plain;
}
