import { reasonGiven } from '@qiancheng/shared';
import type { DeclineBody } from '../http/dto/commands.dto.js';
import { reasonError, reasonOf } from './reasons.js';
import type { Verb } from './verb.js';

/** T05. The unit reads the reason word for word. */
export const decline: Verb<DeclineBody> = {
  action: 'decline',
  facts: ({ input }) => ({ reasonGiven: reasonGiven('decline', input.reasonCode, input.reasonText) }),
  explain: ({ input }, code) => (code === 'REASON_REQUIRED' ? reasonError('decline', input) : undefined),
  reason: (input) => reasonOf('decline', input),
};
