import {
  enabledFlows,
  FLOW_LABELS,
  PARAMETERS,
  parameterWords,
  slotsInOrder,
  type ParameterKey,
  type SchoolPolicy,
} from '@qiancheng/shared';

export interface Parameter {
  key: string;
  label: string;
  value: string;
  explain: string;
}

/** One line that tells two schools' processes apart. */
export function variantLabel(policy: SchoolPolicy): string {
  const [flow] = enabledFlows(policy);
  const start = flow ? FLOW_LABELS[flow] : '没有开通签约';
  const review =
    flow && policy.review.levels[flow].length > 0 ? `${parameterWords(policy, `review.levels.${flow}`)}审核` : '不审核';
  const slots = slotsInOrder(policy).length > 0 ? parameterWords(policy, 'sign.order') : '不收集签章';
  return `${start}；${review}；${slots}；${parameterWords(policy, 'sign.effective_at')}生效`;
}

/** Those of the school's parameters that shape its process, in words, for the page that draws it. */
export function parametersOf(policy: SchoolPolicy): Parameter[] {
  const flows = enabledFlows(policy);
  return [
    {
      key: 'flows',
      label: '签约方式',
      value: flows.map((flow) => FLOW_LABELS[flow]).join('、') || '未开通',
      explain: '学生和单位可以用哪种方式开始签约。',
    },
    ...shownKeys(policy).map((key) => ({
      key,
      label: PARAMETERS[key].title,
      value: parameterWords(policy, key),
      explain: PARAMETERS[key].explain,
    })),
  ];
}

function shownKeys(policy: SchoolPolicy): ParameterKey[] {
  return [
    'invite.ttl_days',
    'invite.max_concurrent',
    'invite.on_accept_others',
    ...enabledFlows(policy).map((flow) => `review.levels.${flow}` as const),
    'review.sla_workdays',
    'review.fail_to',
    'sign.order',
    'sign.reauth',
    'sign.effective_at',
    'print.open_after',
    'print.copies',
    'term.max_per_student',
    'term.cooldown_workdays',
  ];
}
