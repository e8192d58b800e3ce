export { default as QcBrand } from './QcBrand.vue';
export { default as QcLoginForm, type LoginProblem } from './QcLoginForm.vue';
export { default as QcLoginPage } from './QcLoginPage.vue';
export { default as QcScan, type QcScanState } from './QcScan.vue';
export { default as QcOfflineBar } from './QcOfflineBar.vue';
