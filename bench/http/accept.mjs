// One acceptance: the case, its number, history, audit, messages and timers, in one transaction.
import { signIn } from './data.mjs';
import { load, median, once } from './load.mjs';
import { openStage } from './stage.mjs';

const CONNECTIONS = 32;
const ROUNDS = 4;
const EACH = 900;
const TARGET = 0.6;
const P95_MS = 50;

const stage = await openStage();
try {
  const { rows } = await stage.client.query(
    `select c.id as case_id, c.student_id, s.account_id, c.version, c.school_id, c.employer_id, c.college_id, c.class_id, c.initiator_id
       from signing_case c join student s on s.school_id = c.school_id and s.id = c.student_id where c.state = 'INVITED' order by c.school_id <> 1, md5(c.id::text) limit $1`,
    [ROUNDS * EACH * 2 + 400],
  );
  const sessions = await signIn(
    stage.client,
    stage.jwtSecret,
    'student',
    rows.map((row) => row.account_id),
  );
  const all = rows.map((row, i) => ({ ...row, ...sessions[i] }));
  const first = all.shift();
  const ask = (one) => ({
    method: 'POST',
    path: `/api/v1/student/cases/${one.case_id}/accept`,
    headers: { cookie: one.cookie },
    body: JSON.stringify({ version: one.version, healthCode: '1', opinion: '同意', consentVersion: '2027-1' }),
  });
  for (const one of all.splice(-50)) await once(stage.port, ask(one));
  await stage.record(() => once(stage.port, ask(first)));
  const names = [
    'sessionId',
    'accountId',
    'case_id',
    'student_id',
    'employer_id',
    'college_id',
    'class_id',
    'initiator_id',
  ];
  const idsOf = (one) => Object.fromEntries(names.map((name) => [name, one[name]]));
  const floorPort = await stage.startFloor(idsOf(first));
  // the floor's recorded school stays: its rows must be of the same school
  const own = all.filter((one) => one.school_id === first.school_id);
  const others = all.filter((one) => one.school_id !== first.school_id);
  console.error(`${own.length} rows of the recorded school for the floor, ${others.length} for the API`);
  const take = (list, count) => {
    const part = list.splice(0, count);
    return () => part.pop();
  };
  const each = Math.floor(own.length / (ROUNDS + 1));
  await load({ port: stage.port, connections: CONNECTIONS, next: wrap(take(others, 300), ask) });
  const floorAsk = (one) => ({
    method: 'POST',
    path: '/accept',
    headers: { 'x-ids': JSON.stringify(idsOf(one)) },
    body: '{}',
  });
  await load({ port: floorPort, connections: CONNECTIONS, next: wrap(take(own, each), floorAsk) });
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) {
    const a = await load({ port: stage.port, connections: CONNECTIONS, next: wrap(take(others, EACH), ask) });
    const b = await load({ port: floorPort, connections: CONNECTIONS, next: wrap(take(own, each), floorAsk) });
    rounds.push({ product: a, floor: b, ratio: a.perSecond / b.perSecond });
    console.error(
      `round ${i + 1}: ${a.perSecond.toFixed(0)}/s p95 ${a.p95.toFixed(1)} ms (${a.count}) · floor ${b.perSecond.toFixed(0)}/s p95 ${b.p95.toFixed(1)} ms (${b.count})`,
    );
  }
  const ratio = median(rounds.map((r) => r.ratio));
  const p95 = median(rounds.map((r) => r.product.p95));
  console.log(
    JSON.stringify({
      bench: 'accept',
      value: Math.round(median(rounds.map((r) => r.product.perSecond))),
      unit: 'acceptances/s',
      floor: Math.round(median(rounds.map((r) => r.floor.perSecond))),
      ratio: Number(ratio.toFixed(2)),
      target: TARGET,
      p95: Number(p95.toFixed(1)),
      p95Target: P95_MS,
      ok: ratio >= TARGET && p95 <= P95_MS,
    }),
  );
} finally {
  await stage.close();
}

function wrap(next, ask) {
  return () => {
    const one = next();
    return one && ask(one);
  };
}
