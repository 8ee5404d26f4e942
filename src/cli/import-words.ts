/** What the import says to the operator in the terminal. */
import { type TableCounts, vendorTables } from '../domain/vendor-data.ts'
import { faultLine } from '../import/fault.ts'
import type { ImportOutcome } from '../import/run-import.ts'

export const usage = `Usage: npm run import -- PATH [--dry-run] [--invite]

  PATH       a folder of CSV files, or one JSON file (docs/importing.md)
  --dry-run  checks everything and counts what would change, and changes nothing
  --invite   afterwards writes an invitation code for each primary contact who has not claimed the account`

/** The table of what was done, or the faults with what to do about them. */
export function outcomeWords(outcome: ImportOutcome): string {
  if (outcome.status === 'refused') {
    const { faults, count } = outcome
    const more = count > faults.length ? [`… and ${count - faults.length} more`] : []
    const faultWord = count === 1 ? 'one fault' : `${count} faults`
    return [...faults.map(faultLine), ...more, '', `Nothing was imported: ${faultWord} to mend first.`].join('\n')
  }
  const rows = vendorTables.flatMap((table) => {
    const counts = outcome.report[table]
    return counts ? [[table, ...figures(counts)]] : []
  })
  const done = outcome.status === 'dry-run' ? 'Dry run: nothing was changed. This is what would be:' : 'Imported:'
  return [done, '', ...columns([['', 'added', 'changed', 'unchanged'], ...rows])].join('\n')
}

const figures = ({ added, changed, unchanged }: TableCounts): string[] => [added, changed, unchanged].map(String)

interface Invited {
  organizationName: string
  name: string
  email: string
  code: string
  expiresAt: Date
}

/** The codes, which can be seen here and never again. */
export function invitationWords(invited: Invited[]): string {
  if (invited.length === 0)
    return '\nNo invitations: every primary contact has claimed the account or holds a valid code.'
  const lines = invited.map(({ organizationName, name, email, code }) => [code, email, name, organizationName])
  const until = invited[0]!.expiresAt.toISOString().slice(0, 10)
  return [
    '',
    `Invitation codes, valid until ${until}. They are shown this once: send each to its contact.`,
    '',
    ...columns(lines),
  ].join('\n')
}

/** The first column to the left, figures to the right. */
function columns(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, index) => Math.max(...rows.map((row) => widthOf(row[index]!))))
  return rows.map((row) =>
    row
      .map((cell, index) => {
        const space = ' '.repeat(widths[index]! - widthOf(cell))
        return /^\d+$/.test(cell) || (index > 0 && row === rows[0] && row[0] === '') ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd(),
  )
}

/** A Chinese or Japanese letter takes two places in a terminal. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (width, letter) =>
      width +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(letter)
        ? 2
        : 1),
    0,
  )
