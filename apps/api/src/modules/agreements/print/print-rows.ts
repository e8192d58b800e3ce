import {
  maskAddress,
  maskMobile,
  maskResidentId,
  type AgreementValues,
  type SchoolBlock,
  type SigningFlow,
  type SigningState,
  type Slot,
  type StudentBlock,
} from '@qiancheng/shared';
import type { RequestContext } from '../../../platform/context/index.js';
import type { FieldCipher } from '../../../platform/crypto/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { Article } from '../texts/articles.js';
import { caseScope } from '../agreement.scope.js';
import { CASE_COLUMNS, FROM_CASE, type CaseRow } from '../case-row.js';

/** What decides about a print. */
export interface FactsRow {
  id: string;
  school_id: number;
  state: SigningState;
  flow: SigningFlow;
  revision: number;
  version: number;
  policy_version: number;
  cohort: number;
  agreement_no: string | null;
  level_code: string;
  student_name: string;
  student_no: string;
  slots_done: Partial<Record<Slot, string>>;
}

export interface MarkRow {
  slot: Slot;
  revision: number;
  done_at: string;
  method: string;
  by_name: string;
  evidence: { sealDate?: string; typedName?: string };
  /** hex */
  strokes: string | null;
}

export interface ContentRow extends FactsRow {
  content_hash: string | null;
  school_code: string;
  school_name: string;
  center_name: string;
  center_phone: string | null;
  student_id: string;
  form_values: AgreementValues;
  student_block: StudentBlock | null;
  school_block: SchoolBlock | null;
  state_since: Date;
  frozen: {
    school: { name: string };
    student: StudentBlock | null;
    schoolBlock: SchoolBlock | null;
    articles: { texts: Article[] };
  } | null;
  marks: MarkRow[];
  id_no_enc: Buffer | null;
  phone_enc: Buffer | null;
  address_enc: Buffer | null;
}

const SLOTS_OF_REVISION = `t.school_id = c.school_id and t.case_id = c.id and t.revision = c.revision and t.cleared_at is null`;

const FACTS = `c.id, c.school_id, c.state, c.flow, c.revision, c.version, c.policy_version, c.cohort, c.agreement_no,
  s.level_code, s.name as student_name, s.student_no,
  coalesce((select jsonb_object_agg(t.slot, t.done_at) from signing_slot t where ${SLOTS_OF_REVISION}), '{}') as slots_done`;

const CONTENT = `${FACTS}, c.content_hash, k.code as school_code, k.name as school_name, k.center_name, k.center_phone,
  c.student_id, c.form_values, c.student_block, c.school_block, c.state_since, s.id_no_enc, s.phone_enc, s.address_enc,
  (select r.content from case_revision r
    where r.school_id = c.school_id and r.case_id = c.id and r.revision = c.revision) as frozen,
  coalesce((select jsonb_agg(jsonb_build_object('slot', t.slot, 'revision', t.revision, 'done_at', t.done_at, 'method', t.method,
      'by_name', t.by_name, 'evidence', t.evidence, 'strokes', encode(t.strokes_enc, 'hex')) order by t.done_at)
    from signing_slot t where ${SLOTS_OF_REVISION}), '[]') as marks`;

function scoped(ctx: RequestContext, ids: readonly string[]): { where: string; params: unknown[] } {
  const params: unknown[] = [ids];
  return { where: `c.id = any($1::uuid[]) and ${caseScope(ctx, 'c', params)}`, params };
}

export function factsRows(tx: Tx, ctx: RequestContext, ids: readonly string[]): Promise<FactsRow[]> {
  const { where, params } = scoped(ctx, ids);
  return tx.query<FactsRow & Record<string, unknown>>(
    `select ${FACTS} from signing_case c join student s on s.school_id = c.school_id and s.id = c.student_id where ${where}`,
    params,
  );
}

export function contentRows(tx: Tx, ctx: RequestContext, ids: readonly string[]): Promise<ContentRow[]> {
  const { where, params } = scoped(ctx, ids);
  return tx.query<ContentRow & Record<string, unknown>>(
    `select ${CONTENT} from signing_case c join student s on s.school_id = c.school_id and s.id = c.student_id
       join school k on k.id = c.school_id where ${where}`,
    params,
  );
}

/** All of them, locked in the order of their ids, so that two bulk prints never wait for each other in a circle. */
export function lockRows(tx: Tx, ctx: RequestContext, ids: readonly string[]): Promise<CaseRow[]> {
  const { where, params } = scoped(ctx, ids);
  return tx.query<CaseRow & Record<string, unknown>>(
    `select ${CASE_COLUMNS} ${FROM_CASE} where ${where} order by c.id for update of c`,
    params,
  );
}

/**
 * The frozen block with its masks lifted. A value that the registry has changed since is not what was signed: its mask
 * no longer fits, and the mask is what is printed.
 */
export function clearBlock(row: ContentRow, block: StudentBlock, cipher: FieldCipher): StudentBlock {
  const open = (column: 'id_no_enc' | 'phone_enc' | 'address_enc'): string | null => {
    const sealed = row[column];
    return sealed && cipher.open('student', column, row.student_id, sealed);
  };
  const lifted = (masked: string | null, clear: string | null, mask: (value: string) => string): string | null =>
    clear !== null && mask(clear) === masked ? clear : masked;
  return {
    ...block,
    idNo: lifted(block.idNo, open('id_no_enc'), maskResidentId),
    phone: lifted(block.phone, open('phone_enc'), maskMobile),
    address: lifted(block.address, open('address_enc'), maskAddress),
  };
}
