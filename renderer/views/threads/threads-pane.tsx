import { useState } from 'react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { Segments } from '../../widgets/segments.js';
import { DescriptorTable } from './descriptor-table.js';
import { StackList } from './stack-list.js';
import { ThreadTable } from './thread-table.js';
import { words } from './words.js';
import './threads.css';

const TABS = ['threads', 'descriptors', 'stacks'] as const;
type Tab = (typeof TABS)[number];

/** The threads of a process, what it has open, and where its threads are. */
export function ThreadsPane({ session }: { readonly session: OpenSession }) {
  const [shown, setShown] = useState<Tab>('threads');
  const tabs = (
    <Segments<Tab>
      label={words.show}
      value={shown}
      options={TABS.map((value) => ({ value, text: words[value] }))}
      onChange={setShown}
    />
  );
  return (
    <div className="threads column">
      {shown === 'threads' && <ThreadTable session={session} tabs={tabs} />}
      {shown === 'descriptors' && <DescriptorTable session={session} tabs={tabs} />}
      {shown === 'stacks' && <StackList session={session} tabs={tabs} />}
    </div>
  );
}
