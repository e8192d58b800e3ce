// The work list of a college: 20 rows, filtered and scoped, over 200,000 agreements of 40 schools.
import { signIn } from './data.mjs';
import { load, median, once } from './load.mjs';
import { openStage } from './stage.mjs';

const CONNECTIONS = 32;
const ROUNDS = 5;
const SECONDS = 4;
const TARGET = 0.6;
const P95_MS = 50;
const PATH = '/api/v1/teacher/cases?cohort=2027&state=REVIEW&level=1&page=1&pageSize=20';

const stage = await openStage();
try {
  const { rows } = await stage.client.query(
    `select a.id, a.school_id, g.college_ids[1] as college from account a join account_grant g on g.account_id = a.id where a.audience = 'teacher'`,
  );
  const people = (
    await signIn(
      stage.client,
      stage.jwtSecret,
      'teacher',
      rows.map((row) => row.id),
    )
  ).map((person, i) => ({ ...person, school: rows[i].school_id, college: rows[i].college }));
  const ask = (person) => ({ path: PATH, headers: { cookie: person.cookie } });
  const [first] = people;
  await once(stage.port, ask(first));
  await stage.record(() => once(stage.port, ask(first)));
  const floorPort = await stage.startFloor({
    sessionId: first.sessionId,
    accountId: first.accountId,
    college: first.college,
  });
  const same = people.filter((person) => person.school === first.school);
  const pick = (list) => list[Math.floor(Math.random() * list.length)];
  const ids = ({ sessionId, accountId, college }) => JSON.stringify({ sessionId, accountId, college });
  const product = { port: stage.port, next: () => ask(pick(people)) };
  const floor = { port: floorPort, next: () => ({ path: PATH, headers: { 'x-ids': ids(pick(same)) } }) };
  for (const side of [product, floor]) await load({ ...side, connections: CONNECTIONS, seconds: 2 });
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) {
    const a = await load({ ...product, connections: CONNECTIONS, seconds: SECONDS });
    const b = await load({ ...floor, connections: CONNECTIONS, seconds: SECONDS });
    rounds.push({ product: a, floor: b, ratio: a.perSecond / b.perSecond });
    console.error(
      `round ${i + 1}: ${a.perSecond.toFixed(0)}/s p95 ${a.p95.toFixed(1)} ms · floor ${b.perSecond.toFixed(0)}/s p95 ${b.p95.toFixed(1)} ms`,
    );
  }
  const ratio = median(rounds.map((r) => r.ratio));
  const p95 = median(rounds.map((r) => r.product.p95));
  console.log(
    JSON.stringify({
      bench: 'list',
      value: Math.round(median(rounds.map((r) => r.product.perSecond))),
      unit: 'requests/s',
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
