/** How to use the sheet; for whoever holds it. */
export function agreementNotes(copies: readonly { label: string }[], publicUrl: string): string[] {
  const shares = copies.map((copy, index) => `第 ${index + 1} 份${copy.label}`).join('，');
  return [
    '本协议由系统生成，任何涂改无效。内容需要更改的，在系统中办理后重新打印，旧版随即失效。',
    '用 A4 纸正反面打印，沿长边翻转，比例 100%，不加页眉页脚；一份协议的各页不得拆散使用。',
    `一式 ${copies.length} 份：${shares}。`,
    '盖章处加盖公章或人事专用章。上级主管部门一栏只由没有人事管理权的单位办理，其他单位已划去。',
    `扫描页上的二维码，或在 ${publicUrl}/verify 输入协议编号，可以核对本协议现在是否有效。`,
  ];
}
