export { DirectoryModule, DirectoryWorkerModule } from './directory.module.js';
export {
  eligibilityOf,
  SOURCE_STATE_LABELS,
  sourceStatesThatSign,
  type EligibilityRow,
  type SourceState,
} from './eligibility.js';
export { initialsOf, syllablesOf } from './spelling.js';
