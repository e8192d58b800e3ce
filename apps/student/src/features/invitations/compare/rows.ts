import type { CaseDetail } from '@qiancheng/api-client/student';
import {
  ARCHIVE_MODES,
  EXITS,
  HUKOU_MODES,
  INSURANCE,
  WORK_HOURS,
  codeName,
  type FieldOption,
} from '@qiancheng/shared';
import { formatMoney } from '@qiancheng/web-core';
import { cautionsFor } from '../../../shared/cautions.js';
import { differenceOf, type Cell, type Difference, type Kind } from './difference.js';

interface RowDef {
  key: string;
  label: string;
  kind: Kind;
  unit?: string;
  /** where the server's warnings about it point */
  path?: string;
  cell: (offer: CaseDetail, place: (code: string | null) => string) => Omit<Cell, 'caution'>;
}

interface GroupDef {
  label: string;
  rows: readonly RowDef[];
}

const NONE = '未写';
const label = (options: readonly FieldOption[], value: string | null): string =>
  options.find((option) => option.value === value)?.label ?? NONE;
const labels = (options: readonly FieldOption[], values: readonly string[]): string[] =>
  options.filter((option) => values.includes(option.value)).map((option) => option.label);
const plain = (value: string | null): Omit<Cell, 'caution'> => ({ text: value || NONE });
const money = (value: number | null, zero = NONE): Omit<Cell, 'caution'> => ({
  text: value ? formatMoney(value) : value === 0 ? zero : NONE,
  value,
});
const count = (value: number | null, zero: string): Omit<Cell, 'caution'> => ({
  text: value ? String(value) : value === 0 ? zero : NONE,
  value,
});
const set = (parts: string[], none: string): Omit<Cell, 'caution'> => ({ text: parts.join('、') || none, parts });

/** 五险一金 is how people say it; the parts still decide what differs. */
function insurance(values: readonly string[]): Omit<Cell, 'caution'> {
  const parts = labels(INSURANCE, values);
  const five = parts.filter((part) => part !== '公积金').length === INSURANCE.length - 1;
  const fund = parts.includes('公积金');
  return { text: five ? (fund ? '五险一金' : '五险，无公积金') : parts.join('、') || '无', parts };
}

