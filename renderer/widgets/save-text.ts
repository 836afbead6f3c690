/** Hands a text over as a file, as a browser saves one. */
export function saveText(name: string, text: string, type: string): void {
  save(name, new Blob([text], { type }));
}

export function saveBytes(name: string, bytes: Uint8Array, type: string): void {
  save(name, new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
}

function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name.replace(/[^\p{L}\p{N}._ -]/gu, '_').slice(0, 120);
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
