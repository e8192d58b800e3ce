import { ensureInstalled, runOnOwnNode } from './lib/install.mjs';

ensureInstalled();
runOnOwnNode('tools/commands/dev.mjs', process.argv.slice(2));
