import { SIGNING_DENIALS, type SigningDenial } from '../process/denials.js';

const GENERAL_ERRORS = {
  BAD_REQUEST: { status: 400, text: '请求的格式不对。请刷新页面再试。' },
  VALIDATION_FAILED: { status: 422, text: '有内容没有填好。请按提示改正。' },
  NOT_AUTHENTICATED: { status: 401, text: '请先登录。' },
  SESSION_EXPIRED: { status: 401, text: '登录已经过期。请重新登录。' },
  BAD_CREDENTIALS: { status: 401, text: '账号或密码不对。忘了密码可以找回。' },
  ACCOUNT_LOCKED: { status: 423, text: '连续输错次数太多，账号暂时锁定。请稍后再试。' },
  ACCOUNT_DISABLED: { status: 403, text: '这个账号已经停用。请联系管理员。' },
  SECOND_STEP_REQUIRED: { status: 403, text: '还差一步验证。请完成第二步登录。' },
  SETUP_REQUIRED: { status: 403, text: '第一次登录要先绑定手机或邮箱、设好自己的密码。完成以后才能办别的事。' },
  CAPTCHA_REQUIRED: { status: 403, text: '请先完成人机验证再提交。' },
  CAPTCHA_FAILED: { status: 422, text: '人机验证没有通过或已经过期。请再试一次。' },
  CODE_WRONG: { status: 422, text: '验证码不对。请核对后再输。' },
  CODE_EXPIRED: { status: 422, text: '验证码已经失效。请重新获取。' },
  CODE_TOO_SOON: { status: 429, text: '验证码刚刚发过。请稍等再获取。' },
  CHANNEL_UNAVAILABLE: { status: 422, text: '这种通知方式还没有接通。请换一种。' },
  PASSWORD_WEAK: { status: 422, text: '这个密码太容易猜到。请换一个。' },
  PASSWORD_REUSED: { status: 422, text: '最近用过这个密码。请换一个新的。' },
  PASSWORD_EXPIRED: { status: 403, text: '密码已经过期。请设一个新密码。' },
  ALREADY_BOUND: { status: 409, text: '已经绑定过了。请先解绑再换。' },
  TICKET_EXPIRED: { status: 410, text: '二维码已经过期。请刷新后重新扫。' },
  NOT_BOUND: { status: 409, text: '这个微信还没有绑定账号。请先用账号登录，再绑定微信。' },
  LOGIN_TAKEN: { status: 409, text: '这个账号名已经有人用了。请换一个。' },
  NAME_TAKEN: { status: 409, text: '这个名称已经有了。请换一个，或直接用已有的。' },
  IN_USE: { status: 409, text: '还有内容在用它，不能删除。' },
  NOT_ALLOWED_NOW: { status: 409, text: '现在不能办这一步。请刷新页面查看最新状态。' },
  LAST_ADMIN: { status: 409, text: '这是最后一位管理员。请先交给别人再办。' },
  REFRESH_REUSED: { status: 401, text: '登录凭证已经失效。请重新登录。' },
  WRONG_PASSWORD: { status: 403, text: '密码不对，没有确认是你本人。请再输一次。' },
  FORBIDDEN: { status: 403, text: '你没有这项权限。需要的话请联系管理员开通。' },
  CROSS_SITE: { status: 403, text: '请求不是从本站页面发出的。请从本站重新操作。' },
  NOT_FOUND: { status: 404, text: '没有找到，或者你无权查看。' },
  METHOD_NOT_ALLOWED: { status: 405, text: '不支持这种操作。' },
  STALE_VERSION: { status: 409, text: '内容刚刚被别人改过。请看过最新内容后再操作。' },
  CONFLICT: { status: 409, text: '刚刚有人先办了这一步。请刷新页面查看。' },
  IDEMPOTENCY_MISMATCH: { status: 422, text: '同一个请求编号用在了不同的内容上。请重新提交。' },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, text: '上一次提交还在处理。请稍等片刻。' },
  HASH_MISMATCH: { status: 409, text: '协议内容和你看到的不是同一版。请重新阅读后再签。' },
  CONSENT_OUTDATED: { status: 409, text: '须知已经更新。请阅读新版后再操作。' },
  SIGNATURE_TOO_SMALL: { status: 422, text: '签名太小，看不清。请写大一些再签。' },
  TYPED_NAME_MISMATCH: { status: 422, text: '键入的姓名和学籍姓名不一致。请按学籍姓名填写。' },
  CONFIRM_DIGITS_MISMATCH: { status: 422, text: '编号最后 6 位不对。请对照协议编号再输一次。' },
  TOO_LARGE: { status: 413, text: '内容太大。请减小后再试。' },
  TOO_MANY_REQUESTS: { status: 429, text: '操作太频繁。请稍后再试。' },
  FILE_EMPTY: { status: 422, text: '文件是空的。请重新选择文件。' },
  FILE_TYPE_REFUSED: { status: 422, text: '不接受这种文件。' },
  FILE_DAMAGED: { status: 422, text: '文件打不开，可能已经损坏。请重新导出或拍照后再上传。' },
  FILE_ENCRYPTED: { status: 422, text: '文件加了密码或加密。请去掉密码后再上传。' },
  FILE_HAS_SCRIPT: { status: 422, text: '文件里有脚本、自动动作或动态表单。请打印成普通 PDF 后再上传。' },
  FILE_HAS_ATTACHMENT: { status: 422, text: '文件里夹带了别的文件或多媒体。请打印成普通 PDF 后再上传。' },
  FILE_TOO_MANY_PAGES: { status: 422, text: '文件页数太多。请只上传需要的页。' },
  IMAGE_TOO_LARGE: { status: 422, text: '图片的尺寸太大。请缩小后再上传。' },
  FILE_INFECTED: { status: 422, text: '文件没有通过病毒检查，没有保存。请检查电脑，换一个文件上传。' },
  SCAN_UNAVAILABLE: { status: 503, text: '病毒检查暂时不能进行，文件没有保存。请稍后再试。' },
  PRINT_TOO_MANY: { status: 422, text: '一次最多打印 500 份协议。请分几次打印。' },
  JOB_NOT_FINISHED: { status: 409, text: '文件还在生成。请稍等片刻。' },
  JOB_FAILED: { status: 500, text: '文件没有生成成功。请再试一次，仍不行请联系就业中心。' },
  DELIVERY_REFUSED: { status: 422, text: '消息没有发出，服务商拒绝了。请核对发送设置。' },
  UNSUPPORTED_MEDIA: { status: 415, text: '不支持这种内容格式。' },
  SERVICE_UNAVAILABLE: { status: 503, text: '服务暂时不可用。请稍后再试。' },
  INTERNAL: { status: 500, text: '系统出错了。请再试一次，仍不行请把错误编号告诉我们。' },
} as const satisfies Record<string, { status: number; text: string }>;

export type GeneralError = keyof typeof GENERAL_ERRORS;
export type ErrorCode = GeneralError | SigningDenial;

/** Every code that the API can answer, with its HTTP status and its sentence: one map, exhaustive by type. */
export const ERROR_CODES: Readonly<Record<ErrorCode, { status: number; text: string }>> = {
  ...GENERAL_ERRORS,
  ...SIGNING_DENIALS,
};

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
