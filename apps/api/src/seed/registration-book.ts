import {
  addWorkdays,
  applyAction,
  certificateLabel,
  type CertificateKind,
  CERTIFICATE_COLUMNS,
  CERTIFICATE_KINDS,
  type CertificationData,
  type CertificationKind,
  certificatesFor,
  EMPTY_CERTIFICATION,
  normaliseName,
} from '@qiancheng/shared';
import { pinyin } from 'pinyin-pro';
import { slaDueAt } from '../modules/registration/index.js';
import { insertRows } from './bulk.js';
import { REGIONS, type SeedContext, sealedPhone } from './context.js';
import type { EmployerSeed } from './employers.js';
import { personName, unitName } from './names.js';
import { creditCode, mobile } from './numbers.js';
import type { CertificationPlan, SettlementPlan } from './registration-plan.js';
import { SamplePapers } from './sample-papers.js';
import type { SchoolSeed } from './schools.js';

/** Of the papers' ids; another course than the rows'. */
const PAPERS_SEED = 20_270_415;

type Row = Record<string, unknown>;

export interface Person {
  id: string;
  name: string;
}

/** Rows of one application, written together at the end. */
interface Sheets {
  accounts: Row[];
  employers: Row[];
  members: Row[];
  certifications: Row[];
  settlements: Row[];
  events: Row[];
}

/** Who has decided, in the names of the demo. */
export interface Deciders {
  operator: Person;
  centres: Map<number, Person>;
}

/** Collects the rows of all applications, and writes them at the end. */
export class RegistrationBook {
  private readonly sheets: Sheets = {
    accounts: [],
    employers: [],
    members: [],
    certifications: [],
    settlements: [],
    events: [],
  };
  private readonly codes = new Set<string>();
  private readonly papers = new SamplePapers('Units', PAPERS_SEED);

  constructor(
    private readonly ctx: SeedContext,
    private readonly schools: SchoolSeed[],
    private readonly deciders: Deciders,
  ) {}

  register(plan: CertificationPlan, index: number, taken: Set<string>): void {
    const { random } = this.ctx;
    const [regionCode, city] = random.pick(REGIONS);
    const unit = plan.unit ?? unitName(random, city, taken);
    const person = this.account(`reg${pad(index + 1)}`, plan.unit?.person);
    const data = this.dataOf(unit, this.code(unit.registry, regionCode), regionCode, city);
    const id = random.uuid();
    const submitted = this.ago(plan.ago);
    const verified = plan.status === 'approved';
    this.sheets.employers.push({
      id,
      credit_code: data.creditCode,
      name: data.name,
      name_norm: normaliseName(data.name),
      pinyin: pinyin(data.name, { pattern: 'first', toneType: 'none', type: 'array' }).join('').toLowerCase(),
      ...(verified ? inForce(data) : inForce(EMPTY_CERTIFICATION)),
      status: verified ? 'verified' : plan.status === 'rejected' ? 'rejected' : 'provisional',
      certified_at: verified ? this.decidedAt(plan) : null,
      superior_department: '',
      intro: '',
      created_at: submitted,
      updated_at: submitted,
      version: 1,
    });
    this.member(id, person, 'employer_admin', plan.status === 'rejected' ? 'removed' : 'active', submitted);
    this.event(id, person, 'employer', 'unit.register', null, 'provisional', submitted);
    this.event(id, person, 'employer', 'member.establish', null, 'active', submitted);
    const certificationId = this.certification(plan, id, person, data);
    this.schools.forEach((school, s) => {
      const settlement = plan.schools?.[s];
      if (settlement) this.settle(settlement, id, school, person, submitted);
    });
    this.decision(plan, id, certificationId);
  }

  change(plan: CertificationPlan, employer: EmployerSeed): void {
    const person = { id: employer.accountId, name: employer.hrName };
    const { random } = this.ctx;
    const data: CertificationData = {
      ...this.dataOf(employer, employer.creditCode, employer.regionCode, ''),
      name: random.chance(0.5) ? renamed(employer.name) : employer.name,
      address: `${employer.address.replace(/ \d+ 号$/, '')} ${random.int(401, 900)} 号`,
      postcode: employer.postcode,
    };
    this.decision(plan, employer.id, this.certification(plan, employer.id, person, data));
  }

  takeOver(plan: CertificationPlan, index: number, employer: EmployerSeed): void {
    const person = this.account(`take${pad(index + 1)}`);
    const { name, creditCode } = employer;
    const data = { ...EMPTY_CERTIFICATION, name, creditCode };
    this.decision(plan, employer.id, this.certification(plan, employer.id, person, data));
  }

  /** What the unit showed when it registered, long ago: a school that decides on its settlement reads these papers. */
  certified(plan: CertificationPlan, employer: EmployerSeed): void {
    const { name, creditCode, regionCode, address, postcode, landline, natureCode, industryCode } = employer;
    const person = { id: employer.accountId, name: employer.hrName };
    const own = { name, creditCode, natureCode, industryCode };
    const data = { ...this.dataOf(own, creditCode, regionCode, ''), address, postcode, landline };
    this.decision(plan, employer.id, this.certification(plan, employer.id, person, data));
  }

