/** Recruiting services that a unit asks a school for, each with the few facts the school needs to arrange it. */
export interface ServiceField {
  key: string;
  label: string;
  kind: 'text' | 'number' | 'date';
  required: boolean;
  /** Longest text, or largest number. */
  max: number;
  unit?: string;
}

export const SERVICE_CODES = ['signing', 'posting', 'talk', 'fair', 'internship'] as const;
export type ServiceCode = (typeof SERVICE_CODES)[number];

export interface RecruitingService {
  code: ServiceCode;
  label: string;
  hint: string;
  fields: readonly ServiceField[];
}

export interface ServiceAsked {
  code: ServiceCode;
  answers: Record<string, string>;
}

const TEXT_MAX = 200;
const headcount: ServiceField = {
  key: 'headcount',
  label: '计划招聘',
  kind: 'number',
  required: true,
  max: 99_999,
  unit: '人',
};

export const RECRUITING_SERVICES: readonly RecruitingService[] = [
  {
    code: 'signing',
    label: '网上签约',
    hint: '邀请学生、网签三方协议',
    fields: [headcount],
  },
  {
    code: 'posting',
    label: '发布招聘信息',
    hint: '在学校就业网上发布岗位',
    fields: [
      { key: 'posts', label: '招聘岗位', kind: 'text', required: true, max: TEXT_MAX },
      { key: 'majors', label: '需要的专业', kind: 'text', required: false, max: TEXT_MAX },
    ],
  },
  {
    code: 'talk',
    label: '校园宣讲会',
    hint: '学校安排场地，另行确认时间',
    fields: [
      { key: 'date', label: '希望日期', kind: 'date', required: true, max: 0 },
      { key: 'seats', label: '预计人数', kind: 'number', required: true, max: 9_999, unit: '人' },
    ],
  },
  {
    code: 'fair',
    label: '双选会展位',
    hint: '学校确认场次后通知',
    fields: [
      { key: 'booths', label: '展位', kind: 'number', required: true, max: 20, unit: '个' },
      { key: 'posts', label: '招聘岗位', kind: 'text', required: true, max: TEXT_MAX },
    ],
  },
  {
    code: 'internship',
    label: '实习基地',
    hint: '接收学生实习',
    fields: [
      { key: 'places', label: '每年接收', kind: 'number', required: true, max: 9_999, unit: '人' },
      { key: 'posts', label: '实习岗位', kind: 'text', required: false, max: TEXT_MAX },
    ],
  },
];

export function serviceOf(code: string): RecruitingService | undefined {
  return RECRUITING_SERVICES.find((service) => service.code === code);
}

function checkAnswer(field: ServiceField, answer: string): string | null {
  const text = answer.trim();
  if (text === '') return field.required ? `请填写${field.label}。` : null;
  if (field.kind === 'text') return [...text].length > field.max ? `${field.label}最多 ${field.max} 个字。` : null;
  if (field.kind === 'date') {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    const real = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
    return real ? null : `${field.label}写成 2027-04-15 这样。`;
  }
  const whole = /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= field.max;
  return whole ? null : `${field.label}是 1 到 ${field.max} 的整数。`;
}

/** Keyed `code.field`, and by the code alone where the service itself is unknown or named twice. */
export function checkServices(services: readonly ServiceAsked[]): Record<string, string> {
  const problems: Record<string, string> = {};
  if (services.length === 0) problems['services'] = '请至少选一项服务。';
  const seen = new Set<ServiceCode>();
  for (const { code, answers } of services) {
    const service = serviceOf(code);
    if (!service) problems[code] = '没有这项服务。';
    else if (seen.has(code)) problems[code] = `“${service.label}”选了两次。`;
    else
      for (const field of service.fields) {
        const problem = checkAnswer(field, answers[field.key] ?? '');
        if (problem) problems[`${code}.${field.key}`] = problem;
      }
    seen.add(code);
  }
  return problems;
}

/** Known fields only, trimmed. */
export function normaliseServices(services: readonly ServiceAsked[]): ServiceAsked[] {
  return services.flatMap(({ code, answers }) => {
    const service = serviceOf(code);
    if (!service) return [];
    const kept = service.fields.map((field) => [field.key, (answers[field.key] ?? '').trim()] as const);
    return [{ code, answers: Object.fromEntries(kept.filter(([, text]) => text !== '')) }];
  });
}

/** 校园宣讲会（希望日期 2027-04-15，预计人数 120 人） */
export function serviceSentence({ code, answers }: ServiceAsked): string {
  const service = serviceOf(code);
  if (!service) return code;
  const facts = service.fields.flatMap((field) => {
    const answer = answers[field.key];
    return answer ? [`${field.label} ${answer}${field.unit ? ` ${field.unit}` : ''}`] : [];
  });
  return facts.length > 0 ? `${service.label}（${facts.join('，')}）` : service.label;
}
