/** Reason codes that a person picks when refusing, voiding or printing again. The other side reads label and text. */
export interface ReasonCode {
  code: string;
  label: string;
  /** Without a text, the code alone would not tell the other side anything. */
  textRequired: boolean;
}

const r = (code: string, label: string, textRequired = false): ReasonCode => ({ code, label, textRequired });

export const REASONS = {
  decline: [
    r('employer_info', '单位信息有误'),
    r('salary', '薪资与约定不符'),
    r('post', '岗位有误'),
    r('archive', '档案、户口去向有误'),
    r('chose_other', '已选其他单位'),
    r('not_my_will', '非本人意愿'),
    r('other', '其他', true),
  ],
  reviewFail: [
    r('employer_info', '单位信息有误'),
    r('terms', '工作条款不完整或不合规'),
    r('archive', '档案、户口去向有误'),
    r('student_info', '学生信息有误'),
    r('proof', '与证明材料不符'),
    r('not_my_will', '非学生本人意愿'),
    r('other', '其他', true),
  ],
  void: [
    r('resign', '单位信息有误，双方同意重签', true),
    r('wrong_number', '编号用错', true),
    r('duplicate', '重复签约', true),
    r('not_my_will', '非本人意愿，已核实', true),
    r('other', '其他', true),
  ],
  reprint: [r('damaged', '纸张污损'), r('lost', '遗失'), r('misprint', '印错面或跑版'), r('other', '其他', true)],
} as const satisfies Record<string, readonly ReasonCode[]>;

export type ReasonList = keyof typeof REASONS;

export function findReason(list: ReasonList, code: string): ReasonCode | undefined {
  return REASONS[list].find((item) => item.code === code);
}

/** A code of the list, with a text where the code asks for one. */
export function reasonGiven(
  list: ReasonList,
  code: string | null | undefined,
  text: string | null | undefined,
): boolean {
  const reason = code ? findReason(list, code) : undefined;
  return reason !== undefined && (!reason.textRequired || (text ?? '').trim() !== '');
}
