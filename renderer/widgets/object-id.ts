/** How an object is called beside its class: V8's number as it is, an address of CPython as addresses are written. */
export const objectId = (id: number): string => `@${id.toString(id > HIGHEST_NUMBER ? 16 : 10)}`;

/** V8 counts its objects by twos, from one; no address is so low. */
const HIGHEST_NUMBER = 1e9;
