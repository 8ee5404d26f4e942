/** What is wrong with a row, in the words of whoever has to mend the file. */

export interface ImportFault {
  file: string
  /** As a spreadsheet counts: the header is row 1. In JSON the first item is row 1. Absent: the file as a whole. */
  row?: number
  column?: string
  value?: string
  /** What was expected, as the end of "…: must be". */
  expected: string
}

/** Longer lists help nobody, and a wrong delimiter makes one fault a row. */
const shownFaults = 100
const shownLetters = 60

export interface Faults {
  add(fault: ImportFault): void
  /** All that were found; `list` holds the first 100. */
  readonly count: number
  readonly list: ImportFault[]
}

export function collectFaults(): Faults {
  const list: ImportFault[] = []
  let count = 0
  return {
    add(fault) {
      count++
      if (list.length < shownFaults)
        list.push(fault.value === undefined ? fault : { ...fault, value: shortened(fault.value) })
    },
    get count() {
      return count
    },
    list,
  }
}

/** Control characters made visible: a terminal would act on them. */
function shortened(value: string): string {
  const start = [...value.slice(0, shownLetters * 2)].slice(0, shownLetters).join('')
  const visible = start.replace(
    /[\p{Cc}\p{Cf}\p{Cs}]/gu,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return start.length < value.length ? `${visible}… (${value.length} characters)` : visible
}

/** One line for the terminal: `licenses.csv, row 7, purchased_on "31/12/2026": must be a day such as 2026-12-31`. */
export function faultLine({ file, row, column, value, expected }: ImportFault): string {
  const place = [file, row === undefined ? '' : `row ${row}`, column ?? ''].filter(Boolean).join(', ')
  return `${place}${value === undefined ? '' : ` "${value}"`}: ${expected}`
}
