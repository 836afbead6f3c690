/**
 * What can live on the far side: services by name, each an interface whose every
 * member is an async method. A method may take a `Call` as its last parameter;
 * it does not travel: each side has its own end of it.
 */
export type Service<T> = { [K in keyof T]: (...args: never[]) => Promise<unknown> };
export type Contract<T> = { [K in keyof T]: Service<T[K]> };
