import { ensureInstalled, runOnOwnNode } from './lib/install.mjs';

ensureInstalled();
runOnOwnNode('tools/commands/start.mjs', process.argv.slice(2));
