import { chainOrder, makePolicy, type SchoolPolicy } from './policy.js';

const FOUR_COPIES = { copies: 4, copy_roles: ['student', 'employer', 'college', 'school'] };
const ONE_FLOW = { employer_invite: false, student_to_employer: false, student_with_proof: false };

/** The processes of the five manuals, each expressed by the same parameters. */
export const POLICY_VARIANTS = {
  /** The employer invites; signed once college and centre have passed. */
  V1: makePolicy({
    flows: { ...ONE_FLOW, employer_invite: true },
    sign: { slots: [], order: [], effective_at: 'last_review' },
    print: { ...FOUR_COPIES, open_after: 'review', requires: [] },
  }),
  /** The student initiates with proof, the employer is not asked. */
  V2: makePolicy({
    flows: { ...ONE_FLOW, student_with_proof: true },
    review: {
      levels: {
        employer_invite: ['college', 'center'],
        student_to_employer: ['college'],
        student_with_proof: ['college', 'center'],
      },
    },
    sign: { slots: [], order: [], effective_at: 'last_review' },
    print: { ...FOUR_COPIES, open_after: 'review', requires: [] },
  }),
  /** Student to employer, the student reconfirms, college reviews, paper goes round school first, then filing. */
  V3: makePolicy({
    flows: { ...ONE_FLOW, student_to_employer: true },
    eligibility: { source_state_required: 'school_pending_ok' },
    reconfirm: { enabled: true, ttl_days: 7, on_timeout: 'auto_confirm' },
    sign: {
      mode: 'paper_mark',
      slots: ['college', 'school', 'employer'],
      order: chainOrder('college', 'school', 'employer'),
      filing: true,
    },
    print: { requires: [], roles: ['student', 'college', 'center'] },
    term: { online: false },
  }),
  /** Counsellor and college review, the student signs by hand, seals are marked in order. */
  V4: makePolicy({
    flows: { ...ONE_FLOW, student_with_proof: true },
    review: {
      levels: {
        employer_invite: ['college', 'center'],
        student_to_employer: ['college'],
        student_with_proof: ['counsellor', 'college'],
      },
    },
    sign: { mode: 'handwriting' },
    print: { roles: ['student', 'counsellor', 'college', 'center'] },
    term: { levels: ['counsellor', 'college', 'center'] },
  }),
  /** V4 with an electronic contract: both sides sign for themselves. */
  V4e: makePolicy({
    flows: { ...ONE_FLOW, student_with_proof: true },
    review: {
      levels: {
        employer_invite: ['college', 'center'],
        student_to_employer: ['college'],
        student_with_proof: ['counsellor', 'college'],
      },
    },
    sign: { mode: 'ca_esign' },
    term: { levels: ['counsellor', 'college', 'center'] },
  }),
} as const satisfies Record<string, SchoolPolicy>;

export type PolicyVariant = keyof typeof POLICY_VARIANTS;

export const VARIANT_LABELS: Record<PolicyVariant, string> = {
  V1: '单位邀请，审核通过即签约',
  V2: '学生凭证明材料发起',
  V3: '学生发起，单位签约后复核，纸质盖章备案',
  V4: '学生发起，手写签名，逐级登记盖章',
  V4e: '学生发起，电子合同签署',
};

/** What each process is, in a sentence, for whoever chooses one to start from. */
export const VARIANT_NOTES: Record<PolicyVariant, string> = {
  V1: '单位邀请学生，学生应约后学院、就业中心两级审核，通过即签约生效，再打印 4 份去盖章。',
  V2: '学生上传录用证明发起，单位不参与，学院、就业中心两级审核，通过即签约生效。',
  V3: '学生提交给单位签约，学生 7 天内复核，学院审核后打印，学院、学校、单位依次盖章，交回备案才算完成。',
  V4: '学生上传录用证明发起，辅导员、学院两级审核，学生网上手写签名，打印后按单位、学院、学校的顺序盖章登记。',
  V4e: '和 V4 一样审核，但用电子合同：学生和单位各自在网上签署，老师不能代办。',
};
