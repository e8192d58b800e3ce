import {
  adoptRegistrationDraft,
  clearDraftPaper,
  discardRegistrationDraft,
  dropVisitorDraft,
  getRegistrationDraft,
  getVisitorDraft,
  saveRegistrationDraft,
  startAsVisitor,
  startRegistration,
  uploadDraftPaper,
  type DraftView,
  type SchoolAskedView,
} from '@qiancheng/api-client/employer';
import type { CertificateKind, CertificationData } from '@qiancheng/shared';
import { ask, fileBody, proveWork, useSession, type Upload } from '@qiancheng/web-core';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';

export type WizardPath = 'register' | 'join' | 'takeover';

export interface Beginning {
  name: string;
  creditCode: string;
  path: WizardPath;
}

/**
 * The wizard's draft as the server keeps it: a visitor's behind a cookie, afterwards the account's. Nothing of it is stored
 * in the browser.
 */
export const useRegistration = defineStore('registration', () => {
  const session = useSession();
  const draft = shallowRef<DraftView | null>(null);
  const savedAt = computed(() => draft.value?.savedAt ?? null);
  const signedIn = computed(() => session.status === 'in');

  async function load(): Promise<DraftView | null> {
    if (!signedIn.value) return take(await ask(getVisitorDraft()));
    const own = await ask(getRegistrationDraft());
    return take(own.draft ? own : await ask(adoptRegistrationDraft()));
  }
  function take(answer: { draft?: DraftView | null }): DraftView | null {
    draft.value = answer.draft ?? null;
    return draft.value;
  }

  /** Begins, or changes unit and way of what was begun. */
  async function begin(beginning: Beginning): Promise<void> {
    const version = draft.value ? { version: draft.value.version } : {};
    const body = { ...beginning, ...version };
    if (signedIn.value) take(await ask(startRegistration({ body })));
    else take(await ask(startAsVisitor({ body: { ...body, captcha: await proveWork() } })));
  }

  /** What the steps after the account keep; each passes what is its own. */
  async function save(
    version: number,
    change: { data?: CertificationData; schools?: SchoolAskedView[]; message?: string },
  ): Promise<DraftView> {
    const before = draft.value as DraftView;
    const schools = (change.schools ?? before.schools).map(({ schoolCode, services }) => ({ schoolCode, services }));
    const body = {
      version,
      data: change.data ?? before.data,
      schools,
      message: change.message ?? before.message,
    };
    return take(await ask(saveRegistrationDraft({ body }))) as DraftView;
  }

  /** Files are apart from the version: only they are taken from the answer. */
  function takeFiles(answer: { draft?: DraftView | null }): void {
    if (draft.value && answer.draft) draft.value = { ...draft.value, files: answer.draft.files };
  }
  async function uploadPaper(kind: CertificateKind, file: File, { fetch }: Upload): Promise<void> {
    takeFiles(await ask(uploadDraftPaper({ path: { kind }, ...fileBody(file), fetch })));
  }
  async function clearPaper(kind: CertificateKind): Promise<void> {
    takeFiles(await ask(clearDraftPaper({ path: { kind } })));
  }

  async function discard(): Promise<void> {
    if (!signedIn.value) await ask(dropVisitorDraft());
    else if (draft.value) await ask(discardRegistrationDraft({ body: { version: draft.value.version } }));
    draft.value = null;
  }
  /** It has been handed in: nothing of it is left here. */
  function forget(): void {
    draft.value = null;
  }

  return { draft, savedAt, signedIn, load, take, begin, save, uploadPaper, clearPaper, discard, forget };
});
