import { Table2, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { useEngine } from '../../connection/engine.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Name } from '../../widgets/name.js';
import { examples, readings } from './examples.js';
import { words } from './words.js';

interface SchemaTable {
  readonly name: string;
  readonly columns: readonly string[];
}

const SHAPES = `SELECT m.name, group_concat(p.name, ' ') FROM sqlite_schema m, pragma_table_info(m.name) p
WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%' GROUP BY m.name ORDER BY m.type = 'table', m.name`;

/** What can be asked for: saved questions, and the tables with their columns. */
export function SchemaList({
  session,
  onAsk,
}: {
  readonly session: OpenSession;
  readonly onAsk: (sql: string) => void;
}) {
  const { queries } = useWorkspace();
  const saved = usePart(queries, (state) => state.saved);
  const tables = useTables(session);
  return (
    <nav className="sql-side" aria-label={words.tables}>
      <h3 className="support strong">{words.saved}</h3>
      <ul>
        {saved.map(({ name, sql }) => (
          <li key={name} className="row">
            <button type="button" className="link cut grow" onClick={() => onAsk(sql)}>
              <Name text={name} limit={80} />
            </button>
            <button type="button" aria-label={words.forget(name)} onClick={() => queries.forget(name)}>
              <X size={12} aria-hidden />
            </button>
          </li>
        ))}
        {examples.map(({ name, sql }) => (
          <li key={name} className="row">
            <button type="button" className="link cut grow" onClick={() => onAsk(sql)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
      <h3 className="support strong">{words.tables}</h3>
      <ul>
        {[...readings, ...tables].map(({ name, columns }) => (
          <li key={name} className="sql-table">
            <details>
              <summary className="row">
                <Table2 size={12} aria-hidden />
                <Name text={name} limit={60} className="mono cut grow" />
              </summary>
              <ul className="sql-columns about mono">
                {columns.map((column) => (
                  <li key={column} className="cut">
                    <Name text={column} limit={60} />
                  </li>
                ))}
              </ul>
            </details>
            <button
              type="button"
              className="link"
              aria-label={words.insert(name)}
              onClick={() => onAsk(`SELECT *\nFROM "${name.replaceAll('"', '""')}"\nLIMIT 1000`)}
            >
              *
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function useTables({ id }: OpenSession): readonly SchemaTable[] {
  const { services } = useEngine();
  const [tables, setTables] = useState<readonly SchemaTable[]>([]);
  useEffect(() => {
    let current = true;
    services.sessions.query(id, { sql: SHAPES, page: { from: 0, count: 200 } }).then(
      ({ rows }) => {
        if (!current) return;
        setTables(
          rows.map(([name, columns]) => ({ name: String(name), columns: String(columns).split(' ') })),
        );
      },
      // The question itself says what is wrong with the file.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [services, id]);
  return tables;
}
