export { default as QcConflictDialog, type ConflictChange } from './QcConflictDialog.vue';
export { default as QcPaperViewer, type Paper } from './QcPaperViewer.vue';
export { default as QcProcessLine, type ProcessStep } from './QcProcessLine.vue';
export { default as QcQueueBar, type QueuePlace } from './QcQueueBar.vue';
export { shortDate, shortTime } from './shortTime.js';
export { useShortcuts } from './useShortcuts.js';