const GROUPS: readonly GroupDef[] = [
  {
    label: '期限',
    rows: [
      { key: 'deadline', label: '答复截止', kind: 'deadline', cell: (offer) => ({ text: offer.deadlineAt ?? '' }) },
    ],
  },
  {
    label: '待遇',
    rows: [
      {
        key: 'salaryRegular',
        label: '转正月薪',
        kind: 'number',
        unit: '元',
        path: 'terms.salaryRegular',
        cell: ({ terms }) => money(terms.salaryRegular),
      },
      {
        key: 'salaryProbation',
        label: '试用期月薪',
        kind: 'number',
        unit: '元',
        path: 'terms.salaryProbation',
        cell: ({ terms }) => (terms.probationMonths === 0 ? { text: '无试用期' } : money(terms.salaryProbation)),
      },
      {
        key: 'probation',
        label: '试用期',
        kind: 'number',
        unit: '个月',
        path: 'terms.probationMonths',
        cell: ({ terms }) => count(terms.probationMonths, '无'),
      },
      {
        key: 'insurance',
        label: '社会保险',
        kind: 'set',
        path: 'terms.insurance',
        cell: ({ terms }) => insurance(terms.insurance),
      },
      { key: 'welfare', label: '食宿等福利', kind: 'text', cell: ({ terms }) => plain(terms.welfare) },
    ],
  },
  {
    label: '工作',
    rows: [
      { key: 'post', label: '岗位', kind: 'text', cell: ({ terms }) => plain(terms.post) },
      {
        key: 'place',
        label: '工作地点',
        kind: 'text',
        cell: ({ terms }, place) => plain(place(terms.workRegionCode) || terms.workAddress),
      },
      {
        key: 'nature',
        label: '单位性质',
        kind: 'text',
        cell: ({ employer }) => plain(employer.natureCode && codeName('natures', employer.natureCode)),
      },
      {
        key: 'hours',
        label: '工时制度',
        kind: 'text',
        cell: ({ terms }) => ({ text: label(WORK_HOURS, terms.workHoursCode) }),
      },
      {
        key: 'start',
        label: '到岗日期',
        kind: 'date',
        path: 'terms.startDate',
        cell: ({ terms }) => plain(terms.startDate),
      },
      {
        key: 'contract',
        label: '合同期限',
        kind: 'number',
        unit: '年',
        path: 'terms.contractYears',
        // Without a fixed term is no number of years: it is neither more nor less.
        cell: ({ terms }) =>
          terms.contractYears === 0 ? { text: '无固定期限' } : count(terms.contractYears, '无固定期限'),
      },
    ],
  },
  {
    label: '约束',
    rows: [
      {
        key: 'service',
        label: '服务期',
        kind: 'number',
        unit: '年',
        path: 'breach.serviceYears',
        cell: ({ breach }) => count(breach.serviceYears, '无'),
      },
      {
        key: 'penalty',
        label: '违约金',
        kind: 'number',
        unit: '元',
        path: 'breach.penalty',
        cell: ({ breach }) => money(breach.penalty, '无'),
      },
      {
        key: 'exits',
        label: '不算违约',
        kind: 'set',
        cell: ({ breach }) => set(labels(EXITS, breach.exits), '没有约定'),
      },
    ],
  },
  {
    label: '去向',
    rows: [
      {
        key: 'archive',
        label: '档案',
        kind: 'text',
        cell: ({ archive }) => ({
          text: [label(ARCHIVE_MODES, archive.archiveMode), archive.archiveUnit].filter(Boolean).join('，'),
        }),
      },
      {
        key: 'hukou',
        label: '户口',
        kind: 'text',
        cell: ({ archive }) => ({ text: label(HUKOU_MODES, archive.hukouMode) }),
      },
    ],
  },
];

export interface ComparedCell extends Cell {
  /** null in the base column and where time runs for itself */
  difference: Difference | null;
  measured: boolean;
}

export interface ComparedRow {
  key: string;
  label: string;
  kind: Kind;
  unit: string;
  cells: ComparedCell[];
  allSame: boolean;
}

export interface ComparedGroup {
  label: string;
  rows: ComparedRow[];
}

/** Everything is counted against the first offer: it answers "which is better for me", not "what is there". */
export function compareOffers(
  offers: readonly CaseDetail[],
  place: (code: string | null) => string,
): { groups: ComparedGroup[]; sameRows: number } {
  let sameRows = 0;
  const groups = GROUPS.map((group) => ({
    label: group.label,
    rows: group.rows.map((def) => {
      const cells = offers.map((offer) => ({
        ...def.cell(offer, place),
        caution: def.path
          ? (cautionsFor(offer.warnings).find((warning) => warning.path === def.path)?.message ?? null)
          : null,
      }));
      const base = cells[0];
      const compared = cells.map((cell, index) => ({
        ...cell,
        measured: def.kind === 'number' && typeof cell.value === 'number' && cell.value > 0,
        difference:
          index === 0 || !base || def.kind === 'deadline' ? null : differenceOf(def.kind, base, cell, def.unit),
      }));
      // One offer alone is compared with nothing: there is nothing to hide.
      const allSame = compared.length > 1 && compared.slice(1).every((cell) => cell.difference?.same);
      if (allSame) sameRows += 1;
      return { key: def.key, label: def.label, kind: def.kind, unit: def.unit ?? '', cells: compared, allSame };
    }),
  }));
  return { groups, sameRows };
}

/** The base column stands first; the others keep their order. */
export function withBaseFirst<T extends { id: string }>(offers: readonly T[], base: string | null): T[] {
  const first = offers.find((offer) => offer.id === base);
  return first ? [first, ...offers.filter((offer) => offer !== first)] : [...offers];
}
