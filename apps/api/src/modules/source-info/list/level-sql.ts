import {
  type LevelStanding,
  levelStanding,
  REVIEW_ROLES,
  type ReviewRole,
  SOURCE_STATES,
  type SourceState,
} from '@qiancheng/shared';

export interface StateAndReturn {
  state: SourceState;
  returnedBy: ReviewRole | null;
}

/** Every place where a record can stand: a state, and for a returned one the level that sent it back. */
export const PLACES: readonly StateAndReturn[] = SOURCE_STATES.flatMap((state): StateAndReturn[] =>
  state === 'returned'
    ? [null, ...REVIEW_ROLES].map((returnedBy) => ({ state, returnedBy }))
    : [{ state, returnedBy: null }],
);

/** The places at which a level stands so: the process is asked, nothing of it is repeated in SQL. */
export function placesStanding(
  role: ReviewRole,
  standings: readonly LevelStanding[],
  levels: readonly ReviewRole[],
): StateAndReturn[] {
  return PLACES.filter(({ state, returnedBy }) => standings.includes(levelStanding(role, state, levels, returnedBy)));
}
