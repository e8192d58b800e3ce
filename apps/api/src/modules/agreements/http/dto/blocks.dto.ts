import { ApiProperty } from '@nestjs/swagger';

const text = { type: String, nullable: true } as const;
const number = { type: Number, nullable: true } as const;
const list = { type: String, isArray: true } as const;

/** The graduate's block. Everything here is frozen into the case when the student accepts. */
export class StudentBlockView {
  @ApiProperty() studentNo!: string;
  @ApiProperty() name!: string;
  @ApiProperty(text) genderCode!: string | null;
  @ApiProperty(text) ethnicCode!: string | null;
  @ApiProperty(text) politicalCode!: string | null;
  @ApiProperty(text) trainingModeCode!: string | null;
  @ApiProperty(text) levelCode!: string | null;
  @ApiProperty(number) lengthYears!: number | null;
  @ApiProperty({ ...text, description: 'YYYY-MM' }) graduationMonth!: string | null;
  @ApiProperty(text) collegeName!: string | null;
  @ApiProperty(text) majorName!: string | null;
  @ApiProperty(text) className!: string | null;
  @ApiProperty({ ...text, description: '掩码，全长' }) idNo!: string | null;
  @ApiProperty(text) originCode!: string | null;
  @ApiProperty({ ...text, description: '掩码' }) address!: string | null;
  @ApiProperty({ ...text, description: '掩码' }) phone!: string | null;
  @ApiProperty(text) email!: string | null;
  @ApiProperty(text) healthCode!: string | null;
  @ApiProperty(text) opinion!: string | null;
}

/** name, creditCode, natureCode, industryCode and regionCode come from the certified unit and cannot be edited. */
export class EmployerBlockView {
  @ApiProperty() name!: string;
  @ApiProperty() creditCode!: string;
  @ApiProperty(text) superiorDepartment!: string | null;
  @ApiProperty(text) contactName!: string | null;
  @ApiProperty(text) contactPhone!: string | null;
  @ApiProperty(text) contactEmail!: string | null;
  @ApiProperty(text) address!: string | null;
  @ApiProperty(text) postcode!: string | null;
  @ApiProperty(text) natureCode!: string | null;
  @ApiProperty(text) industryCode!: string | null;
  @ApiProperty(text) regionCode!: string | null;
  @ApiProperty(text) partyOrgUnit!: string | null;
  @ApiProperty(text) opinion!: string | null;
}

export class TermsBlockView {
  @ApiProperty(text) post!: string | null;
  @ApiProperty(text) jobCategoryCode!: string | null;
  @ApiProperty(text) workRegionCode!: string | null;
  @ApiProperty(text) workAddress!: string | null;
  @ApiProperty({ ...text, format: 'date' }) startDate!: string | null;
  @ApiProperty({ ...number, description: '0 = 无固定期限' }) contractYears!: number | null;
  @ApiProperty(number) probationMonths!: number | null;
  @ApiProperty(number) salaryProbation!: number | null;
  @ApiProperty(number) salaryRegular!: number | null;
  @ApiProperty(text) workHoursCode!: string | null;
  @ApiProperty(list) insurance!: string[];
  @ApiProperty(text) welfare!: string | null;
}

export class ArchiveBlockView {
  @ApiProperty(text) archiveMode!: string | null;
  @ApiProperty(text) archiveUnit!: string | null;
  @ApiProperty(text) archiveAddress!: string | null;
  @ApiProperty(text) archivePostcode!: string | null;
  @ApiProperty(text) archivePhone!: string | null;
  @ApiProperty(text) hukouMode!: string | null;
  @ApiProperty(text) hukouAddress!: string | null;
}

export class BreachBlockView {
  @ApiProperty(number) penalty!: number | null;
  @ApiProperty(number) serviceYears!: number | null;
  @ApiProperty(list) exits!: string[];
  @ApiProperty(text) supplement!: string | null;
}

export class SchoolBlockView {
  @ApiProperty(text) contact!: string | null;
  @ApiProperty(text) phone!: string | null;
  @ApiProperty(text) postcode!: string | null;
  @ApiProperty(text) mailingAddress!: string | null;
  @ApiProperty(text) collegeOpinion!: string | null;
  @ApiProperty(text) schoolOpinion!: string | null;
}