  /** People of one unit in every state of membership. */
  colleagues(employer: EmployerSeed): void {
    const states = [
      ['active', '校园招聘'],
      ['active', '人力资源部'],
      ['requested', ''],
      ['requested', ''],
      ['declined', ''],
      ['removed', '人力资源部'],
    ] as const;
    states.forEach(([status, title], i) => {
      const person = this.account(`peer${pad(i + 1)}`);
      this.member(employer.id, person, 'employer_member', status, this.ago(i + 1), title);
      this.event(employer.id, person, 'employer', 'member.request', null, 'requested', this.ago(i + 1));
    });
  }

  async save(): Promise<void> {
    const { client } = this.ctx;
    await insertRows(client, 'account', this.sheets.accounts);
    await insertRows(client, 'employer', this.sheets.employers);
    await insertRows(client, 'employer_member', this.sheets.members);
    await insertRows(client, 'uploaded_file', await this.papers.draw(this.ctx.storage));
    await insertRows(client, 'employer_certification', this.sheets.certifications);
    await insertRows(client, 'employer_school', this.sheets.settlements);
    await insertRows(client, 'employer_event', this.sheets.events);
  }

  private certification(plan: CertificationPlan, employerId: string, person: Person, data: CertificationData): string {
    const id = this.ctx.random.uuid();
    const submitted = this.ago(plan.ago);
    const decided = ['returned', 'approved', 'rejected'].includes(plan.status);
    this.sheets.certifications.push({
      id,
      employer_id: employerId,
      kind: plan.kind,
      status: plan.status,
      data: plan.kind === 'takeover' ? {} : data,
      ...this.papersOf(plan.kind, data, person, submitted),
      reasons: plan.reasons ?? [],
      applicant_id: person.id,
      created_at: submitted,
      updated_at: decided ? this.decidedAt(plan) : submitted,
      submitted_at: submitted,
      sla_due_at: slaDueAt(submitted, 3),
      decided_at: decided ? this.decidedAt(plan) : null,
      decided_by: decided ? this.deciders.operator.id : null,
      decided_by_name: decided ? this.deciders.operator.name : null,
      version: decided ? 2 : 1,
    });
    this.event(employerId, person, 'employer', `${nameOf(plan.kind)}.submit`, null, 'submitted', submitted, {
      certification_id: id,
    });
    if (plan.status === 'withdrawn')
      this.event(employerId, person, 'employer', `${nameOf(plan.kind)}.withdraw`, 'submitted', 'withdrawn', submitted, {
        certification_id: id,
      });
    return id;
  }

  /** A takeover shows the letter alone, a change the papers that it changes, a registration both. */
  private papersOf(kind: CertificationKind, data: CertificationData, person: Person, at: Date): Row {
    const asked = certificatesFor(data)
      .filter(({ required }) => required)
      .map((paper) => paper.kind);
    const shown: readonly CertificateKind[] = {
      initial: [...asked, 'authorisation' as const],
      change: asked,
      takeover: ['authorisation' as const],
    }[kind];
    const file = (paper: CertificateKind): string =>
      this.papers.ask(paper, certificateLabel(paper, data.natureCode), { data, person }, at);
    return Object.fromEntries(
      CERTIFICATE_KINDS.map((paper) => [CERTIFICATE_COLUMNS[paper], shown.includes(paper) ? file(paper) : null]),
    );
  }

  private decision(plan: CertificationPlan, employerId: string, certificationId: string): void {
    const verb = { returned: 'return', approved: 'approve', rejected: 'reject' }[plan.status as string];
    if (!verb) return;
    const action = `${nameOf(plan.kind)}.${verb}`;
    this.event(employerId, this.deciders.operator, 'platform', action, 'submitted', plan.status, this.decidedAt(plan), {
      certification_id: certificationId,
      reasons: plan.reasons ?? [],
    });
  }

  private settle(plan: SettlementPlan, employerId: string, school: SchoolSeed, person: Person, asked: Date): void {
    const at = plan.status === 'waiting' ? asked : this.ago(plan.ago);
    const centre = this.deciders.centres.get(school.id) as Person;
    const decided = ['returned', 'approved', 'rejected', 'suspended'].includes(plan.status);
    this.sheets.settlements.push({
      employer_id: employerId,
      school_id: school.id,
      status: plan.status,
      services: this.services(),
      message: '',
      requested_by: person.id,
      requested_at: at,
      sla_due_at: plan.status === 'pending' ? slaDueAt(at, 3) : null,
      reasons: plan.reasons ?? [],
      decided_at: decided ? at : null,
      decided_by: decided ? centre.id : null,
      decided_by_name: decided ? centre.name : null,
      version: decided ? 2 : 1,
    });
    const apply = `settlement.${applyAction(plan.status !== 'waiting')}`;
    this.event(employerId, person, 'employer', apply, null, 'waiting', asked, { school_id: school.id });
    if (!decided) return;
    const verbs: Record<string, string> = { returned: 'return', approved: 'approve', rejected: 'reject' };
    const action = `settlement.${verbs[plan.status] ?? 'suspend'}`;
    this.event(employerId, centre, 'school', action, 'pending', plan.status, at, {
      school_id: school.id,
      reasons: plan.reasons ?? [],
    });
  }

