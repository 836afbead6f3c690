export type { Page, Slice, Sort } from '../model/page.js';
