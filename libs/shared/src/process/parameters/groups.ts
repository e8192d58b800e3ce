/** The sections of the page 学校参数, in their order. */
export const PARAMETER_GROUPS = {
  source: { title: '生源信息', explain: '学生核对自己的信息，老师一级一级审核。' },
  flows: { title: '签约方式', explain: '学生和单位可以用哪些方式签约，谁可以签。' },
  invite: { title: '单位邀请', explain: '单位发出邀约以后，学生怎样答复。' },
  student: { title: '学生发起', explain: '学生先填，单位或证明材料在后。' },
  review: { title: '审核', explain: '签约以后由谁一级一级审核。' },
  sign: { title: '签章', explain: '哪几方签名盖章、按什么顺序、什么时候生效。' },
  print: { title: '打印与编号', explain: '协议书怎样打印、打几份、编什么号。' },
  term: { title: '解约与补办', explain: '签约以后要解除，或协议书丢失。' },
  notify: { title: '通知与日历', explain: '消息怎样送到，哪些天算工作日。' },
  security: { title: '账号与安全', explain: '密码、登录和二次验证。' },
  other: { title: '单位与其他', explain: '入驻审核、违约金提醒、旧届别。' },
} as const satisfies Record<string, { title: string; explain: string }>;

export type ParameterGroup = keyof typeof PARAMETER_GROUPS;
