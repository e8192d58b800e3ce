import type { Option } from '@qiancheng/web-ui';
import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { useRoute } from 'vue-router';
import { currentAudience } from '../api/transport.js';
import { rememberedSchool } from './remembered-school.js';
import { siteView } from './wechat/site-wechat.js';

export interface Schools {
  /** to choose from; empty where nothing is to be chosen */
  schools: ShallowRef<Option[]>;
  /** the chosen one: of the address, or of last time, to begin with */
  schoolCode: Ref<string | null>;
  load: () => Promise<void>;
}

/** Where several schools are open, whoever logs in at one says at which; with one school there is nothing to say. */
export function useSchools(): Schools {
  const ofSchool = ['teacher', 'student'].includes(currentAudience());
  const before = ofSchool ? rememberedSchool() : null;
  const schools = shallowRef<Option[]>(before ? [before] : []);
  const schoolCode = ref<string | null>(before?.value ?? null);
  const inAddress = useRoute()?.query['school'];

  async function load(): Promise<void> {
    if (!ofSchool) return;
    const site = await siteView();
    const open = site.schools.map(({ code, name }) => ({ value: code, label: name }));
    const named = [inAddress, schoolCode.value].find((code) => open.some(({ value }) => value === code));
    schools.value = open.length > 1 ? open : [];
    schoolCode.value = open.length > 1 && typeof named === 'string' ? named : null;
  }
  // Without an answer the server asks in its own.
  onMounted(() => load().catch(() => undefined));
  return { schools, schoolCode, load };
}
