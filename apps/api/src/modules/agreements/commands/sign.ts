import { normaliseName } from '@qiancheng/shared';
import { AppError } from '../../../platform/http/index.js';
import { checkedStrokes } from '../domain/strokes.js';
import type { SignBody } from '../http/dto/commands.dto.js';
import { CONSENT_VERSION } from '../texts/consent.js';
import { reauthOk } from './reauth.js';
import type { Scene, SlotRecord, Verb } from './verb.js';

/** What is signed is what was read: the fingerprint that the signer was shown, of the revision that stands now. */
function sameContent({ input, row }: Scene<SignBody>): void {
  if (input.consentVersion !== CONSENT_VERSION) throw new AppError('CONSENT_OUTDATED');
  if (row.content_hash !== null && input.contentHash !== row.content_hash) {
    throw new AppError('HASH_MISMATCH', { extra: { currentVersion: row.version, contentHash: row.content_hash } });
  }
}

function typedName({ input, row }: Scene<SignBody>): string {
  const name = row.student_block?.name ?? row.student.name;
  if (normaliseName(input.typedName ?? '') !== normaliseName(name)) {
    throw new AppError('TYPED_NAME_MISMATCH', {
      errors: [{ field: 'typedName', code: 'MISMATCH', message: '和学籍姓名不一致，请按学籍姓名填写。' }],
    });
  }
  return name;
}

function recordOf(scene: Scene<SignBody>): SlotRecord {
  const { input, row, ctx, reauth } = scene;
  const name = row.student_block?.name ?? row.student.name;
  const typed = input.method === 'typed';
  return {
    slot: 'student',
    method: input.method,
    byName: name,
    strokes: typed ? null : checkedStrokes(input.strokes, name),
    evidence: {
      factor: reauth,
      ip: ctx.ip,
      device: ctx.device,
      sessionId: ctx.actor.sessionId ?? null,
      consentVersion: input.consentVersion,
      ...(typed ? { typedName: typedName(scene) } : {}),
    },
  };
}

/** T21, the student's slot: by hand, or by typing the name where a hand or a device cannot write. */
export const sign: Verb<SignBody> = {
  action: 'slot_done',
  slot: () => 'student',
  proof: (input) => input,
  check: sameContent,
  facts: ({ policy, reauth }) => ({ reauthOk: reauthOk(policy, reauth) }),
  slotRecord: recordOf,
  data: ({ input }) => ({ slot: 'student', method: input.method, contentHash: input.contentHash }),
};
