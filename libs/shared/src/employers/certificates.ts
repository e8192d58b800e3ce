export const CERTIFICATE_KINDS = ['licence', 'orgCode', 'schoolLicence', 'authorisation'] as const;
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number];

/** The column of employer_certification that holds each. */
export const CERTIFICATE_COLUMNS: Readonly<Record<CertificateKind, string>> = {
  licence: 'licence_file_id',
  orgCode: 'org_code_file_id',
  schoolLicence: 'school_licence_file_id',
  authorisation: 'authorisation_file_id',
};

export interface CertificateAsked {
  kind: CertificateKind;
  label: string;
  required: boolean;
  hint: string;
}

/** What the first paper is called: it names the unit and its credit code. */
const LICENCE_NAMES: Readonly<Record<string, string>> = {
  '10': '统一社会信用代码证书',
  '20': '事业单位法人证书或营业执照',
  '21': '事业单位法人证书或登记证书',
  '22': '事业单位法人证书或登记证书',
  '23': '事业单位法人证书或登记证书',
  '29': '事业单位法人证书',
  '40': '统一社会信用代码证书',
  '55': '统一社会信用代码证书',
  '56': '统一社会信用代码证书',
  '99': '法人登记证书',
};

const SCHOOL_NATURES = ['21', '22'];
const EDUCATION_INDUSTRY = '42';
/** Registered by the establishment offices: state schools, which have no running licence. */
const STATE_REGISTRY = '1';

export interface CertificateQuestion {
  natureCode: string;
  industryCode: string;
  creditCode: string;
  /** One licence stands for licence, organisation code and tax registration. */
  mergedLicence: boolean;
}

/** Whether a unit that teaches has to show the licence to run a school. */
function schoolLicence(unit: CertificateQuestion): 'no' | 'optional' | 'required' {
  const teaches = SCHOOL_NATURES.includes(unit.natureCode) || unit.industryCode === EDUCATION_INDUSTRY;
  if (!teaches) return 'no';
  return unit.creditCode.startsWith(STATE_REGISTRY) ? 'optional' : 'required';
}

/** The papers that a unit of this kind shows with its data; the letter for the account comes with the account. */
export function certificatesFor(unit: CertificateQuestion): CertificateAsked[] {
  const name = licenceName(unit.natureCode);
  const running = schoolLicence(unit);
  return [
    { kind: 'licence', label: name, required: true, hint: '四角完整，没有遮挡、反光' },
    {
      kind: 'orgCode',
      label: '组织机构代码证',
      required: !unit.mergedLicence,
      hint: unit.mergedLicence ? `三证合一，用${name}代替` : '没有合一的旧证要单独上传',
    },
    ...(running === 'no'
      ? []
      : [
          {
            kind: 'schoolLicence' as const,
            label: '办学许可证',
            required: running === 'required',
            hint: running === 'required' ? '学校、培训机构要上传' : '公办学校没有的可以不传',
          },
        ]),
  ];
}

/** Papers that a unit has to show when it becomes of another kind, and had not to show before. */
export function papersAdded(before: CertificateQuestion, after: CertificateQuestion): CertificateKind[] {
  const asked = (unit: CertificateQuestion) =>
    certificatesFor(unit)
      .filter((paper) => paper.required)
      .map((paper) => paper.kind);
  return asked(after).filter((kind) => !asked(before).includes(kind));
}

export function licenceName(natureCode: string): string {
  return LICENCE_NAMES[natureCode] ?? '营业执照';
}

export function certificateLabel(kind: CertificateKind, natureCode = ''): string {
  const labels: Record<CertificateKind, string> = {
    licence: licenceName(natureCode),
    orgCode: '组织机构代码证',
    schoolLicence: '办学许可证',
    authorisation: '账号授权书',
  };
  return labels[kind];
}
