// The floor: bare Fastify and pg, running the very statements that the API runs for the same request, in the same
// transactions. Values that name this request's rows (student, case, account, session) are put in place of the recorded ones.
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import pg from 'pg';

const { port, databaseUrl, role, recording, known } = JSON.parse(process.env.FLOOR);
const statements = JSON.parse(readFileSync(recording, 'utf8')).map((s) => ({ ...s, values: s.values.map(revive) }));
const pool = new pg.Pool({ connectionString: databaseUrl, max: 12, options: `-c role=${role}` });

function revive(value) {
  return value?.type === 'Buffer' ? Buffer.from(value.data) : value;
}

/** The recorded ids, longest first; each request brings its own in the same order. */
const names = Object.keys(known);
const pattern = new RegExp(names.map((name) => known[name]).join('|') || '$^', 'g');
const nameOf = new Map(names.map((name) => [known[name], name]));

function replaced(value, ids) {
  if (typeof value !== 'string') return value;
  return value.replace(pattern, (found) => ids[nameOf.get(found)]);
}

/** Statements between `begin` and `commit` share a connection; others take one each. */
async function play(ids) {
  let client;
  let rows;
  for (const { text, values, name } of statements) {
    const query = {
      text: replaced(text, ids),
      values: values.map((value) => replaced(value, ids)),
      ...(name ? { name } : {}),
    };
    if (/^begin/.test(text)) client = await pool.connect();
    const result = await (client ?? pool).query(values.length === 0 && /;/.test(text) ? query.text : query);
    if (result.rows?.length) rows = result.rows;
    if (/^(commit|rollback)/.test(text)) {
      client.release();
      client = undefined;
    }
  }
  return rows;
}

const app = Fastify();
app.all('/*', async (request) => play(JSON.parse(request.headers['x-ids'] ?? '{}')));
await app.listen({ port, host: '127.0.0.1' });
process.send({ type: 'ready' });
