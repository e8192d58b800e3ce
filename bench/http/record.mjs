// Preloaded into the API: between two SIGUSR2 it notes every statement that goes to PostgreSQL, with its values.
import { writeFileSync } from 'node:fs';
import pg from 'pg';

const { query } = pg.Client.prototype;
let statements;

pg.Client.prototype.query = function recorded(config, values, ...rest) {
  if (statements && config !== null && (typeof config === 'string' || typeof config.text === 'string')) {
    const text = typeof config === 'string' ? config : config.text;
    statements.push({
      text,
      values: (typeof config === 'string' ? values : (config.values ?? values)) ?? [],
      name: config.name,
    });
  }
  return query.call(this, config, values, ...rest);
};

process.on('SIGUSR2', () => {
  if (statements) writeFileSync(process.env.RECORD_SQL, JSON.stringify(statements));
  statements = statements ? undefined : [];
});
