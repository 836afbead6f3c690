import { Failure } from '../../../shared/base/failure.js';
import type { ObjectCounts } from '../../../shared/model/live-objects.js';
import type { Attachment } from '../driver.js';
import type { PythonAttachment } from './python-attachment.js';

/**
 * What there is of an attachment where no copy of the process can be made: the heap is read, and objects are counted, in the program
 * itself; what only a copy can tell (stacks, traces, who refers to one object) there is not.
 */
export function withoutCopies(whole: PythonAttachment): Attachment {
  const { process, version, root } = whole;
  return {
    ...{ process, version, root },
    sample: (signal) => whole.sample(signal),
    ownTime: () => whole.ownTime(),
    takeGcEvents: () => whole.takeGcEvents(),
    collectGarbage: (signal) => whole.collectGarbage(signal),
    estimateCapture: (signal, options) => whole.estimateCapture(signal, { ...options, inProcess: true }),
    captureHeap: (sink, signal, options) => whole.captureHeap(sink, signal, { ...options, inProcess: true }),
    nameThreads: (signal) => whole.nameThreads(signal),
    objects: {
      counts: (signal): Promise<ObjectCounts> => whole.objects.countsWithin(signal),
      referrers: () => Promise.reject(noCopy()),
      referents: () => Promise.reject(noCopy()),
      collector: (signal) => whole.objects.collector(signal),
    },
    onLost: (listener) => whole.onLost(listener),
    detach: () => whole.detach(),
  };
}

const noCopy = (): Failure =>
  new Failure(
    'no-copy',
    'Who refers to an object is read in a copy of the process, which is made on Linux only.',
    'Take a heap snapshot, and look there what holds it.',
  );
