import { getPreference, putPreference } from '@qiancheng/api-client/teacher';
import { ask, currentAudience } from '@qiancheng/web-core';
import { defineStore } from 'pinia';
import { ref } from 'vue';

/** A setting of the account, kept on the server so that it follows the person and leaves nothing on a shared computer. */
export const preference = (key: string) => ({
  load: async (): Promise<Record<string, unknown>> => {
    const { getPreference: read } = await clientOfArea();
    return (await ask(read({ path: { key } }))).value;
  },
  save: async (value: object): Promise<void> => {
    const { putPreference: write } = await clientOfArea();
    await ask(write({ path: { key }, body: { value: { ...value } } }));
  },
});

/** The operators' client is not part of what teachers load. */
async function clientOfArea() {
  if (currentAudience() !== 'platform') return { getPreference, putPreference };
  return import('@qiancheng/api-client/platform');
}

/** How somebody works through a queue: single keys on or off, and whether an opinion leads to the next record. */
export const useWorkStyle = defineStore('work-style', () => {
  const keys = ref(true);
  const advance = ref(true);
  const store = preference('work-style');
  let loaded: Promise<void> | null = null;

  function load(): Promise<void> {
    loaded ??= store
      .load()
      .then((value) => {
        keys.value = value['keys'] !== false;
        advance.value = value['advance'] !== false;
      })
      .catch(() => undefined); // both on, as for somebody new
    return loaded;
  }
  const save = (): void => void store.save({ keys: keys.value, advance: advance.value }).catch(() => undefined);

  return {
    keys,
    advance,
    load,
    setKeys: (on: boolean) => {
      keys.value = on;
      save();
    },
    setAdvance: (on: boolean) => {
      advance.value = on;
      save();
    },
  };
});
