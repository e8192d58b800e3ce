// The list of source information: 20 rows under three conditions, over 1,000,000 students of 100 schools.
import { signIn } from './data.mjs';
import { load, median, once } from './load.mjs';
import { openStage } from './stage.mjs';
import { centers, studentsOf } from './students.mjs';

const CONNECTIONS = 16;
const ROUNDS = 5;
const SECONDS = 4;
const TARGET = 0.6;
const FIELDS = {
  none: () => ({}),
  gender: () => ({ gender: ['1'] }),
  submitted: () => ({ submitted: { from: '2027-03-10', to: '2027-03-12' } }),
  returns: () => ({ returns: 2 }),
  length: () => ({ length: ['3'] }),
  graduation: () => ({ graduation: { from: '202701', to: '202703' } }),
  counsellor: ({ counsellor }) => ({ counsellorId: [counsellor] }),
};
const PATH = '/api/v1/teacher/sources/search';

const stage = await openStage(studentsOf());
try {
  const rows = await centers(stage.client);
  const ids = rows.map((row) => row.id);
  const people = (await signIn(stage.client, stage.jwtSecret, 'teacher', ids)).map((person, i) => ({
    ...person,
    college: rows[i].college,
    counsellor: rows[i].counsellor,
  }));
  const ask = ({ cookie, college }) => ({
    method: 'POST',
    path: PATH,
    headers: { cookie },
    body: JSON.stringify({
      filter: { cohort: 2027, collegeId: [college], level: { center: ['waiting'] }, gender: ['1'] },
      pageSize: 20,
    }),
  });
  const [first] = people;
  await once(stage.port, ask(first));
  await stage.record(() => once(stage.port, ask(first)));
  const floorPort = await stage.startFloor({ sessionId: first.sessionId, accountId: first.accountId });
  const pick = () => people[Math.floor(Math.random() * people.length)];
  const product = { port: stage.port, next: () => ask(pick()) };
  // the floor's recorded school stays: it asks for the same rows again and again
  const known = JSON.stringify({ sessionId: first.sessionId, accountId: first.accountId });
  const floor = { port: floorPort, next: () => ({ ...ask(first), headers: { 'x-ids': known } }) };
  const same = { port: stage.port, next: () => ask(first) };
  for (const side of [product, floor, same]) await load({ ...side, connections: CONNECTIONS, seconds: 2 });
  /** One field at a time, one after the other: what each costs alone, with its count. */
  const fields = {};
  for (const [name, filterOf] of Object.entries(FIELDS)) {
    const next = () => {
      const person = pick();
      return { ...ask(person), body: JSON.stringify({ filter: { cohort: 2027, ...filterOf(person) }, pageSize: 20 }) };
    };
    await load({ port: stage.port, connections: 1, seconds: 1, next });
    const { p50, p95 } = await load({ port: stage.port, connections: 1, seconds: 2, next });
    fields[name] = [Number(p50.toFixed(1)), Number(p95.toFixed(1))];
    console.error(`${name}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`);
  }
  const rounds = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const a = await load({ ...product, connections: CONNECTIONS, seconds: SECONDS });
    const b = await load({ ...floor, connections: CONNECTIONS, seconds: SECONDS });
    const c = await load({ ...same, connections: CONNECTIONS, seconds: SECONDS });
    rounds.push({ product: a, floor: b, same: c, ratio: c.perSecond / b.perSecond });
    console.error(
      `round ${i + 1}: ${c.perSecond.toFixed(0)}/s p95 ${c.p95.toFixed(1)} ms · floor ${b.perSecond.toFixed(0)}/s p95 ${b.p95.toFixed(1)} ms · all schools ${a.perSecond.toFixed(0)}/s p95 ${a.p95.toFixed(1)} ms`,
    );
  }
  const ratio = median(rounds.map((round) => round.ratio));
  console.log(
    JSON.stringify({
      bench: 'students-list',
      value: Math.round(median(rounds.map((round) => round.same.perSecond))),
      unit: 'requests/s',
      floor: Math.round(median(rounds.map((round) => round.floor.perSecond))),
      ratio: Number(ratio.toFixed(2)),
      target: TARGET,
      p95: Number(median(rounds.map((round) => round.same.p95)).toFixed(1)),
      allSchools: Math.round(median(rounds.map((round) => round.product.perSecond))),
      fields,
      ok: ratio >= TARGET,
    }),
  );
} finally {
  await stage.close();
}
