import { ensureInstalled, runOnOwnNode } from './lib/install.mjs';

ensureInstalled();
runOnOwnNode('tools/commands/journey.mjs', process.argv.slice(2));
