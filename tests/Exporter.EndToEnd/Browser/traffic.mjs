// node traffic.mjs RATE RATE: in a network namespace of its own, with a cable from wan0 to lan0, sends that many bytes
// a second from each end to the other, evenly. What arrives is counted, and dropped: nobody listens.
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';

const SIZE = 1000; // bytes of a frame's payload
const STEP_MILLISECONDS = 10;
const run = (...words) => execFileSync('ip', words);
const [rates, ends] = [process.argv.slice(2).map(Number), ['wan0', 'lan0']];

run('link', 'add', ends[0], 'address', '02:00:00:00:00:00', 'type', 'veth',
  'peer', 'name', ends[1], 'address', '02:00:00:00:00:01');
ends.forEach((name, i) => {
  run('link', 'set', name, 'up');
  run('addr', 'add', `198.51.100.${i * 16 + 1}/28`, 'dev', name);
  run('neigh', 'add', `198.51.100.${i * 16 + 2}`, 'lladdr', `02:00:00:00:00:0${1 - i}`, 'dev', name);
});

ends.forEach((_, i) => {
  const socket = createSocket('udp4');
  const payload = Buffer.alloc(SIZE);
  const start = process.hrtime.bigint();
  let sent = 0;
  setInterval(() => {
    const due = rates[i] * Number(process.hrtime.bigint() - start) / 1e9;
    for (; sent < due; sent += SIZE) {
      socket.send(payload, 9, `198.51.100.${i * 16 + 2}`);
    }
  }, STEP_MILLISECONDS);
});
console.log('sending');
