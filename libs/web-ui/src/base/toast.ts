import { reactive, readonly } from 'vue';

export interface Toast {
  id: number;
  text: string;
  tone: 'ok' | 'plain' | 'seal';
}

const state = reactive({ toasts: [] as Toast[], spoken: '' });
let nextId = 1;

/** A short confirmation that goes by itself. Never the only trace of anything that matters. */
export function toast(text: string, tone: Toast['tone'] = 'ok', ms = 5000): void {
  const id = nextId++;
  state.toasts.push({ id, text, tone });
  if (state.toasts.length > 3) state.toasts.shift();
  setTimeout(() => dismissToast(id), ms);
}

export function dismissToast(id: number): void {
  const at = state.toasts.findIndex((entry) => entry.id === id);
  if (at >= 0) state.toasts.splice(at, 1);
}

/** Says something to people who listen instead of looking, without showing it. */
export function announce(text: string): void {
  state.spoken = '';
  setTimeout(() => (state.spoken = text), 50);
}

export const messages = readonly(state);
