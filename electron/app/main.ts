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
} from 'electron';
import { createHost } from '../host/create-host.js';
import { startShell } from './shell.js';

startShell(
  { app, BrowserWindow, Menu, dialog, ipcMain, protocol, session, shell, MessageChannelMain },
  {
    createHost: () => createHost({ shell: 'app' }),
    argv: process.argv,
    preload: new URL('./preload.cjs', import.meta.url),
  },
);
