/**
 * The Python text that the target's interpreter runs. It runs in `__main__`, so it binds no name there and reaches
 * every builtin through `__builtins__`: a program may have an `open` of its own. It raises nothing: a pending call that fails without
 * an exception set would break the program. The script gets a namespace of its own.
 */
export function entryText(script: string): Buffer {
  const path = JSON.stringify(script); // a JSON string is also a Python one
  const builtins = '__builtins__';
  const source = `${builtins}.open(${path},"rb").read()`;
  const names = `{"__name__":"leakscope_entry","__file__":${path},"__builtins__":${builtins}}`;
  return Buffer.from(
    `try:\n ${builtins}.exec(${builtins}.compile(${source},${path},"exec"),${names})\n` +
      `except ${builtins}.BaseException:\n pass\n\0`,
  );
}
