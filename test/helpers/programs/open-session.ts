import { openSession } from '../../../electron/store/open-session.js';

/** Opens a session and prints what it says, where it was read, and what a mark into it answers. */
const reader = openSession(process.argv[2] ?? '');
const { info, recoveredAt } = { info: reader.info(), recoveredAt: reader.recoveredAt };
let mark = 'written';
try {
  reader.addMark({ at: 1, kind: 'note', text: 'seen' });
} catch (error) {
  mark = (error as { code: string }).code;
}
reader.close();
process.stdout.write(JSON.stringify({ complete: info.complete, series: info.series, recoveredAt, mark }));
