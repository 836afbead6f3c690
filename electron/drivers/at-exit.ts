/**
 * Does something, at once and without waiting, when this process exits. Answers with what calls it off. One listener for all: with fifty
 * targets Node would warn of a leak.
 */
export function atExit(action: () => void): () => void {
  if (due.size === 0) process.once('exit', all);
  due.add(action);
  return () => {
    if (due.delete(action) && due.size === 0) process.off('exit', all);
  };
}

const due = new Set<() => void>();

function all(): void {
  for (const action of [...due])
    try {
      action();
    } catch {
      // The others have their turn.
    }
}
