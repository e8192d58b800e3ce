// Log-ins, which are nearly all hash: against the bare hash at the same width, and what everybody else feels of them.
import { hash, verify } from '@node-rs/argon2';
import { HASHES_AT_ONCE } from '../../apps/api/dist/modules/accounts/credentials/password-hasher.js';
import { makeData, signIn } from './data.mjs';
import { load, median, pace } from './load.mjs';
import { openStage } from './stage.mjs';

const PASSWORD = 'violet harbour 2027';
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const ROUNDS = 5;
const SECONDS = 6;
/** More than the queue is wide, so that there is always one who waits. */
const CONNECTIONS = 8;
/** What a school of some size asks for besides; it leaves the machine idle most of the time. */
const OTHERS_PER_SECOND = 20;
const TARGET = 0.9;
const P95_TIMES = 2;
const LIST = '/api/v1/teacher/cases?cohort=2027&state=REVIEW&level=1&page=1&pageSize=20';

/** As fast as the library goes at the product's width, with nothing around it. */
async function bare(stored, seconds) {
  const end = performance.now() + seconds * 1000;
  const from = performance.now();
  let count = 0;
  await Promise.all(
    Array.from({ length: HASHES_AT_ONCE }, async () => {
      while (performance.now() < end) {
        if (!(await verify(stored, PASSWORD))) throw new Error('the right password was refused');
        count += 1;
      }
    }),
  );
  return count / ((performance.now() - from) / 1000);
}

// behind a proxy of ours every log-in comes from an address of its own: budgets are not what is measured
const stage = await openStage(makeData, { settings: { TRUSTED_PROXIES: '127.0.0.1' } });
try {
  const stored = await hash(PASSWORD, PARAMETERS);
  await stage.client.query(`update account set password_hash = $1 where audience = 'student' and login::int <= 500`, [
    stored,
  ]);
  const { rows: students } = await stage.client.query(
    `select a.login, s.code from account a join school s on s.id = a.school_id where a.audience = 'student' and a.login::int <= 500 order by md5(a.id::text)`,
  );
  const { rows: teachers } = await stage.client.query(`select id from account where audience = 'teacher' limit 40`);
  const ids = teachers.map((row) => row.id);
  const people = await signIn(stage.client, stage.jwtSecret, 'teacher', ids);

  let turn = 0;
  const logIn = () => {
    turn += 1;
    const { login, code } = students[turn % students.length];
    const address = `10.${(turn >> 16) & 255}.${(turn >> 8) & 255}.${turn & 255}`;
    return {
      method: 'POST',
      path: '/api/v1/student/session',
      headers: { 'x-forwarded-for': address },
      body: JSON.stringify({ account: login, password: PASSWORD, schoolCode: code }),
    };
  };
  const list = () => ({ path: LIST, headers: { cookie: people[(turn += 1) % people.length].cookie } });
  const logIns = (seconds) => load({ port: stage.port, connections: CONNECTIONS, seconds, next: logIn });
  const others = (seconds) => pace({ port: stage.port, perSecond: OTHERS_PER_SECOND, seconds, next: list });

  await logIns(2);
  await others(2);
  const rounds = [];
  for (let i = 0; i < ROUNDS; i++) {
    const floor = await bare(stored, SECONDS);
    const alone = await logIns(SECONDS);
    const quiet = await others(SECONDS);
    const [, busy] = await Promise.all([logIns(SECONDS), others(SECONDS)]);
    const round = { floor, alone, quiet, busy, ratio: alone.perSecond / floor, times: busy.p95 / quiet.p95 };
    rounds.push(round);
    console.error(
      `round ${i + 1}: ${alone.perSecond.toFixed(1)} log-ins/s · ${floor.toFixed(1)} hashes/s · list p95 ${quiet.p95.toFixed(1)} ms, with log-ins ${busy.p95.toFixed(1)} ms`,
    );
  }
  const ratio = median(rounds.map((round) => round.ratio));
  const times = median(rounds.map((round) => round.times));
  console.log(
    JSON.stringify({
      bench: 'login',
      name: 'login',
      value: Number(median(rounds.map((round) => round.alone.perSecond)).toFixed(1)),
      unit: 'log-ins/s',
      floor: Number(median(rounds.map((round) => round.floor)).toFixed(1)),
      width: HASHES_AT_ONCE,
      ratio: Number(ratio.toFixed(2)),
      target: TARGET,
      p95: Number(median(rounds.map((round) => round.busy.p95)).toFixed(1)),
      p95Quiet: Number(median(rounds.map((round) => round.quiet.p95)).toFixed(1)),
      p95Times: Number(times.toFixed(2)),
      p95TimesTarget: P95_TIMES,
      ok: ratio >= TARGET && times <= P95_TIMES,
    }),
  );
} finally {
  await stage.close();
}
