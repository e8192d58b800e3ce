import type { VersionBody } from '../http/dto/commands.dto.js';
import type { Verb } from './verb.js';

/** T04. Back to the draft; every block has to be looked at again before it is sent again. */
export const withdraw: Verb<VersionBody> = { action: 'withdraw', patch: () => ({ confirmed: [] }) };

/** D02. A draft that nobody wants. */
export const discard: Verb<VersionBody> = { action: 'discard', policy: 'current' };
