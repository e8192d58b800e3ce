import 'reflect-metadata';
import { loadConfig } from './platform/config/config.js';
import { commands } from './cli/commands.js';

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];

if (!command) {
  console.error(`用法：cli ${Object.keys(commands).join(' | ')}`);
  process.exit(2);
}
try {
  process.exitCode = await command({ args, config: () => loadConfig(process.env), say: (line) => console.log(line) });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
