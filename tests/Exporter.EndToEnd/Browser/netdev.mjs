// Texts in the form of /proc/net/dev.

const HEADER = 'Inter-|   Receive                                                |  Transmit\n'
  + ' face |bytes    packets errs drop fifo frame compressed multicast'
  + '|bytes    packets errs drop fifo colls carrier compressed\n';

/** The counters of one interface; those that are not named are 0. */
export const counters = (some = {}) => ({
  rxBytes: 0, rxPackets: 0, rxErrors: 0, rxDrops: 0, txBytes: 0, txPackets: 0, txErrors: 0, txDrops: 0, ...some,
});

/** The text for interfaces: an object with the counters of each, by name. */
export function format(interfaces) {
  const lines = Object.entries(interfaces).map(([name, some]) => {
    const c = counters(some);
    return `${name.padStart(6)}: ${c.rxBytes} ${c.rxPackets} ${c.rxErrors} ${c.rxDrops} 0 0 0 0`
      + ` ${c.txBytes} ${c.txPackets} ${c.txErrors} ${c.txDrops} 0 0 0 0\n`;
  });
  return HEADER + lines.join('');
}

/** What the kernel prints, as the same object. */
export function parse(text) {
  const interfaces = {};
  for (const line of text.split('\n').slice(2).filter(Boolean)) {
    const [name, numbers] = line.split(/:(?=[^:]*$)/);
    const n = numbers.trim().split(/ +/).map(Number);
    interfaces[name.trim()] = {
      rxBytes: n[0], rxPackets: n[1], rxErrors: n[2], rxDrops: n[3],
      txBytes: n[8], txPackets: n[9], txErrors: n[10], txDrops: n[11],
    };
  }
  return interfaces;
}

/** A number of physical interfaces, with some traffic since the host booted. */
export function many(count) {
  const interfaces = {};
  for (let i = 0; i < count; i++) {
    interfaces[`eth${i}`] = { rxBytes: 1e6 + i, rxPackets: 1e3 + i, txBytes: 2e6 + i, txPackets: 2e3 + i };
  }
  return interfaces;
}
