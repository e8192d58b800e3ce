/** What is covered in lists and pages, and may be seen in clear only with a reason. */
export const PERSONAL_FIELD_LABELS = {
  idNo: '身份证号',
  phone: '手机号',
  address: '家庭住址',
  homePhone: '家庭电话',
  emergencyName: '紧急联系人',
  emergencyPhone: '紧急联系人手机',
} as const;
export type PersonalField = keyof typeof PERSONAL_FIELD_LABELS;

/** What somebody may have seen: fields, and papers that numbers stand on. */
export const SEEN_LABELS = { ...PERSONAL_FIELD_LABELS, reportFiles: '学籍报错的材料' } as const;
export type SeenField = keyof typeof SEEN_LABELS;

export const ACCESS_KIND_LABELS = { reveal: '查看', export: '导出', print: '打印' } as const;
export type AccessKind = keyof typeof ACCESS_KIND_LABELS;
