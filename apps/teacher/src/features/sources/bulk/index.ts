export { default as BulkBar } from './BulkBar.vue';
