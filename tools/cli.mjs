import { ensureInstalled, runOnOwnNode } from './lib/install.mjs';

ensureInstalled();
runOnOwnNode('tools/commands/cli.mjs', process.argv.slice(2));
