/** The words that a student agrees to. A changed word makes a new version, and an old one is no longer accepted. */
export const CONSENT_VERSION = '2027-1';

export const SIGN_CONSENT =
  '我已阅读协议书全文，同意用电子方式签署，知道它和在纸上签名效力相同。签名、时间、账号、网络地址和文件指纹会作为存证保存。（电子签署说明，2027 年第 1 版）';
