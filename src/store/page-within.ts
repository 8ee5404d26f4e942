/** Where a page lies among all: one before the first is the first, one beyond the last the last; `from` counts from 0. */
export function pageWithin(
  total: number,
  length: number,
  wanted: number,
): { page: number; pages: number; from: number } {
  const pages = Math.max(1, Math.ceil(total / length))
  const page = Math.min(Math.max(1, Math.trunc(wanted) || 1), pages)
  return { page, pages, from: (page - 1) * length }
}