  private services(): unknown[] {
    const { random } = this.ctx;
    const signing = { code: 'signing', answers: { headcount: String(random.int(2, 60)) } };
    const fair = { code: 'fair', answers: { booths: String(random.int(1, 3)), posts: '研发、工艺、市场' } };
    const talk = { code: 'talk', answers: { date: addWorkdays(this.ctx.now, random.int(8, 30)), seats: '120' } };
    return [signing, ...(random.chance(0.5) ? [fair] : []), ...(random.chance(0.3) ? [talk] : [])];
  }

  private account(login: string, name?: string): Person {
    const { random, cipher, passwordHash, now } = this.ctx;
    const id = random.uuid();
    const person = { id, name: name ?? personName(random).name };
    this.sheets.accounts.push({
      id,
      audience: 'employer',
      school_id: null,
      login,
      name: person.name,
      password_hash: passwordHash,
      status: 'active',
      ...sealedPhone(cipher, 'account', id, mobile(random)),
      email: `${login}@example.com`,
      password_at: now,
      activated_at: now,
      phone_verified_at: now,
      email_verified_at: now,
      created_at: now,
    });
    return person;
  }

  private member(employerId: string, person: Person, role: string, status: string, at: Date, title = ''): void {
    this.sheets.members.push({
      account_id: person.id,
      employer_id: employerId,
      role,
      status,
      title,
      message: status === 'requested' ? '我在人力资源部负责校园招聘，请同意加入。' : '',
      reason: '',
      created_at: at,
      version: 1,
    });
  }

  private event(
    employerId: string,
    actor: Person,
    actorKind: string,
    action: string,
    from: string | null,
    to: string,
    at: Date,
    more: Row = {},
  ): void {
    this.sheets.events.push({
      id: this.ctx.random.uuid(),
      employer_id: employerId,
      school_id: null,
      certification_id: null,
      member_id: null,
      action,
      from_status: from,
      to_status: to,
      actor_id: actor.id,
      actor_name: actor.name,
      actor_kind: actorKind,
      reasons: [],
      note: '',
      // one after the other, as they would have been written
      at: new Date(at.getTime() + (this.sheets.events.length % 1000)),
      ...more,
    });
  }

  private dataOf(
    unit: { name: string; natureCode: string; industryCode: string },
    code: string,
    regionCode: string,
    city: string,
  ): CertificationData {
    const { random } = this.ctx;
    const area = `07${random.int(30, 46)}`;
    return {
      name: unit.name,
      creditCode: code,
      natureCode: unit.natureCode,
      industryCode: unit.industryCode,
      sizeCode: String(random.int(1, 6)),
      registeredCapital: unit.natureCode.startsWith('3') ? random.int(5, 500) * 100 : null,
      tags: random.chance(0.2) ? ['listed'] : [],
      regionCode,
      address: `${city}市高新路 ${random.int(1, 300)} 号`,
      landline: `${area}-8000${random.digits(4)}`,
      unitEmail: 'office@example.com',
      recruitEmail: 'hr@example.com',
      postcode: `${regionCode.slice(0, 4)}00`,
      mergedLicence: true,
    };
  }

  private code(registry: string, regionCode: string): string {
    for (;;) {
      const code = creditCode(this.ctx.random, registry, regionCode);
      if (this.codes.has(code)) continue;
      this.codes.add(code);
      return code;
    }
  }

  /** Ten in the morning in Shanghai, so many working days ago; never later than now. */
  private ago(workdays: number): Date {
    const { now, random } = this.ctx;
    const at = new Date(`${addWorkdays(now, -workdays)}T0${random.int(1, 8)}:${random.int(10, 59)}:00Z`);
    return at < now ? at : new Date(now.getTime() - 60_000 * random.int(5, 50));
  }

  private decidedAt(plan: CertificationPlan): Date {
    const at = new Date(this.ago(plan.ago).getTime() + 26 * 3_600_000);
    return at < this.ctx.now ? at : new Date(this.ctx.now.getTime() - 60_000);
  }
}

function inForce(data: CertificationData): Row {
  return {
    nature_code: data.natureCode,
    industry_code: data.industryCode,
    region_code: data.regionCode,
    size_code: data.sizeCode || null,
    registered_capital: data.registeredCapital,
    tags: data.tags,
    address: data.address,
    postcode: data.postcode,
    landline: data.landline,
    unit_email: data.unitEmail,
    recruit_email: data.recruitEmail,
  };
}

const pad = (n: number): string => String(n).padStart(3, '0');
const nameOf = (kind: CertificationKind): string => (kind === 'takeover' ? 'takeover' : 'certification');

function renamed(name: string): string {
  return name.includes('股份')
    ? name.replace('股份有限公司', '集团股份有限公司')
    : name.replace('有限公司', '股份有限公司');
}
