import type { FoundPlace, Opening } from '../../shared/findings/evidence.js';
import type { ProgramSources } from './program-sources.js';
import { candidates, chosen } from './source-lines.js';

/** What opens descriptors or starts processes, in the words of the languages' own libraries and the best known of others. */
const OPENS: Readonly<Record<keyof Opening, RegExp>> = {
  file: /\b(?:createReadStream|createWriteStream|openSync|opendir(?:Sync)?|watch(?:File)?|(?:Named)?TemporaryFile|mkstemp|fdopen|sqlite3\.connect|mmap\.mmap)\(|(?<![\w$])(?:os|io|gzip|fs|fsp|fsPromises|promises)\.open\(|(?<![\w$.])open\(|new (?:DatabaseSync|Database)\(/,
  socket:
    /(?<![\w$])(?:net|tls|http2)\.(?:connect|createConnection)\(|(?<![\w$])https?\.(?:get|request)\(|(?<![\w$.])fetch\(|new (?:WebSocket|Socket|net\.Socket|EventSource)\(|\b(?:create_connection|urlopen|HTTPS?Connection|ClientSession|open_connection)\(|(?<![\w$])socket\.socket\(|(?<![\w$])(?:requests|httpx|axios)\.\w+\(|(?<![\w$])(?:websockets|redis|psycopg2?|pymysql|asyncpg)\.\w*connect\w*\(/,
  process:
    /(?<![\w$.])(?:spawn|fork|exec|execFile)\(|(?<![\w$])(?:child_process|cp|os)\.(?:spawn|fork|exec|execFile)\(|\b(?:Popen|Process|create_subprocess_exec|create_subprocess_shell)\(/,
};

/** Python's way to close what it opens. */
const CLOSES = /^\s*(?:async\s+)?with\b/;

/** Where the program opens what may stay open: told where no object of the heap says who holds it. */
export function openingLines(sources: ProgramSources): Opening {
  const found = (kind: keyof Opening): FoundPlace | undefined => {
    const lines = candidates(sources, OPENS[kind]).filter(({ file, row }) => !CLOSES.test(file.lines[row]));
    return lines.length === 0 ? undefined : chosen(lines, SAID[kind]);
  };
  const [file, socket, process] = [found('file'), found('socket'), found('process')];
  return { ...(file && { file }), ...(socket && { socket }), ...(process && { process }) };
}

const SAID: Readonly<Record<keyof Opening, string>> = {
  file: 'opens a file',
  socket: 'opens a connection',
  process: 'starts a process',
};
