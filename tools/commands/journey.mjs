// npm run journey -- --url URL --out DIR: an employer invites, a student accepts and signs, college and centre review,
// seals are marked, all three print. Plays over HTTP like the portals do; one JSON object on standard output.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Person, until } from '../lib/http-person.mjs';

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:8080' },
    out: { type: 'string', default: 'journey' },
    school: { type: 'string', default: '10001' },
    cohort: { type: 'string', default: '2027' },
    password: { type: 'string', default: 'Qiancheng-2027' },
    student: { type: 'string' },
  },
});

const steps = [];
async function step(name, work) {
  const from = performance.now();
  const result = await work();
  steps.push({ name, ms: Math.round(performance.now() - from) });
  return result;
}

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

/** A signature that fills the pad: five waves. */
function strokes() {
  const line = (s) =>
    Array.from({ length: 20 }, (_, i) => ({
      x: 60 + s * 95 + i * 4,
      y: Math.round(150 + Math.sin(i * 0.7 + s) * 70),
      t: s * 500 + i * 16,
    }));
  return { width: 600, height: 300, strokes: [0, 1, 2, 3, 4].map(line) };
}

const FORM = {
  terms: {
    post: '软件开发工程师',
    jobCategoryCode: '13',
    workRegionCode: '430121',
    workAddress: '星沙产业基地蓝思路 18 号',
    startDate: `${options.cohort}-07-01`,
    contractYears: 3,
    probationMonths: 3,
    salaryProbation: 6800,
    salaryRegular: 8500,
    workHoursCode: 'standard',
    insurance: ['pension', 'medical', 'unemployment', 'injury', 'maternity', 'housing_fund'],
    welfare: '提供宿舍',
  },
  archive: {
    archiveMode: 'agency',
    archiveUnit: '长沙市人才服务中心',
    archiveAddress: '长沙市岳麓区杜鹃路 768 号',
    archivePostcode: '410013',
    archivePhone: '0731-80007600',
    hukouMode: 'none',
    hukouAddress: null,
  },
  breach: {
    penalty: 3000,
    serviceYears: 3,
    exits: ['further_study', 'civil_service', 'enlistment'],
    supplement: '未按期取得毕业证书、学位证书，协议自动终止，互不追究。',
  },
};
const CONTACT = {
  contactName: '周敏',
  contactPhone: '13900004318',
  contactEmail: 'hr001@example.com',
  address: '长沙县星沙产业基地蓝思路 18 号',
  postcode: '410100',
  opinion: '同意接收',
};
const BLOCKS = ['employer', 'terms', 'archive', 'breach'];
const CHECKS = ['number', 'student_signature', 'employer_seal', 'college_seal'];

const person = (audience, account) =>
  new Person({
    url: options.url,
    audience,
    account,
    password: options.password,
    schoolCode: audience === 'employer' ? undefined : options.school,
  });

/** Somebody whom nobody has invited yet; numbers are tried at random, so that two runs do not meet. */
async function freshStudent(hr, ws) {
  for (let i = 0; i < 200; i++) {
    const no = options.student ?? `2023${String(1 + Math.floor(Math.random() * 5999)).padStart(4, '0')}`;
    const { items } = await hr.get(`${ws}/students?q=${no}`);
    const hit = items.find((one) => one.studentNo === no && one.invitable.allowed && one.caseId === null);
    if (hit) return hit;
    if (options.student) break;
  }
  throw new Error('no student can be invited');
}

async function printed(who, base, caseId, file) {
  const job = await who.post(base ? `${base}/prints` : 'prints', { caseIds: [caseId], variant: 'duplex' });
  const done = await until(async () => {
    const now = await who.get(`jobs/${job.id}`);
    expect(now.status !== 'failed', `print failed: ${now.error}`);
    return now.status === 'done' ? now : undefined;
  }, 60_000);
  const bytes = await who.download(`documents/${done.result.documentId}/file`);
  expect(bytes.subarray(0, 5).toString() === '%PDF-', 'the print is no PDF');
  writeFileSync(file, bytes);
  return file;
}

