import { Cable, CornerDownLeft } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ProcessRow } from '../../../shared/api/processes.js';
import { useCurrentSession, usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { Chip } from '../../widgets/chip.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { isGrowing } from '../../widgets/growing.js';
import { SearchField } from '../../widgets/search-field.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { PreflightCard } from './preflight-card.js';
import { nameOf, ProcessList, type ProcessName } from './process-list.js';
import { descendants, type ProcessFilter, type ProcessSort, processTree } from './process-tree.js';
import { RecentSessions } from './recent-sessions.js';
import { words } from './words.js';
import './attach.css';

const EVERYTHING: ProcessFilter = { text: '', tree: true, growing: false, python: false, v8: false };
const grows = ({ curve }: ProcessRow): boolean => isGrowing(curve);

/** The first question: which program grows? */
export function AttachScreen() {
  const { processes, commands, layout } = useWorkspace();
  const { rows: all, known, trouble } = usePart(processes, (state) => state);
  const session = useCurrentSession();
  const [filter, setFilter] = useState(EVERYTHING);
  const [sort, setSort] = useState<{ by: ProcessSort; descending: boolean }>({ by: 'rss', descending: true });
  const [closed, setClosed] = useState<ReadonlySet<ProcessName>>(new Set());
  const [chosen, setChosen] = useState<ProcessName>();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => processes.watch(), [processes]);

  const rows = useMemo(
    () => processTree(all, filter, sort, (process) => closed.has(nameOf(process)), grows),
    [all, filter, sort, closed],
  );
  const process = all.find((row) => nameOf(row) === chosen);
  const tree = process ? descendants(all, process.pid) : [];
  const change = (part: Partial<ProcessFilter>): void => setFilter((was) => ({ ...was, ...part }));
  const attach = (row: ProcessRow, alone: boolean): void => {
    if (!row.attachable) return;
    const below = alone ? [row.pid] : descendants(all, row.pid);
    // A new recording follows children by itself; a running one is given each.
    void commands.attach(session?.live ? below : [row.pid], !alone, words.attaching(row.pid));
  };
  const sortBy = (by: ProcessSort): void =>
    setSort((was) => ({ by, descending: was.by === by ? !was.descending : by === 'rss' }));
  const user = useMemo(() => all.find(({ command }) => command.includes('leakscope'))?.user, [all]);

  return (
    <main className="attach">
      <div className="attach-list column">
        <header className="attach-head">
          <h1 className="question">{words.question}</h1>
          <p className="support">{words.promise}</p>
          <div className="row attach-filters">
            <SearchField
              label={words.search}
              value={filter.text}
              onChange={(text) => change({ text })}
              autoFocus
              className="attach-search"
              onKeyDown={(event) => {
                const first = rows.find((row) => !row.passing)?.process;
                if (event.key === 'ArrowDown' && first) {
                  event.preventDefault();
                  setChosen((was) => was ?? nameOf(first));
                  list.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus();
                }
                if (event.key === 'Enter') {
                  const row = process && rows.some((one) => one.process === process) ? process : first;
                  if (row) attach(row, event.shiftKey);
                }
              }}
            />
            <Chip on={filter.tree} onChange={(on) => change({ tree: on })}>
              {words.tree}
            </Chip>
            <Chip
              on={filter.growing}
              onChange={(on) => change({ growing: on })}
              count={all.filter(grows).length}
              title={words.growingAbout}
            >
              {words.growing}
            </Chip>
            <Chip
              on={filter.python}
              onChange={(on) => change({ python: on })}
              count={all.filter(({ runtime }) => runtime.kind === 'cpython').length}
              title={words.pythonAbout}
            >
              {words.python}
            </Chip>
            <Chip
              on={filter.v8}
              onChange={(on) => change({ v8: on })}
              count={all.filter(({ runtime }) => runtime.kind === 'v8').length}
              title={words.v8About}
            >
              {words.v8}
            </Chip>
            {user && (
              <Chip
                on={filter.user !== undefined}
                onChange={(on) => change({ user: on ? user : undefined })}
                title={words.mineAbout}
              >
                {words.mine}
              </Chip>
            )}
            <span className="grow" />
            <span className="about" aria-live="polite">
              {known ? words.processes(rows.filter((row) => !row.passing).length, all.length) : words.loading}
            </span>
          </div>
        </header>
        {trouble && !known && <TroubleCard {...trouble} />}
        <div ref={list} className="column grow">
          {known && rows.length === 0 ? (
            <EmptyState icon={CornerDownLeft} title={words.none} text={words.noneAbout}>
              <Button onClick={() => setFilter(EVERYTHING)}>{words.clear}</Button>
            </EmptyState>
          ) : (
            <ProcessList
              rows={rows}
              chosen={chosen}
              sort={sort}
              onSort={sortBy}
              onChoose={(row) => setChosen(nameOf(row))}
              onAttach={attach}
              onFold={(row, open) =>
                setClosed((was) => {
                  const next = new Set(was);
                  if (open) next.delete(nameOf(row));
                  else next.add(nameOf(row));
                  return next;
                })
              }
            />
          )}
        </div>
        <footer className="row attach-foot">
          {process ? (
            <>
              <Button
                kind="main"
                hint="Enter"
                disabled={!process.attachable}
                onClick={() => attach(process, false)}
              >
                {session?.live ? words.addTree(process.pid) : words.attachTree(process.pid, tree.length)}
              </Button>
              {tree.length > 1 && (
                <Button disabled={!process.attachable} onClick={() => attach(process, true)}>
                  {words.attachOnly(process.pid)}
                </Button>
              )}
              <span className="grow" />
              <span className="about">{words.followed}</span>
            </>
          ) : (
            <>
              <span className="about">{words.chooseFirst}</span>
              <span className="grow" />
            </>
          )}
          <Button icon={Cable} hint="Ctrl I" onClick={() => layout.openSheet('address')}>
            {words.address}
          </Button>
        </footer>
      </div>
      <aside className="attach-side column">
        <PreflightCard
          process={process}
          onSnapshot={({ pid }, estimate) =>
            void commands.attachAndSnapshot(
              pid,
              true,
              { attach: words.attaching(pid), snapshot: words.taking(pid) },
              estimate,
            )
          }
        />
        <RecentSessions />
      </aside>
    </main>
  );
}
