import { LIMITS } from '@qiancheng/shared';
import { Num, Obj, Str, Strs } from '../../../../platform/http/index.js';
import { lazy } from './lazy.js';

/*
 * A draft may be half filled and even wrong: only type and length are checked here, the form's own rules
 * (checkAgreementForm) speak when it is sent. Fields of the certified unit are accepted and ignored, so that a
 * client may send back the block that it read.
 */

const text = (max: number): PropertyDecorator => Str({ max, optional: true, nullable: true });
const amount = (max: number): PropertyDecorator => Num({ min: 0, max, optional: true, nullable: true });
const codes = (): PropertyDecorator => Strs({ max: 20, text: { max: 40 }, optional: true });

export class EmployerBlockInput {
  @text(LIMITS.nameText) name?: string | null;
  @text(18) creditCode?: string | null;
  @text(LIMITS.nameText) superiorDepartment?: string | null;
  @text(40) contactName?: string | null;
  @text(40) contactPhone?: string | null;
  @text(100) contactEmail?: string | null;
  @text(LIMITS.addressText) address?: string | null;
  @text(10) postcode?: string | null;
  @text(10) natureCode?: string | null;
  @text(10) industryCode?: string | null;
  @text(10) regionCode?: string | null;
  @text(LIMITS.nameText) partyOrgUnit?: string | null;
  @text(LIMITS.opinionText) opinion?: string | null;
}

export class TermsBlockInput {
  @text(60) post?: string | null;
  @text(10) jobCategoryCode?: string | null;
  @text(10) workRegionCode?: string | null;
  @text(LIMITS.addressText) workAddress?: string | null;
  @text(10) startDate?: string | null;
  @amount(99) contractYears?: number | null;
  @amount(99) probationMonths?: number | null;
  @amount(9_999_999) salaryProbation?: number | null;
  @amount(9_999_999) salaryRegular?: number | null;
  @text(40) workHoursCode?: string | null;
  @codes() insurance?: string[];
  @text(LIMITS.opinionText) welfare?: string | null;
}

export class ArchiveBlockInput {
  @text(20) archiveMode?: string | null;
  @text(LIMITS.nameText) archiveUnit?: string | null;
  @text(LIMITS.addressText) archiveAddress?: string | null;
  @text(10) archivePostcode?: string | null;
  @text(40) archivePhone?: string | null;
  @text(20) hukouMode?: string | null;
  @text(LIMITS.addressText) hukouAddress?: string | null;
}

export class BreachBlockInput {
  @amount(9_999_999) penalty?: number | null;
  @amount(99) serviceYears?: number | null;
  @codes() exits?: string[];
  @text(LIMITS.supplementText) supplement?: string | null;
}

export class AgreementValuesInput {
  @Obj(lazy(() => EmployerBlockInput), { optional: true }) employer?: EmployerBlockInput;
  @Obj(lazy(() => TermsBlockInput), { optional: true }) terms?: TermsBlockInput;
  @Obj(lazy(() => ArchiveBlockInput), { optional: true }) archive?: ArchiveBlockInput;
  @Obj(lazy(() => BreachBlockInput), { optional: true }) breach?: BreachBlockInput;
}
