import type { SharedFile } from '../contract.ts'

/** The page's server takes a deed of 16 MiB; base64 makes a third more of a file. */
export const mostBytes = 10 * 1024 * 1024

export const isTooMuch = (files: File[]): boolean => files.reduce((sum, { size }) => sum + size, 0) > mostBytes

export const sharedFiles = (files: File[]): Promise<SharedFile[]> =>
  Promise.all(
    files.map(async (file) => ({
      name: file.name,
      ...(file.type === '' ? {} : { type: file.type }),
      base64: await base64Of(file),
    })),
  )

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(file)
  })
}

/** `12 kB`, as the reader's language writes it. */
export function sizeWords(bytes: number, language: string): string {
  const [unit, value] =
    bytes < 1000
      ? (['byte', bytes] as const)
      : bytes < 1_000_000
        ? (['kilobyte', bytes / 1000] as const)
        : (['megabyte', bytes / 1_000_000] as const)
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value)
}
