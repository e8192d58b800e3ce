import {
  BULK_SOURCE_KEYS,
  checkSourceValue,
  isRegistryField,
  isSourceKey,
  sourceField,
  type SourceKey,
} from '@qiancheng/shared';
import { AppError, type FieldError } from '../../../platform/http/index.js';
import { shownText } from '../review/source-texts.js';
import type { SourceActBody } from './acts.dto.js';
import type { ActOptions, SourceOrder } from './source-acts.js';

interface Ground {
  registry: readonly string[];
  today: string;
  /** Of the students that are meant: code tables differ by cohort. */
  cohort: number;
}

type Check = (body: SourceActBody, ground: Ground) => { options: ActOptions; errors: FieldError[] };

const required = (field: string, message: string): FieldError => ({ field, code: 'REQUIRED', message });
const blank = (text: string | undefined): boolean => (text ?? '').trim() === '';

const CHECKS: Record<SourceActBody['act'], Check> = {
  pass: ({ differences = 'skip' }) => ({ options: { differences }, errors: [] }),
  edit: ({ set = {}, reason }, ground) => {
    const errors: FieldError[] = [];
    const values: Partial<Record<SourceKey, string>> = {};
    for (const [name, value] of Object.entries(set)) {
      const judged = judge(name, value, ground);
      if (typeof judged === 'string') values[name as SourceKey] = judged;
      else errors.push(judged);
    }
    const keys = Object.keys(values) as SourceKey[];
    if (keys.length === 0 && errors.length === 0) errors.push(required('set', '选一项要改的内容。'));
    if (keys.some((key) => isRegistryField(key, ground.registry)) && blank(reason)) {
      errors.push(required('reason', '改学籍字段要写明原因，学生会看到。'));
    }
    return { options: { set: values }, errors };
  },
  move: ({ cohort, classes = [], reason }) => ({
    options: { ...(cohort === undefined ? {} : { cohort }), classes },
    errors: [
      ...(cohort === undefined ? [required('cohort', '选换到哪一届。')] : []),
      ...(blank(reason) ? [required('reason', '写明为什么换届，学生会看到。')] : []),
    ],
  }),
  notify: ({ title = '', text = '' }) => ({
    options: { title, text },
    errors: [
      ...(blank(title) ? [required('title', '写一个标题。')] : []),
      ...(blank(text) ? [required('text', '写要通知的内容。')] : []),
    ],
  }),
};

function judge(name: string, value: unknown, { today, cohort }: Ground): string | FieldError {
  const bad = (message: string): FieldError => ({ field: `set.${name}`, code: 'INVALID', message });
  if (!isSourceKey(name) || !BULK_SOURCE_KEYS.includes(name)) return bad('这一项每人不同，不能批量修改。');
  if (typeof value !== 'string') return bad('值应为文字。');
  const checked = checkSourceValue(name, value, { today, cohort });
  if (!checked.ok) return bad(checked.reason);
  const { label, required: must } = sourceField(name);
  return checked.value === '' && must ? bad(`请填写${label}。`) : checked.value;
}

/** The order that a body means. `strict` is for giving it; a preview answers while the form is still being filled in. */
export function orderOf(body: SourceActBody, ground: Ground, strict: boolean): SourceOrder {
  const { options, errors } = CHECKS[body.act](body, ground);
  const blocking = strict ? errors : errors.filter(({ code }) => code === 'INVALID');
  if (blocking.length > 0) throw new AppError('VALIDATION_FAILED', { errors: blocking });
  return { act: body.act, options, reason: (body.reason ?? '').trim() };
}

/** What an order says, sentence by sentence. */
export function orderWords({ act, options }: SourceOrder): string[] {
  switch (act) {
    case 'pass':
      return options.differences === 'copy'
        ? ['学生填的覆盖学校库']
        : options.differences === 'keep'
          ? ['和学生填的不同时，保留学校库']
          : [];
    case 'edit':
      return (Object.entries(options.set ?? {}) as [SourceKey, string][]).map(
        ([key, value]) => `${sourceField(key).label}改为 ${shownText(key, value) || '空'}`,
      );
    case 'move':
      return [`换到 ${options.cohort}届`];
    case 'notify':
      return [`${options.title}：${options.text}`];
  }
}
