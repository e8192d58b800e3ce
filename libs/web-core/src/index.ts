export { ApiProblem, toProblem, type FieldProblem } from './api/problem.js';
export { createApi, ask, type ApiOptions, type GeneratedClient } from './api/client.js';
export { fileBody } from './api/upload.js';
export { uploadWithProgress, type Upload } from './api/progress.js';
export { apiPath, currentAudience, type Audience } from './api/transport.js';
export { useSession, can } from './session/session.js';
export { useAct, type Act, type ActContext } from './act/useAct.js';
export { useLoad, stateOfProblem, type Load, type LoadState } from './act/useLoad.js';
export { useJob, jobEnded, type WatchedJob } from './jobs/useJob.js';
export { usePrint, type Print } from './jobs/usePrint.js';
export { documentHref, downloadDocument, downloadFile } from './jobs/documents.js';
export { useAutosave, type Autosave, type SaveState } from './drafts/useAutosave.js';
export { installGuards, returnPath, type GuardNames } from './router/guards.js';
export { useNotifications } from './notifications/useNotifications.js';
export { accountApi } from './account/account-api.js';
export { default as CodeField } from './account/CodeField.vue';
export { default as ForgottenPassword } from './account/ForgottenPassword.vue';
export { default as LoginSteps } from './account/steps/LoginSteps.vue';
export { default as OwnAccount } from './account/self/OwnAccount.vue';
export { useCode } from './account/useCode.js';
export { useLogin } from './account/useLogin.js';
export { proveWork } from './account/proof/proveWork.js';
export { useProof } from './account/useProof.js';
export { default as WechatLogin } from './account/wechat/WechatLogin.vue';
export { default as WechatLoginHere } from './account/wechat/LoginHere.vue';
export { default as WechatPhonePage } from './account/wechat/PhonePage.vue';
export { default as WechatScanLogin } from './account/wechat/ScanLogin.vue';
export { default as WechatProof } from './account/wechat/WechatProof.vue';
export { default as WechatSection } from './account/wechat/WechatSection.vue';
export { siteWechat, type SiteWechat } from './account/wechat/site-wechat.js';
export { isHandheld } from './account/wechat/wechat-api.js';
export { useOnline } from './router/useOnline.js';
export {
  formatBytes,
  formatCount,
  formatDate,
  formatDateTime,
  formatDay,
  formatDayTime,
  formatDeadline,
  formatMoney,
  formatWhen,
  dayNumber,
  type DeadlineText,
} from '@qiancheng/web-ui';
