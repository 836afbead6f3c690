import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  session,
  shell,
  utilityProcess,
} from 'electron';
import { createHost } from '../host/create-host.js';
import { startShell } from './shell.js';
import { utilityAsking } from './utility-asking.js';

startShell(
  { app, BrowserWindow, Menu, dialog, ipcMain, protocol, session, shell, utilityProcess, MessageChannelMain },
  {
    createHost: () => createHost({ shell: 'app', startAsking: utilityAsking({ utilityProcess }) }),
    argv: process.argv,
    preload: new URL('./preload.cjs', import.meta.url),
  },
);
