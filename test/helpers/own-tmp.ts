import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const quoted = `'${checkout.replaceAll("'", "'\\''")}'`;

/** A shell's words that give a mount namespace a /tmp of its own, in which only this checkout is seen, where it is there. */
export const OWN_TMP = checkout.startsWith('/tmp/')
  ? `cd ${quoted} && mount -t tmpfs none /tmp && mkdir -p ${quoted} && mount -c --bind . ${quoted} && cd /`
  : 'mount -t tmpfs none /tmp';
