import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { createRoot } from 'react-dom/client';
import { memory, painted, steps } from '../lib/bench.js';
import { rows, scrolls } from '../lib/table.js';

const H = 28;
function Table({ cols }) {
  const ref = useRef(null);
  const v = useVirtualizer({
    count: cols.count,
    getScrollElement: () => ref.current,
    estimateSize: () => H,
    overscan: 5,
  });
  return (
    <div id="scroller" ref={ref} style={{ height: 700, width: 1200, overflow: 'auto' }}>
      <div style={{ height: v.getTotalSize(), position: 'relative' }}>
        {v.getVirtualItems().map((r) => (
          <div
            key={r.key}
            style={{
              position: 'absolute',
              top: 0,
              left: 0,
              width: '100%',
              height: H,
              display: 'flex',
              transform: `translateY(${r.start}px)`,
            }}
          >
            {[0, 1, 2, 3, 4, 5].map((c) => (
              <div key={c} style={{ width: c ? 120 : 600, overflow: 'hidden', whiteSpace: 'nowrap' }}>
                {cols.cell(r.index, c)}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
export async function bench({ count }) {
  const mem0 = await memory();
  const cols = rows(count);
  const memData = await memory();
  const t0 = performance.now();
  createRoot(document.getElementById('app')).render(<Table cols={cols} />);
  let first = 0;
  while (!document.querySelector('#scroller div div div')) first = await painted();
  first -= t0;
  const mem = await memory();
  const el = document.getElementById('scroller');
  const r = await steps(scrolls(), (s) => {
    el.scrollTop = s.jump !== undefined ? s.jump * (el.scrollHeight - 700) : el.scrollTop + s.by;
  });
  return {
    firstDraw: { painted: first },
    scrollHeight: el.scrollHeight,
    ...r,
    mem: { empty: mem0, data: memData, view: mem, end: await memory() },
  };
}
