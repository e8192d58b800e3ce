export { DirectoryModule, DirectoryWorkerModule } from './directory.module.js';
export { eligibilityOf, sourceStatesThatSign, type EligibilityRow } from './eligibility.js';
export { initialsOf, syllablesOf } from './spelling.js';
