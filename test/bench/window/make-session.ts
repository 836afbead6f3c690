import { longSession } from '../../helpers/long-session.js';

const [path, hours, processes] = process.argv.slice(2);
longSession(path, Number(hours), Number(processes));
