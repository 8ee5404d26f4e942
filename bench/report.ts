/** What a benchmark found: printed as a table, and written to `bench/results/NAME.json` for programs. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Report {
  name: string
  /** Ours over the control or the limit over ours: the larger the better. */
  ratios: Record<string, number>
  /** What the ratio of the same key should reach. */
  aims: Record<string, number>
  figures: Record<string, unknown>
}

/** A ratio with what it was made from, in words. */
export interface Line {
  key: string
  ratio: number
  aim?: number
  /** `2,310 /s beside 3,120 /s (0.71–0.78)` */
  detail: string
}

export interface Benchmark {
  name: string
  summary: string
  /** Prints its progress; rejects when something could not be measured or an answer was wrong. */
  run(): Promise<{ lines: Line[]; figures: Record<string, unknown> }>
}

/** The report as outside programs read it. */
export function reportOf(name: string, lines: readonly Line[], figures: Record<string, unknown>): Report {
  const rounded = (value: number) => Math.round(value * 1000) / 1000
  return {
    name,
    ratios: Object.fromEntries(lines.map(({ key, ratio }) => [key, rounded(ratio)])),
    aims: Object.fromEntries(lines.flatMap(({ key, aim }) => (aim === undefined ? [] : [[key, aim]]))),
    figures,
  }
}

/** One line a ratio, with its aim beside it and whether it was reached. */
export function table(lines: readonly Line[]): string {
  const rows = lines.map(({ key, ratio, aim, detail }) => [
    key,
    ratio.toFixed(2),
    aim === undefined ? '' : `aim ${aim.toFixed(2)}`,
    aim === undefined ? '' : ratio >= aim ? 'reached' : 'missed',
    detail,
  ])
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd()).join('\n')
}

/** Writes below `folder`; returns the file's path. */
export async function writeReport(folder: string, report: Report): Promise<string> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${report.name}.json`)
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`)
  return file
}
