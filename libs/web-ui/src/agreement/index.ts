export { default as QcFieldBlock, type FieldRow } from './QcFieldBlock.vue';
export { agreementRows, fieldText, schoolRows, useAgreementRows, useStudentRows, type BlockView } from './rows.js';
