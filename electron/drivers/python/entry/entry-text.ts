/**
 * The Python text that the target's interpreter runs. It runs in `__main__`, so it binds no name there, and reaches the
 * builtins through a function of theirs that no program replaces: a program may have an `open` of its own, and
 * `__builtins__` is a module in one `__main__` and a dictionary in another (that of a process which multiprocessing has
 * spawned). All its work is in a namespace of its own, to which any warning is charged. It raises nothing, whatever
 * happens: a pending call that fails without an exception set breaks the program.
 */
export function entryText(script: string): Buffer {
  const path = JSON.stringify(script); // a JSON string is also a Python one
  const work = `with open(${path},"rb") as f: s=f.read()
exec(compile(s,${path},"exec"),{"__name__":"leakscope_entry","__file__":${path}})`;
  const builtins = '__build_class__.__self__';
  return Buffer.from(
    `try:\n ${builtins}.exec(${JSON.stringify(work)},{"__builtins__":${builtins}})\nexcept:\n pass\n\0`,
  );
}
