import { NodeType } from '../../shared/model/heap-graph.js';
import { heapGraph } from './heap-graph.js';
import { PythonStreamWriter } from './python-heap-stream.js';

const META = {
  ...{ python: '3.12.1', pid: 4712, pause: 38, walk: 120, method: 'fork' },
  gc: { enabled: true, thresholds: [700, 10, 10] },
};

/** The agent's stream of an outbox that keeps `sent` letters; an object has the same address in each. */
export function drawnPythonHeap(sent: number): Uint8Array {
  const { graph } = heapGraph(outbox(sent), { producer: 'cpython' });
  const { nodeType, name, id, selfSize, firstEdge, edgeType, edgeName, edgeTarget, strings } = graph;
  const stream = new PythonStreamWriter().strings(
    ...Array.from({ length: strings.length }, (_, row) => strings.at(row) ?? ''),
  );
  for (let node = 0; node < graph.nodeCount; node++) {
    const [from, to] = [firstEdge[node], firstEdge[node + 1]];
    const tracked = nodeType[node] === NodeType.string ? 0 : 1;
    const held = node === 0 ? 0 : 1;
    stream.nodes([id[node], nodeType[node], name[node], selfSize[node], held, tracked, to - from]);
    const rows = Array.from({ length: to - from }, (_, at) => from + at);
    stream.edges(...rows.map((row) => [edgeType[row], edgeName[row], id[edgeTarget[row]]] as const));
  }
  return stream.meta(META).end().bytes();
}

const BASE = 0x7f12_3456_0000;
/** Of what is there in every snapshot, and of a letter with its parts. */
const [FIXED, LETTER] = [0x100, 0x800];

function outbox(sent: number): string {
  const letters = Array.from({ length: sent }, (_, n) => n);
  const four = [0, 1, 2, 3];
  const at = (n: number): string => `@${BASE + FIXED * n}`;
  const part = (letter: number, n: number): string => `@${BASE + 0x10_0000 + LETTER * letter + 0x200 * n}`;
  return [
    '(root):synthetic@0 0 -> (modules):element=0',
    '(modules):synthetic@3 0 -> module_shop.outbox=shop.outbox module_shop.mailer=shop.mailer',
    `module_shop.outbox${at(0)} 72 -> dict#outbox:internal=__dict__`,
    `dict#outbox${at(1)} 640 -> shop.outbox.Outbox=OUTBOX`,
    `shop.outbox.Outbox${at(2)} 48 -> dict#sent=sent list#recent=recent`,
    `dict#sent${at(3)} ${232 + 40 * sent} -> ${letters.map((n) => `shop.outbox.Letter#${n}=user-${n}`).join(' ')}`,
    `list#recent${at(4)} ${56 + 8 * sent} -> ${letters.map((n) => `shop.outbox.Letter#${n}:element=${n}`).join(' ')}`,
    `module_shop.mailer${at(5)} 72 -> dict#mailer:internal=__dict__`,
    `dict#mailer${at(6)} 640 -> ${four.map((n) => `shop.mailer.Smtp#${n}=smtp_${n}`).join(' ')}`,
    ...four.flatMap((n) => [
      `shop.mailer.Smtp#${n}${at(10 + 2 * n)} 88 -> ssl.SSLSocket#${n}=sock`,
      `ssl.SSLSocket#${n}${at(11 + 2 * n)} 5120`,
    ]),
    ...letters.flatMap((n) => [
      `shop.outbox.Letter#${n}${part(n, 0)} 56 -> user-${n}.shop.example=to list#${n}=lines bytes#${n}=body`,
      `user-${n}.shop.example:string${part(n, 1)} 68`,
      `list#${n}${part(n, 2)} 152`,
      `bytes#${n}${part(n, 3)} 6233`,
    ]),
  ].join('\n');
}
