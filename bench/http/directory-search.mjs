// Units found as one types: by a teacher over the whole directory of 200,000, and by a student over those of the school.
import { signIn } from './data.mjs';
import { load, median, once } from './load.mjs';
import { openStage } from './stage.mjs';
import { makeUnits, units } from './units.mjs';

const CONNECTIONS = 16;
const ROUNDS = 5;
const SECONDS = 3;
/** Until the compiler is done with what runs all the time: a request takes half as long then as in the first seconds. */
const WARM_UP = 20;
const TARGET = 0.6;
const P95_MS = 30;

const stage = await openStage(makeUnits);
const pick = (list) => list[Math.floor(Math.random() * list.length)];

/** Each text as it grows under somebody's fingers, from the second character on; only what finds something. */
async function typedTexts(audience) {
  const { rows } = await stage.client.query(
    'select e.name from employer_school x join employer e on e.id = x.employer_id',
  );
  const settled = new Set(rows.map((row) => row.name));
  const texts = new Set();
  let i = 0;
  for (const unit of units()) {
    i += 1;
    if (audience === 'student' ? !settled.has(unit.name) : i % 97 !== 0) continue;
    for (let length = 2; length <= unit.typed.length; length += 1) texts.add(unit.typed.slice(0, length));
    texts.add(unit.name.slice(0, 5));
    texts.add(unit.name);
    texts.add(unit.code.slice(0, 16));
    texts.add(
      unit.syllables
        .split(' ')
        .slice(0, 5)
        .map((each) => each[0])
        .join(''),
    );
    texts.add(unit.syllables.split(' ').slice(2, 5).join(''));
    if (texts.size > 20_000) break;
  }
  return [...texts];
}

async function measure(audience) {
  const { rows } = await stage.client.query('select id from account where audience = $1', [audience]);
  const people = await signIn(
    stage.client,
    stage.jwtSecret,
    audience,
    rows.map((row) => row.id),
  );
  const texts = await typedTexts(audience);
  const path = (q) => `/api/v1/${audience}/directory?q=${encodeURIComponent(q)}`;
  const ask = (person, q) => ({ path: path(q), headers: { cookie: person.cookie } });
  const [first] = people;
  const q = '湘江精密';
  await once(stage.port, ask(first, q));
  await stage.record(() => once(stage.port, ask(first, q)));
  const floorPort = await stage.startFloor({ sessionId: first.sessionId, accountId: first.accountId, q });
  const ids = (person, typed) =>
    encodeHeader({ sessionId: person.sessionId, accountId: person.accountId, q: typed.toLowerCase() });
  const product = { port: stage.port, next: () => ask(pick(people), pick(texts)) };
  const floor = {
    port: floorPort,
    next: () => ({ path: path(q), headers: { 'x-ids': ids(pick(people), pick(texts)) } }),
  };
  for (const side of [product, floor]) await load({ ...side, connections: CONNECTIONS, seconds: WARM_UP });
  const rounds = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const a = await load({ ...product, connections: CONNECTIONS, seconds: SECONDS });
    const b = await load({ ...floor, connections: CONNECTIONS, seconds: SECONDS });
    rounds.push({ product: a, floor: b, ratio: a.perSecond / b.perSecond });
    console.error(
      `${audience} ${i + 1}: ${a.perSecond.toFixed(0)}/s p95 ${a.p95.toFixed(1)} ms · floor ${b.perSecond.toFixed(0)}/s p95 ${b.p95.toFixed(1)} ms`,
    );
  }
  return {
    value: Math.round(median(rounds.map((r) => r.product.perSecond))),
    floor: Math.round(median(rounds.map((r) => r.floor.perSecond))),
    ratio: Number(median(rounds.map((r) => r.ratio)).toFixed(2)),
    p95: Number(median(rounds.map((r) => r.product.p95)).toFixed(1)),
  };
}

/** A header is ASCII; JSON may be written so. */
function encodeHeader(value) {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

try {
  const teacher = await measure('teacher');
  const student = await measure('student');
  const ratio = Math.min(teacher.ratio, student.ratio);
  const p95 = Math.max(teacher.p95, student.p95);
  console.log(
    JSON.stringify({
      bench: 'directory-search',
      value: teacher.value,
      unit: 'searches/s',
      floor: teacher.floor,
      ratio,
      target: TARGET,
      p95,
      p95Target: P95_MS,
      teacher,
      student,
      ok: ratio >= TARGET && p95 <= P95_MS,
    }),
  );
} finally {
  await stage.close();
}
