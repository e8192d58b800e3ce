/** Why a submission goes back; the student reads label and the reviewer's own words. */
export const SOURCE_RETURN_REASONS = {
  origin: '生源地不对',
  address: '住址不完整',
  contact: '联系方式不对',
  archive: '档案、户口信息不对',
  identity: '个人情况不对',
  missing: '有内容没有填',
  other: '其他',
} as const satisfies Record<string, string>;
export type SourceReturnReason = keyof typeof SOURCE_RETURN_REASONS;

/** What the student reads, word for word; the reviewer sees it before it is sent. */
export function sourceReturnWords(codes: readonly string[], note: string): string {
  const labels = codes.flatMap((code) => SOURCE_RETURN_REASONS[code as SourceReturnReason] ?? []);
  return [labels.join('、'), note.trim()].filter(Boolean).join('：');
}
