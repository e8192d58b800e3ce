import type { CertificationKind, CertificationStatus, ReviewReason, SettlementStatus } from '@qiancheng/shared';

/** One application of the demo: what was asked, how long ago in working days, and how it stands. */
export interface CertificationPlan {
  kind: CertificationKind;
  status: CertificationStatus;
  /** Working days since it was handed in; the operator decides within three. */
  ago: number;
  reasons?: ReviewReason[];
  /** At the two schools, in their order; `waiting` where it is left out. */
  schools?: [SettlementPlan | null, SettlementPlan | null];
  unit?: { name: string; natureCode: string; industryCode: string; registry: string; person: string };
}

export interface SettlementPlan {
  status: SettlementStatus;
  ago: number;
  reasons?: SettlementReason[];
}

export interface SettlementReason {
  code: string;
  text: string;
}

const reason = (field: ReviewReason['field'], code: string, text = ''): ReviewReason => ({ field, code, text });
const WAITING: [SettlementPlan | null, SettlementPlan | null] = [{ status: 'waiting', ago: 0 }, null];
const BOTH: [SettlementPlan | null, SettlementPlan | null] = [
  { status: 'waiting', ago: 0 },
  { status: 'waiting', ago: 0 },
];

const initial = (
  status: CertificationStatus,
  ago: number,
  more: Omit<CertificationPlan, 'kind' | 'status' | 'ago'> = {},
): CertificationPlan => ({ kind: 'initial', status, ago, ...more });

/** Units that register: reg001 … in this order. */
export const REGISTERING: readonly CertificationPlan[] = [
  initial('submitted', 0, {
    schools: BOTH,
    unit: { name: '楚江智能装备有限公司', natureCode: '39', industryCode: '22', registry: '91', person: '周楠' },
  }),
  initial('returned', 1, {
    schools: BOTH,
    reasons: [reason('authorisation', 'no_seal', '授权日期也是去年的'), reason('name', 'mismatch', '少了“股份”两个字')],
    unit: { name: '星沙精工制造有限公司', natureCode: '39', industryCode: '22', registry: '91', person: '何静' },
  }),
  initial('approved', 4, {
    schools: [
      { status: 'pending', ago: 1 },
      { status: 'approved', ago: 1 },
    ],
    unit: { name: '潇湘软件技术有限公司', natureCode: '39', industryCode: '34', registry: '91', person: '陆文舟' },
  }),
  initial('approved', 6, {
    schools: [
      { status: 'returned', ago: 4, reasons: [{ code: 'incomplete', text: '请写明岗位和人数，电话没有人接' }] },
      { status: 'pending', ago: 5 },
    ],
    unit: { name: '洞庭生物医药股份有限公司', natureCode: '39', industryCode: '22', registry: '91', person: '唐可欣' },
  }),
  initial('rejected', 3, {
    schools: [{ status: 'withdrawn', ago: 3 }, null],
    reasons: [reason('whole', 'untrue', '执照和登记机关公示的不一致')],
    unit: { name: '南岭商贸有限公司', natureCode: '39', industryCode: '31', registry: '91', person: '邓凯' },
  }),
  initial('withdrawn', 2, {
    schools: WAITING,
    unit: { name: '韶峰教育培训学校', natureCode: '99', industryCode: '42', registry: '52', person: '谢雨薇' },
  }),
  ...[0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 7, 9].map((ago, i) =>
    initial('submitted', ago, { schools: i % 2 ? WAITING : BOTH }),
  ),
  initial('returned', 0, { schools: WAITING, reasons: [reason('licence', 'unreadable', '右下角反光，看不清代码')] }),
  initial('returned', 2, { schools: BOTH, reasons: [reason('authorisation', 'wrong_person')] }),
  initial('returned', 3, {
    schools: WAITING,
    reasons: [reason('address', 'mismatch'), reason('landline', 'unreachable', '打了两次没有人接')],
  }),
  initial('returned', 5, { schools: WAITING, reasons: [reason('licence', 'wrong_paper', '传成了税务登记证')] }),
  initial('returned', 8, { schools: WAITING, reasons: [reason('creditCode', 'mismatch')] }),
  ...(
    [
      [
        { status: 'pending', ago: 0 },
        { status: 'pending', ago: 0 },
      ],
      [{ status: 'pending', ago: 2 }, null],
      [
        { status: 'pending', ago: 3 },
        { status: 'returned', ago: 1, reasons: [{ code: 'service_closed', text: '' }] },
      ],
      [
        { status: 'pending', ago: 6 },
        { status: 'approved', ago: 3 },
      ],
      [{ status: 'returned', ago: 2, reasons: [{ code: 'unreachable', text: '' }] }, null],
      [
        { status: 'rejected', ago: 2, reasons: [{ code: 'no_fit', text: '本校没有相关专业' }] },
        { status: 'pending', ago: 1 },
      ],
      [
        { status: 'withdrawn', ago: 1 },
        { status: 'rejected', ago: 4, reasons: [{ code: 'violation', text: '往年收取培训费' }] },
      ],
      [
        { status: 'approved', ago: 2 },
        { status: 'suspended', ago: 1, reasons: [{ code: 'discredited', text: '有学生投诉，正在核实' }] },
      ],
    ] satisfies [SettlementPlan, SettlementPlan | null][]
  ).map((schools, i) => initial('approved', 7 + i, { schools })),
  initial('rejected', 2, { schools: [{ status: 'withdrawn', ago: 2 }, null], reasons: [reason('whole', 'duplicate')] }),
  initial('rejected', 6, {
    schools: [{ status: 'withdrawn', ago: 6 }, null],
    reasons: [reason('whole', 'dead', '公示信息为吊销')],
  }),
  initial('rejected', 9, {
    schools: [{ status: 'withdrawn', ago: 9 }, null],
    reasons: [reason('whole', 'not_entitled', '电话核实，公司没有授权')],
  }),
  initial('withdrawn', 5, { schools: WAITING }),
  initial('withdrawn', 8, { schools: WAITING }),
];

/** Units that were verified long before they came to the schools. */
export const CERTIFIED: CertificationPlan = { kind: 'initial', status: 'approved', ago: 60 };

/** Verified units that change what stands on their papers; hr011 … in this order. */
export const CHANGING: readonly CertificationPlan[] = [
  { kind: 'change', status: 'submitted', ago: 0 },
  { kind: 'change', status: 'submitted', ago: 1 },
  { kind: 'change', status: 'submitted', ago: 3 },
  { kind: 'change', status: 'submitted', ago: 5 },
  { kind: 'change', status: 'returned', ago: 1, reasons: [reason('licence', 'expired', '请传变更后的执照')] },
  { kind: 'change', status: 'returned', ago: 4, reasons: [reason('address', 'incomplete', '缺门牌号')] },
  { kind: 'change', status: 'approved', ago: 3 },
  { kind: 'change', status: 'approved', ago: 8 },
  { kind: 'change', status: 'rejected', ago: 2, reasons: [reason('whole', 'untrue', '名称变更没有登记')] },
  { kind: 'change', status: 'withdrawn', ago: 2 },
];

/** People who ask to become a unit's administrator; take001 … in this order, at the units of hr021 …. */
export const TAKING_OVER: readonly CertificationPlan[] = [
  { kind: 'takeover', status: 'submitted', ago: 0 },
  { kind: 'takeover', status: 'submitted', ago: 4 },
  { kind: 'takeover', status: 'returned', ago: 1, reasons: [reason('authorisation', 'no_seal')] },
  { kind: 'takeover', status: 'rejected', ago: 3, reasons: [reason('whole', 'not_entitled', '公司回电说没有授权')] },
];
