/** Words on lines: which font draws which letter, how wide it is, and where a line may end. */
import type { Fonts, Script } from './fonts.ts'

/** Letters of one font beside each other. */
export interface Run {
  script: Script
  letters: string
}

export interface Typesetter {
  runs(text: string): Run[]
  /** In points. */
  widthOf(text: string, size: number): number
  /** At least one line, at most `most`; what does not fit ends in an ellipsis. */
  lines(text: string, size: number, width: number, most?: number): string[]
}

/** A letter that none of the fonts has. */
const unknownLetter = '□'
/** Marks without a shape of their own are left out rather than drawn as unknown. */
const shapeless = /^[\p{Cf}\p{Mn}\p{Me}]$/u
const wide = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\u3000-\u303f\uff00-\uff60]/u
/** Chinese and Japanese typesetting: these begin no line, those end none. */
const beginsNone =
  /[、。，．：；？！）」』】〕〉》］｝”’ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々…‥)\]},.;:!?%]/u
const endsNone = /[（「『【〔〈《［｛“‘([{]/u
/** Addresses and numbers are long and have no spaces. */
const seam = /[-/@._·]/

/** `order`: whose letters are tried first. `advanceOf`: a letter's width in thousandths of its size. */
export function createTypesetter(
  fonts: Fonts,
  order: readonly Script[],
  advanceOf: (script: Script, letter: string) => number,
): Typesetter {
  const known = new Map<string, { letter: string; script: Script; advance: number } | undefined>()

  function drawn(letter: string) {
    if (known.has(letter)) return known.get(letter)
    const point = letter.codePointAt(0)!
    const script = order.find((each) => fonts[each].has(point))
    const found = script
      ? { letter, script, advance: advanceOf(script, letter) }
      : shapeless.test(letter)
        ? undefined
        : { letter: unknownLetter, script: order[0]!, advance: advanceOf(order[0]!, unknownLetter) }
    known.set(letter, found)
    return found
  }

  const plain = (text: string): string => text.normalize('NFC').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')

  const widthOf = (text: string, size: number): number => {
    let sum = 0
    for (const letter of plain(text)) sum += drawn(letter)?.advance ?? 0
    return (sum * size) / 1000
  }

  /** Between words and between Chinese letters a line ends gladly; inside an address only where nothing else is left. */
  const seamBetween = (before: string, after: string): 'good' | 'poor' | undefined => {
    if (beginsNone.test(after) || endsNone.test(before)) return undefined
    if (before === ' ' || wide.test(before) || wide.test(after)) return 'good'
    return seam.test(before) ? 'poor' : undefined
  }

  return {
    widthOf,
    runs(text) {
      const runs: Run[] = []
      for (const each of plain(text)) {
        const found = drawn(each)
        if (!found) continue
        const last = runs.at(-1)
        if (last?.script === found.script) last.letters += found.letter
        else runs.push({ script: found.script, letters: found.letter })
      }
      return runs
    },
    lines(text, size, width, most = Number.POSITIVE_INFINITY) {
      const letters = [...plain(text).trim()]
      const room = (width * 1000) / size
      const lines: string[] = []
      let start = 0
      let seams = { good: 0, poor: 0 }
      let sum = 0
      for (let at = 0; at < letters.length; at++) {
        const kind = at > start ? seamBetween(letters[at - 1]!, letters[at]!) : undefined
        if (kind) seams[kind] = at
        sum += drawn(letters[at]!)?.advance ?? 0
        if (sum <= room || at === start || letters[at] === ' ') continue
        const end = [seams.good, seams.poor, at].find((seam) => seam > start)!
        lines.push(letters.slice(start, end).join('').trimEnd())
        if (lines.length === most) return [...lines.slice(0, -1), `${[...lines.at(-1)!].slice(0, -1).join('')}…`]
        start = end
        seams = { good: end, poor: end }
        sum = 0
        at = end - 1
      }
      lines.push(letters.slice(start).join('').trimEnd())
      return lines
    },
  }
}
