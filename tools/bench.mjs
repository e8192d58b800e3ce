import { ensureInstalled, runOnOwnNode } from './lib/install.mjs';

ensureInstalled();
runOnOwnNode('tools/commands/bench.mjs', process.argv.slice(2));
