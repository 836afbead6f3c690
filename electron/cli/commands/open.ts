import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { electronBinary } from '../../host/electron-binary.js';
import { appFolder } from '../../host/places.js';
import type { CommandContext, ExitStatus } from '../command-context.js';
import { hasDisplay } from '../open-browser.js';
import { serve } from './serve.js';

/** The app's window where it can be had; else the same UI from the loopback server, saying in one line why. */
export async function open(context: CommandContext, files: readonly string[]): Promise<ExitStatus> {
  const why = hasDisplay() ? undefined : 'there is no display';
  const binary = why ? undefined : await electronBinary();
  if (typeof binary === 'object' && binary.path) return desktop(binary.path, files);
  const reason = why ?? (typeof binary === 'object' ? binary.missing : 'Electron was not found');
  context.screen.say(`leakscope: no desktop window, because ${reason}: the same at this address:`);
  return serve(context, files, { port: 0, open: hasDisplay() });
}

/** Runs Electron in this process's place: its exit is ours. */
function desktop(binary: string, files: readonly string[]): Promise<ExitStatus> {
  const args = [appFolder(), ...files.map((file) => resolve(file))];
  // Chromium refuses its sandbox to root.
  if (process.getuid?.() === 0) args.unshift('--no-sandbox');
  return new Promise((done) => {
    const child = spawn(binary, args, { stdio: 'inherit' });
    child.on('error', () => done(1));
    child.on('exit', (code) => done(code === 0 ? 0 : 1));
  });
}
