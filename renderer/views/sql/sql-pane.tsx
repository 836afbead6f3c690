import { Download, Play, Save } from 'lucide-react';
import { useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { countText } from '../../../shared/base/quantity.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { NameForm } from '../../widgets/name-form.js';
import { saveText } from '../../widgets/save-text.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { AnswerGrid } from './answer-grid.js';
import { csvText } from './csv-text.js';
import { SchemaList } from './schema-list.js';
import { ROWS, useAsking } from './use-asking.js';
import { words } from './words.js';
import './sql.css';

/** Any question to the session, in SQL: the engine answers, this window only shows. */
export function SqlPane({ session }: { readonly session: OpenSession }) {
  const { queries, tasks } = useWorkspace();
  const text = usePart(queries, (state) => state.text);
  const answer = usePart(queries, (state) => state.answer);
  const asked = usePart(queries, (state) => state.asked);
  const { ask, all, cancel } = useAsking(session);
  const [naming, setNaming] = useState(false);
  const from = asked?.from ?? 0;
  const isMine = asked?.session === session.id;
  const run = (sql = text): void => {
    if (sql.trim() !== '') void ask(sql);
  };
  const exportAll = (): void => {
    if (!asked) return;
    void tasks.run(words.csv, async (call) => {
      const stop = new AbortController();
      call.signal?.addEventListener('abort', () => stop.abort());
      const { columns, rows } = await all(asked.sql, stop.signal);
      saveText(`${session.name.replace(/\.[^.]*$/, '')}-query.csv`, csvText(columns, rows), 'text/csv');
      tasks.say({ kind: 'done', message: words.exported(countText(rows.length)) });
    });
  };
  return (
    <Group orientation="horizontal" className="sql">
      <Panel id="sql-tables" defaultSize={232} minSize={150} groupResizeBehavior="preserve-pixel-size">
        <SchemaList
          session={session}
          onAsk={(sql) => {
            queries.write(sql);
            run(sql);
          }}
        />
      </Panel>
      <Separator className="splitter splitter-across" />
      <Panel id="sql-answer" minSize={320}>
        <div className="column sql-main">
          <textarea
            className="sql-field mono"
            aria-label={words.field}
            placeholder={words.placeholder}
            value={text}
            rows={5}
            maxLength={100_000}
            spellCheck={false}
            data-search
            onChange={(event) => queries.write(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
              event.preventDefault();
              run();
            }}
          />
          <div className="row sql-bar">
            {answer.phase === 'loading' ? (
              <Button onClick={cancel}>{words.cancel}</Button>
            ) : (
              <Button
                kind="main"
                icon={Play}
                hint="Ctrl Enter"
                disabled={text.trim() === ''}
                onClick={() => run()}
              >
                {words.run}
              </Button>
            )}
            {!naming ? (
              <Button icon={Save} disabled={text.trim() === ''} onClick={() => setNaming(true)}>
                {words.save}
              </Button>
            ) : (
              <NameForm
                label={words.saveAs}
                onEnd={(name) => {
                  if (name) queries.save(name, text);
                  setNaming(false);
                }}
              />
            )}
            <span className="grow" />
            {isMine && answer.phase === 'ready' && (
              <>
                <span className="about" role="status" title={words.tookAbout} data-took>
                  {words.rows(from, from + answer.value.rows.length, answer.value.more)} ·{' '}
                  {words.took(answer.value.took)}
                </span>
                {(from > 0 || answer.value.more) && (
                  <>
                    <Button
                      disabled={from === 0}
                      onClick={() => void ask(asked.sql, Math.max(0, from - ROWS))}
                    >
                      {words.before}
                    </Button>
                    <Button
                      disabled={!answer.value.more}
                      onClick={() => void ask(asked.sql, from + answer.value.rows.length)}
                    >
                      {words.next}
                    </Button>
                  </>
                )}
                <Button icon={Download} title={words.csvAbout} onClick={exportAll}>
                  {words.csv}
                </Button>
              </>
            )}
          </div>
          {isMine && answer.phase === 'failed' ? (
            <TroubleCard message={answer.message} remedy={answer.remedy}>
              <Button onClick={() => run()}>{words.again}</Button>
            </TroubleCard>
          ) : isMine && answer.phase === 'ready' ? (
            <AnswerGrid answer={answer.value} from={from} />
          ) : (
            <p className="about sql-note">{answer.phase === 'loading' ? words.running : words.about}</p>
          )}
        </div>
      </Panel>
    </Group>
  );
}
