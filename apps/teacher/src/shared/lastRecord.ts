import { ref } from 'vue';

/** The record that was open last: its row is marked when the list comes back. Memory only. */
export const lastRecord = ref<string | null>(null);
