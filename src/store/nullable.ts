/** A row as SQL gives it: every column may be null. */
export type Nullable<T> = { [K in keyof T]: T[K] | null }

/** The same with what is null absent, as the domain's types have it. */
export const withoutNulls = <T extends object>(row: Nullable<T>): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T
