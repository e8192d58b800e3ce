import type { SchoolPolicy } from '@qiancheng/shared';
import type { Step } from './case-run.js';
import type { Random } from './random.js';

export type Ending =
  | 'draft'
  | 'invited'
  | 'withdrawn'
  | 'declined'
  | 'expired'
  | 'review1'
  | 'review2'
  | 'failed'
  | 'sign_student'
  | 'sign_employer'
  | 'sign_college'
  | 'sign_school'
  | 'signed'
  | 'voided'
  | 'suspended'
  | 'terminated';

const DAY = 24;

function invite(random: Random): Step[] {
  return [
    { action: 'emp_draft', by: 'employer', hours: 0 },
    { action: 'send', by: 'employer', hours: random.int(1, 20) / 4 },
  ];
}

function answered(random: Random): Step[] {
  return [...invite(random), { action: 'accept', by: 'student', hours: random.int(2, 6 * DAY) }];
}

function reviewed(random: Random, policy: SchoolPolicy): Step[] {
  return [
    ...answered(random),
    ...policy.review.levels.employer_invite.map((role): Step => ({
      action: 'pass',
      by: role,
      hours: random.int(3, 3 * DAY),
    })),
  ];
}

const MARKED_BY = {
  student: 'student',
  employer: 'college',
  superior: 'college',
  college: 'college',
  school: 'center',
} as const;

function sealed(random: Random, policy: SchoolPolicy, count: number): Step[] {
  const slots = (['student', 'employer', 'college', 'school'] as const).slice(0, count);
  return [
    ...reviewed(random, policy),
    ...slots.map((slot): Step => ({ action: 'slot_done', slot, by: MARKED_BY[slot], hours: random.int(4, 4 * DAY) })),
  ];
}

/** How a case came to where it stands. */
export function storyOf(ending: Ending, random: Random, policy: SchoolPolicy): Step[] {
  switch (ending) {
    case 'draft':
      return [{ action: 'emp_draft', by: 'employer', hours: 0 }];
    case 'invited':
      return invite(random);
    case 'withdrawn':
      return [
        { action: 'emp_draft', by: 'employer', hours: 0 },
        { action: 'discard', by: 'employer', hours: 5 },
      ];
    case 'declined':
      return [
        ...invite(random),
        {
          action: 'decline',
          by: 'student',
          hours: random.int(4, 5 * DAY),
          reason: random.pick([
            { code: 'salary', text: '面谈时说试用期 7,500 元，邀约里写的是 6,800 元。' },
            { code: 'chose_other', text: '' },
            { code: 'archive', text: '档案接收机构没有接收资质，请改好后重发。' },
          ]),
        },
      ];
    case 'expired':
      return [...invite(random), { action: 'expire', by: 'system', hours: (policy.invite.ttl_days + 1) * DAY }];
    case 'review1':
      return answered(random);
    case 'review2':
      return reviewed(random, policy).slice(0, -1);
    case 'failed':
      return [
        ...answered(random),
        {
          action: 'fail',
          by: policy.review.levels.employer_invite[0] as 'college',
          hours: 20,
          reason: { code: 'terms', text: '工作地点只写到省，请写到县区和街道。' },
        },
      ];
    case 'sign_student':
      return reviewed(random, policy);
    case 'sign_employer':
      return sealed(random, policy, 1);
    case 'sign_college':
      return sealed(random, policy, 2);
    case 'sign_school':
      return sealed(random, policy, 3);
    case 'voided':
      return [
        ...sealed(random, policy, 2),
        {
          action: 'void',
          by: 'center',
          hours: 30,
          reason: { code: 'resign', text: '单位所在地填成了注册地，双方书面同意作废后按实际工作地重签。' },
        },
      ];
    case 'suspended':
      return [
        ...answered(random),
        {
          action: 'suspend',
          by: 'center',
          hours: 6,
          reason: { code: 'not_my_will', text: '学生报告没有投递过该单位，正在核实。' },
        },
      ];
    case 'signed':
    case 'terminated':
      return sealed(random, policy, 4);
  }
}

/** Days from the first to the last step at most: the story must end in the past. */
export const LONGEST_STORY_DAYS = 34;
