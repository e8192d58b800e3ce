import './filters.css';
import './panel.css';
import './table.css';
import './bulk.css';
import './pager.css';
import './states.css';

export { default as QcColumnSettings } from './QcColumnSettings.vue';
export { default as QcDataTable } from './QcDataTable.vue';
export { default as QcFilterBar } from './QcFilterBar.vue';
export { default as QcListStates } from './QcListStates.vue';
export { default as QcPager } from './QcPager.vue';
export { default as QcSelectionBar } from './QcSelectionBar.vue';
export * from './columns.js';
export * from './filters.js';
export * from './useColumnLayout.js';
export * from './useListPage.js';
export * from './usePopover.js';
export * from './useSelection.js';
