import { Injectable } from '@nestjs/common';
import {
  certificateLabel,
  certificatesFor,
  CERTIFICATION_FLOW,
  CERTIFICATION_KIND_LABELS,
  CERTIFICATION_STATUS_LABELS,
  maskEmail,
  normaliseEmployerName,
  ROLES,
  SETTLEMENT_STATUS_LABELS,
  type SettlementStatus,
} from '@qiancheng/shared';
import { Clock } from '../../../platform/clock/index.js';
import type { RequestContext } from '../../../platform/context/index.js';
import { Db, type Tx } from '../../../platform/database/index.js';
import { certificationChecks, type CheckFacts, type LikeUnit } from './certification-checks.js';
import { SUBMISSIONS } from './certification-list.js';
import { type CertificationRecord, findCertification, papersInForce } from './certification-record.js';
import { compareFacts, type UnitFacts, unitFacts } from './certified-facts.js';
import { termView } from './deadline.js';
import { unitHistory } from './history-view.js';
import type { ApplicantView, AskedSchoolView, CertificationReview, PersonView } from './http/certification.dto.js';
import { paperViews } from './papers.js';

const MOST_LIKE = 6;
/** Trigrams: below this a name is another name. */
const LIKENESS = 0.55;

/** Everything that an operator looks at before the decision. */
@Injectable()
export class CertificationViews {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  review(ctx: RequestContext, id: string): Promise<CertificationReview> {
    return this.db.read(ctx, (tx) => this.view(tx, id));
  }

  async view(tx: Tx, id: string): Promise<CertificationReview> {
    const record = await findCertification(tx, id);
    const unit = await unitFacts(tx, record.employerId);
    const data = record.kind === 'takeover' ? unit.data : record.data;
    const inForce = record.kind === 'change' ? await papersInForce(tx, unit.id) : null;
    const like = record.kind === 'takeover' ? [] : await likeUnits(tx, record);
    const { submissions } = await tx.one<{ submissions: number }>(
      `select ${SUBMISSIONS} as submissions from employer_certification c where c.id = $1`,
      [id],
    );
    const compared = record.kind === 'change' && record.status !== 'approved';
    return {
      id,
      version: record.version,
      kind: record.kind,
      kindLabel: CERTIFICATION_KIND_LABELS[record.kind],
      status: record.status,
      statusLabel: CERTIFICATION_STATUS_LABELS[record.status],
      name: data.name || unit.data.name,
      creditCode: data.creditCode,
      natureCode: data.natureCode,
      submittedAt: record.submittedAt?.toISOString() ?? null,
      submissions,
      deadline: record.status === 'submitted' ? termView(record.slaDueAt, this.clock.now()) : null,
      decidedAt: record.decidedAt?.toISOString() ?? null,
      decidedByName: record.decidedByName,
      unit: unitView(unit),
      facts: compareFacts(compared ? unit.data : null, data),
      checks: record.kind === 'takeover' ? [] : certificationChecks(data, await checkFacts(tx, record, like)),
      like,
      papers: await paperViews(tx, record.files, data.natureCode, inForce),
      missingPapers: missingPapers(record),
      applicant: await applicant(tx, record),
      admins: await administrators(tx, record.employerId),
      schools: await askedSchools(tx, record.employerId),
      events: await unitHistory(tx, `v.employer_id = $1`, [record.employerId]),
      actions: CERTIFICATION_FLOW.actions(record.status, 'operator'),
    };
  }
}

function unitView({ id, data, status, certifiedAt }: UnitFacts): CertificationReview['unit'] {
  return { id, name: data.name, status, certifiedAt: certifiedAt?.toISOString() ?? null };
}

function missingPapers({ kind, data, files }: CertificationRecord): string[] {
  const asked =
    kind === 'takeover'
      ? []
      : certificatesFor(data)
          .filter((one) => one.required && !files[one.kind])
          .map((one) => one.label);
  const letter = kind === 'change' || files.authorisation ? [] : [certificateLabel('authorisation')];
  return [...asked, ...letter];
}

/** Other units of the directory with this name or one like it; those that were merged away stand for nothing. */
function likeUnits(tx: Tx, { employerId, data }: CertificationRecord): Promise<LikeUnit[]> {
  return tx.query<LikeUnit & Record<string, unknown>>(
    `select e.id, e.name, e.credit_code as "creditCode", e.status, e.name_norm = $2 as "sameName"
       from employer e
      where e.id <> $1 and e.status in ('verified', 'provisional') and (e.name_norm = $2 or similarity(e.name_norm, $2) > ${LIKENESS})
      order by e.name_norm = $2 desc, similarity(e.name_norm, $2) desc, e.id limit ${MOST_LIKE}`,
    [employerId, normaliseEmployerName(data.name)],
  );
}

async function checkFacts(tx: Tx, record: CertificationRecord, like: LikeUnit[]): Promise<CheckFacts> {
  const { codeOwner, unitsByPhone } = await tx.one<{ codeOwner: string | null; unitsByPhone: number }>(
    `select (select e.name from employer e where e.credit_code = $2 and e.id <> $1) as "codeOwner",
            (select count(distinct m.employer_id)::int
               from account mine join account other on other.phone_mac = mine.phone_mac and other.audience = 'employer'
               join employer_member m on m.account_id = other.id and m.status = 'active' and m.employer_id <> $1
              where mine.id = $3) as "unitsByPhone"`,
    [record.employerId, record.data.creditCode, record.applicantId],
  );
  return { codeOwner, unitsByPhone, like };
}

async function applicant(tx: Tx, { applicantId, employerId }: CertificationRecord): Promise<ApplicantView> {
  const row = await tx.one<{
    name: string;
    title: string | null;
    role: 'employer_admin' | 'employer_member' | null;
    phone: string | null;
    email: string | null;
    since: Date;
    units: string[] | null;
  }>(
    `select a.name, m.title, case when m.status = 'active' then m.role end as role, a.phone_masked as phone, a.email,
            a.created_at as since,
            (select array_agg(e.name order by e.name) from employer_member o join employer e on e.id = o.employer_id
              where o.account_id = a.id and o.status = 'active' and o.employer_id <> $2) as units
       from account a left join employer_member m on m.account_id = a.id and m.employer_id = $2 where a.id = $1`,
    [applicantId, employerId],
  );
  return {
    name: row.name,
    title: row.title ?? '',
    roleLabel: row.role ? ROLES[row.role].label : '申请人',
    phone: row.phone,
    email: row.email && maskEmail(row.email),
    since: row.since.toISOString(),
    otherUnits: row.units ?? [],
  };
}

async function administrators(tx: Tx, employerId: string): Promise<PersonView[]> {
  const rows = await tx.query<{ name: string; title: string; phone: string | null; email: string | null }>(
    `select a.name, m.title, a.phone_masked as phone, a.email from employer_member m join account a on a.id = m.account_id
      where m.employer_id = $1 and m.status = 'active' and m.role = 'employer_admin' order by m.created_at, a.id`,
    [employerId],
  );
  return rows.map((row) => ({
    ...row,
    roleLabel: ROLES.employer_admin.label,
    email: row.email && maskEmail(row.email),
  }));
}

async function askedSchools(tx: Tx, employerId: string): Promise<AskedSchoolView[]> {
  const rows = await tx.query<{ name: string; status: SettlementStatus }>(
    `select s.name, x.status from employer_school x join school s on s.id = x.school_id
      where x.employer_id = $1 order by s.code`,
    [employerId],
  );
  return rows.map(({ name, status }) => ({ name, statusLabel: SETTLEMENT_STATUS_LABELS[status] }));
}
