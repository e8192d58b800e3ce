import { onBeforeUnmount, onMounted } from 'vue';

/**
 * Single keys. They act only outside of fields and dialogs, never together with a modifier or while an input method
 * composes, and only while they are switched on (WCAG 2.1.4). `?` always works, because it tells how to switch them on.
 */
export function useShortcuts(keys: Record<string, () => void>, enabled: () => boolean): void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement | null;
    if (target?.closest('input, textarea, select, [contenteditable], dialog, [role="menu"]')) return;
    if (document.querySelector('dialog[open]')) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = keys[key];
    if (!act || (key !== '?' && !enabled())) return;
    event.preventDefault();
    act();
  }
  onMounted(() => document.addEventListener('keydown', onKey));
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey));
}
