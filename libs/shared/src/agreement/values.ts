/** What an agreement says, as stored with the case. Every value may be missing while it is a draft. */

export interface EmployerBlock {
  name: string | null;
  creditCode: string | null;
  superiorDepartment: string | null;
  contactName: string | null;
  contactPhone: string | null;
  contactEmail: string | null;
  address: string | null;
  postcode: string | null;
  natureCode: string | null;
  industryCode: string | null;
  regionCode: string | null;
  partyOrgUnit: string | null;
  opinion: string | null;
}

export interface TermsBlock {
  post: string | null;
  jobCategoryCode: string | null;
  workRegionCode: string | null;
  workAddress: string | null;
  /** YYYY-MM-DD */
  startDate: string | null;
  /** 0 = without a fixed term */
  contractYears: number | null;
  probationMonths: number | null;
  salaryProbation: number | null;
  salaryRegular: number | null;
  workHoursCode: string | null;
  insurance: string[];
  welfare: string | null;
}

export interface ArchiveBlock {
  archiveMode: string | null;
  archiveUnit: string | null;
  archiveAddress: string | null;
  archivePostcode: string | null;
  archivePhone: string | null;
  hukouMode: string | null;
  hukouAddress: string | null;
}

export interface BreachBlock {
  penalty: number | null;
  serviceYears: number | null;
  exits: string[];
  supplement: string | null;
}

export interface AgreementValues {
  employer: EmployerBlock;
  terms: TermsBlock;
  archive: ArchiveBlock;
  breach: BreachBlock;
}

export type AgreementBlockKey = keyof AgreementValues;

export interface StudentBlock {
  studentNo: string;
  name: string;
  genderCode: string;
  ethnicCode: string | null;
  politicalCode: string | null;
  trainingModeCode: string | null;
  levelCode: string;
  lengthYears: number | null;
  /** YYYY-MM */
  graduationMonth: string | null;
  collegeName: string;
  majorName: string;
  className: string;
  idNo: string | null;
  originCode: string | null;
  address: string | null;
  phone: string | null;
  email: string | null;
  healthCode: string | null;
  opinion: string | null;
}

export interface SchoolBlock {
  contact: string | null;
  phone: string | null;
  postcode: string | null;
  mailingAddress: string | null;
  collegeOpinion: string | null;
  schoolOpinion: string | null;
}

export function emptyAgreementValues(): AgreementValues {
  return {
    employer: {
      name: null,
      creditCode: null,
      superiorDepartment: null,
      contactName: null,
      contactPhone: null,
      contactEmail: null,
      address: null,
      postcode: null,
      natureCode: null,
      industryCode: null,
      regionCode: null,
      partyOrgUnit: null,
      opinion: '同意接收',
    },
    terms: {
      post: null,
      jobCategoryCode: null,
      workRegionCode: null,
      workAddress: null,
      startDate: null,
      contractYears: 3,
      probationMonths: null,
      salaryProbation: null,
      salaryRegular: null,
      workHoursCode: 'standard',
      insurance: ['pension', 'medical', 'unemployment', 'injury', 'maternity'],
      welfare: null,
    },
    archive: {
      archiveMode: null,
      archiveUnit: null,
      archiveAddress: null,
      archivePostcode: null,
      archivePhone: null,
      hukouMode: null,
      hukouAddress: null,
    },
    breach: { penalty: 0, serviceYears: 0, exits: ['further_study', 'civil_service', 'enlistment'], supplement: null },
  };
}
