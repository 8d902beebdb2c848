// One server in a process of its own: it says where it is, and afterwards what the load cost it.
import { serverBenches } from './server-benches.ts';

const [benchName, contender, upstream] = process.argv.slice(2) as [string, string, string];
const serve = serverBenches.find(({ name }) => name === benchName)?.contenders[contender];
if (serve === undefined) throw new Error(`no contender ${contender} in ${benchName}`);

let before = process.cpuUsage();
process.on('message', (word) => {
  if (word === 'begin') {
    before = process.cpuUsage();
    process.send?.('begun');
    return;
  }
  const { user, system } = process.cpuUsage(before);
  process.send?.({ microseconds: user + system }, () => process.exit(0));
});
process.send?.(await serve(upstream));
