// The light runner waits for ever; here every test and hook has to end, and whoever does not is named.
import { addEventHandler } from 'jest-circus';

/** The machine may be busy with every other check at the same time. */
const LIMIT_MS = 120_000;

function limited(fn) {
  return async () => {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not ended after ${LIMIT_MS / 1000} s`)), LIMIT_MS);
    });
    try {
      await Promise.race([fn(), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}

addEventHandler((event, { currentDescribeBlock }) => {
  const added = { add_test: currentDescribeBlock.children, add_hook: currentDescribeBlock.hooks }[event.name]?.at(-1);
  if (added?.fn) added.fn = limited(added.fn);
});
