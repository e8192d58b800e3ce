import { Api, type Case } from './api.js';
import { CONTACT, OFFER, PASSWORD, WORKSPACE, studentNo, stretch } from './demo.js';

/** Agreements brought to a certain state over HTTP, for stories that begin in the middle. */

export interface Hit {
  studentId: string;
  studentNo: string;
  name: string;
}
interface Found extends Hit {
  invitable: { allowed: boolean };
  caseId: string | null;
}

/** Students of a stretch whom this employer can invite and has not invited yet. */
export async function freeStudents(hr: Api, stretchIndex: number, count = 1): Promise<Hit[]> {
  const { first, last } = stretch(stretchIndex);
  const hits: Hit[] = [];
  for (let n = first; n <= last && hits.length < count; n += 1) {
    const { items } = await hr.get<{ items: Found[] }>(`${WORKSPACE}/students?q=${studentNo(n)}`);
    hits.push(...items.filter((one) => one.invitable.allowed && one.caseId === null));
  }
  if (hits.length < count) throw new Error(`no ${count} students are free in stretch ${stretchIndex}`);
  return hits;
}

export async function freeStudent(hr: Api, stretchIndex: number): Promise<Hit> {
  return (await freeStudents(hr, stretchIndex))[0] as Hit;
}

const TERMS = {
  post: OFFER.post,
  jobCategoryCode: '13',
  workRegionCode: '430121',
  workAddress: '星沙产业基地蓝思路 18 号',
  startDate: OFFER.startDate,
  contractYears: 3,
  probationMonths: OFFER.probationMonths,
  salaryProbation: OFFER.salaryProbation,
  salaryRegular: OFFER.salaryRegular,
  workHoursCode: 'standard',
  insurance: ['pension', 'medical', 'unemployment', 'injury', 'maternity', 'housing_fund'],
  welfare: '提供宿舍',
};
const ARCHIVE = {
  archiveMode: 'agency',
  archiveUnit: OFFER.archiveUnit,
  archiveAddress: '长沙市岳麓区杜鹃路 768 号',
  archivePostcode: '410013',
  archivePhone: '0731-80007600',
  hukouMode: 'none',
  hukouAddress: null,
};
const BREACH = {
  penalty: OFFER.penalty,
  serviceYears: 3,
  exits: ['further_study', 'civil_service', 'enlistment'],
  supplement: OFFER.supplement,
};
const OWN = {
  superiorDepartment: '',
  contactName: '周敏',
  contactPhone: '13900004318',
  contactEmail: 'hr@example.com',
  address: '长沙县星沙产业基地蓝思路 18 号',
  postcode: '410100',
  partyOrgUnit: '',
  opinion: '同意接收',
};

export async function draft(hr: Api, student: Hit): Promise<Case> {
  const made = await hr.post(`${WORKSPACE}/cases`, { studentId: student.studentId });
  return hr.put(`${WORKSPACE}/cases/${made.id}/draft`, {
    version: made.version,
    values: { employer: OWN, terms: TERMS, archive: ARCHIVE, breach: BREACH },
    confirmed: ['employer', 'terms', 'archive', 'breach'],
  });
}

export async function invite(hr: Api, student: Hit): Promise<Case> {
  const made = await draft(hr, student);
  return hr.post(`${WORKSPACE}/cases/${made.id}/send`, { version: made.version });
}

export async function accept(student: Api, id: string): Promise<Case> {
  const { version, consentVersion } = await student.get(`cases/${id}`);
  const body = { version, consentVersion, healthCode: '1', opinion: '同意', password: PASSWORD };
  return student.post(`cases/${id}/accept`, body);
}

export async function pass(reviewer: Api, id: string): Promise<Case> {
  const { version } = await reviewer.get(`cases/${id}`);
  const school = {
    contact: CONTACT.联系人,
    phone: CONTACT.电话,
    postcode: CONTACT.邮编,
    mailingAddress: CONTACT.寄送地址,
  };
  return reviewer.post(`cases/${id}/pass`, { version, school, opinion: '同意' });
}

/** Five waves, large enough for the cell on paper. */
const waves = (): { x: number; y: number; t: number }[][] =>
  Array.from({ length: 5 }, (_, s) =>
    Array.from({ length: 20 }, (_, i) => ({
      x: 60 + s * 95 + i * 4,
      y: Math.round(150 + Math.sin(i * 0.7 + s) * 70),
      t: s * 500 + i * 16,
    })),
  );

export async function sign(student: Api, id: string): Promise<Case> {
  const { version } = await student.get(`cases/${id}`);
  const reading = await student.get<{ contentHash: string; consentVersion: string }>(`cases/${id}/reading`);
  return student.post(`cases/${id}/sign`, {
    version,
    contentHash: reading.contentHash,
    consentVersion: reading.consentVersion,
    method: 'handwriting',
    strokes: { width: 600, height: 300, strokes: waves() },
    password: PASSWORD,
  });
}

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export async function mark(staff: Api, id: string, slot: 'employer' | 'college' | 'school'): Promise<Case> {
  const { version, print, slots } = await staff.get(`cases/${id}`);
  const done = new Set(slots.filter((one) => one.done).map((one) => one.slot));
  const checks = [
    'number',
    ...(done.has('student') ? ['student_signature'] : []),
    ...(slot === 'employer' || done.has('employer') ? ['employer_seal'] : []),
    ...(slot === 'college' || done.has('college') ? ['college_seal'] : []),
  ];
  return staff.post(`cases/${id}/slots/${slot}`, { version, checks, date: today(), copies: print.copies });
}

/** The account of a student's college: college01 is the first college of the school, and so on. */
export async function collegeAccount(center: Api, collegeName: string): Promise<string> {
  const { colleges } = await center.get<{ colleges: { name: string }[] }>('org');
  const index = colleges.findIndex((one) => one.name === collegeName);
  if (index < 0) throw new Error(`no college ${collegeName}`);
  return `college${String(index + 1).padStart(2, '0')}`;
}

export type Stage = 'INVITED' | 'REVIEW' | 'SIGNING' | 'SEALING' | 'SIGNED';

/** One student's agreement, brought as far as asked: SEALING means that the student has signed. */
export async function caseAt(stage: Stage, employer: string, stretchIndex: number): Promise<Case> {
  const hr = await Api.signIn('employer', employer);
  const student = await freeStudent(hr, stretchIndex);
  const sent = await invite(hr, student);
  if (stage === 'INVITED') return sent;
  const graduate = await Api.signIn('student', student.studentNo);
  const accepted = await accept(graduate, sent.id);
  if (stage === 'REVIEW') return accepted;
  const center = await Api.signIn('teacher', 'center');
  const college = await Api.signIn('teacher', await collegeAccount(center, sent.student.collegeName));
  await pass(college, sent.id);
  const passed = await pass(center, sent.id);
  if (stage === 'SIGNING') return passed;
  const signed = await sign(graduate, sent.id);
  if (stage === 'SEALING') return signed;
  await mark(college, sent.id, 'employer');
  await mark(college, sent.id, 'college');
  return mark(center, sent.id, 'school');
}
