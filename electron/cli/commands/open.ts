import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../../../shared/base/failure.js';
import { electronBinary } from '../../host/electron-binary.js';
import { appFolder } from '../../host/places.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { hasDisplay } from '../open-browser.js';
import { type ServeFlags, serve } from './serve.js';

export interface OpenOptions {
  readonly files: readonly string[];
  /** Processes to record from the start. */
  readonly record?: readonly number[];
  readonly browser: ServeFlags;
}

/**
 * The app's window where it can be had; else the same UI from the loopback server, saying in one line why. One file
 * missing among others is said in the window; a Failure where none is there: a mistyped command comes here, too.
 */
export async function open(context: CommandContext, options: OpenOptions): Promise<ExitStatus> {
  const [first] = options.files;
  if (first !== undefined && !options.files.some((file) => existsSync(file)))
    throw new Failure(
      'no-such-file',
      `There is no file ${resolve(first)}.`,
      'Check the name; the commands are listed by leakscope --help.',
    );
  const why = hasDisplay() ? undefined : 'there is no display';
  const { path, missing } = why ? { path: undefined, missing: why } : await electronBinary();
  if (path) return desktop(path, options);
  context.screen.say(`leakscope: no desktop window, because ${missing}; the same at this address:`);
  const { files, record: pids = [], browser } = options;
  if (pids.length > 0) await context.api.recording.start({ pids, tree: false, interval: SAMPLE_INTERVAL });
  return serve(context, files, browser);
}

/** Milliseconds. */
const SAMPLE_INTERVAL = 100;

/** Runs Electron in this process's place: its exit is ours. */
function desktop(binary: string, { files, record: pids = [] }: OpenOptions): Promise<ExitStatus> {
  const args = [appFolder(), ...files.map((file) => resolve(file))];
  if (pids.length > 0) args.push(`--record=${pids.join(',')}`);
  // Chromium refuses its sandbox to root.
  if (process.getuid?.() === 0) args.unshift('--no-sandbox');
  return new Promise((done) => {
    const child = spawn(binary, args, { stdio: 'inherit' });
    child.on('error', () => done(1));
    child.on('exit', (code) => done(code === 0 ? 0 : 1));
  });
}
