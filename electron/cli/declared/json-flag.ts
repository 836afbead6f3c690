import { Option } from 'commander';

export const jsonFlag = (): Option =>
  new Option('--json', 'print one JSON value on stdout and nothing else there');