async function play() {
  mkdirSync(options.out, { recursive: true });
  const ws = `schools/${options.school}/cohorts/${options.cohort}`;
  const hr = person('employer', 'hr001');
  await step('employer logs in', () => hr.login());
  const found = await step('employer finds a student', () => freshStudent(hr, ws));
  let doc = await step('employer drafts', () => hr.post(`${ws}/cases`, { studentId: found.studentId }));
  const { name, creditCode, natureCode, industryCode, regionCode, ...own } = doc.employer;
  doc = await step('employer saves', () =>
    hr.put(`${ws}/cases/${doc.id}/draft`, {
      version: doc.version,
      values: { employer: { ...own, ...CONTACT }, ...FORM },
      confirmed: BLOCKS,
    }),
  );
  doc = await step('employer sends', () => hr.post(`${ws}/cases/${doc.id}/send`, { version: doc.version }));
  expect(doc.state === 'INVITED', `after sending: ${doc.state}`);

  const student = person('student', found.studentNo);
  await step('student logs in', () => student.login());
  const invitations = await step('student reads the invitations', () => student.get('invitations'));
  expect(
    invitations.items.some((one) => one.id === doc.id),
    'the invitation did not arrive',
  );
  doc = await student.get(`cases/${doc.id}`);
  doc = await step('student accepts', () =>
    student.post(`cases/${doc.id}/accept`, {
      version: doc.version,
      healthCode: '1',
      opinion: '同意',
      consentVersion: doc.consentVersion,
      password: options.password,
    }),
  );
  expect(doc.state === 'REVIEW', `after accepting: ${doc.state}`);

  const center = person('teacher', 'center');
  await step('centre logs in', () => center.login());
  const org = await center.get('org');
  const college = org.colleges.findIndex((one) => one.name === doc.student.collegeName) + 1;
  const reviewer = person('teacher', `college${String(college).padStart(2, '0')}`);
  await step('college logs in', () => reviewer.login());
  const school = {
    contact: '王知微',
    phone: '0731-80002206',
    postcode: '410082',
    mailingAddress: '云麓大学明德楼 208 就业中心',
  };
  doc = await reviewer.get(`cases/${doc.id}`);
  doc = await step('college passes', () => reviewer.post(`cases/${doc.id}/pass`, { version: doc.version, school }));
  doc = await step('centre passes', () => center.post(`cases/${doc.id}/pass`, { version: doc.version, school }));
  expect(doc.state === 'SIGNING', `after the reviews: ${doc.state}`);

  const reading = await step('student reads the exact text', () => student.get(`cases/${doc.id}/reading`));
  doc = await step('student signs by hand', () =>
    student.post(`cases/${doc.id}/sign`, {
      version: doc.version,
      contentHash: reading.contentHash,
      consentVersion: reading.consentVersion,
      method: 'handwriting',
      strokes: strokes(),
      password: options.password,
    }),
  );
  const files = [];
  files.push(await step('student prints', () => printed(student, '', doc.id, path.join(options.out, 'student.pdf'))));
  files.push(await step('employer prints', () => printed(hr, ws, doc.id, path.join(options.out, 'employer.pdf'))));

  const mark = (who, slot) =>
    who.post(`cases/${doc.id}/slots/${slot}`, {
      version: doc.version,
      checks: CHECKS,
      date: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
      copies: doc.print.copies,
    });
  doc = await step('college marks the employer seal', () => mark(reviewer, 'employer'));
  doc = await step('college marks its seal', () => mark(reviewer, 'college'));
  doc = await step('centre marks the school seal', () => mark(center, 'school'));
  expect(doc.state === 'SIGNED', `after the seals: ${doc.state}`);
  files.push(await step('centre prints', () => printed(center, '', doc.id, path.join(options.out, 'center.pdf'))));

  const verified = await step('anybody verifies', () =>
    hr.get(`/api/v1/public/verify?no=${encodeURIComponent(doc.agreementNo)}`),
  );
  expect(verified.result === 'valid', `public verification says ${verified.result}`);
  return { ok: true, agreementNo: doc.agreementNo, files, steps };
}

try {
  console.log(JSON.stringify(await play()));
} catch (error) {
  console.log(JSON.stringify({ ok: false, error: error.message, problem: error.problem, steps }));
  process.exitCode = 1;
}
