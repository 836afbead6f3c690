/**
 * The Python text that the target's interpreter runs. It runs in `__main__`, so it binds no name there, reaches
 * the builtins through `__builtins__` (a program may have an `open` of its own) and does all its work in a namespace
 * of its own, to which any warning is charged. It raises nothing: a pending call that fails without an exception set
 * would break the program.
 */
export function entryText(script: string): Buffer {
  const path = JSON.stringify(script); // a JSON string is also a Python one
  const work = `with open(${path},"rb") as f: s=f.read()
exec(compile(s,${path},"exec"),{"__name__":"leakscope_entry","__file__":${path}})`;
  return Buffer.from(
    `try:\n __builtins__.exec(${JSON.stringify(work)},{"__builtins__":__builtins__})\n` +
      'except __builtins__.BaseException:\n pass\n\0',
  );
}
