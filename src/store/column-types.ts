import pg from 'pg'

const calendarDay = 1082

/** A DATE stays `2026-02-28`: as a `Date` it would become another day west of Greenwich. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === calendarDay
      ? (day: string) => day
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}
