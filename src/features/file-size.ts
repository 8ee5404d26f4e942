import { say, type Text } from '../bot/view.ts'

const units = ['kb', 'mb', 'gb', 'tb'] as const

/** Bytes in the largest unit of which there is at least one, with the exact number where that says more. */
export function sizeText(bytes: number): Text {
  const power = Math.min(units.length, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  if (power === 0) return say('downloads.size.bytes', { count: bytes })
  return say(`downloads.size.${units[power - 1]!}`, { size: Math.round((bytes / 1024 ** power) * 10) / 10, bytes })
}
