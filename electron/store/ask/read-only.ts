import { constants, type DatabaseSync } from 'node:sqlite';

/** From here on the connection answers SELECTs alone: no other file, no change, no setting. */
export function readOnly(db: DatabaseSync): void {
  db.exec(`PRAGMA hard_heap_limit = ${MOST_MEMORY}`);
  db.exec('PRAGMA query_only = ON');
  db.setAuthorizer((action, first) => {
    if (ALLOWED.has(action)) return constants.SQLITE_OK;
    // The shape of a table, as a function in FROM, changes nothing.
    if (action === constants.SQLITE_PRAGMA && SHAPES.has(String(first))) return constants.SQLITE_OK;
    return constants.SQLITE_DENY;
  });
}

const MOST_MEMORY = 256e6;
const SHAPES = new Set(['table_info', 'table_xinfo', 'table_list']);
const ALLOWED = new Set([
  constants.SQLITE_SELECT,
  constants.SQLITE_READ,
  constants.SQLITE_FUNCTION,
  constants.SQLITE_RECURSIVE,
]);
