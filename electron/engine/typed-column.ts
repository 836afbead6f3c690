/** The kinds of column that are stored, by the name they are stored under. */
export type TypedColumn =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array;

const TYPES = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i8: Int8Array,
  i16: Int16Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

export type ColumnType = keyof typeof TYPES;

export function isColumnType(name: unknown): name is ColumnType {
  return typeof name === 'string' && Object.hasOwn(TYPES, name);
}

export function typeOf(column: TypedColumn): ColumnType {
  for (const [name, type] of Object.entries(TYPES)) if (column instanceof type) return name as ColumnType;
  throw new Error('a column of a kind that is not stored');
}

/** The whole buffer as one column; its length must fit the type. */
export function columnOver(type: ColumnType, buffer: SharedArrayBuffer): TypedColumn {
  const Column = TYPES[type] as new (over: SharedArrayBuffer) => TypedColumn;
  return new Column(buffer);
}
