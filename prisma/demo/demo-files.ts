/** The demo's files themselves: a few kilobytes each, the same bytes on every machine and day. */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import type { DemoLicense } from './demo-licenses.ts'
import type { DemoArtifact, DemoRelease } from './demo-releases.ts'

export interface DemoFile {
  location: string
  bytes: Uint8Array
}

/** A document is text, software is an archive that opens. */
export function artifactBytes({ title, notes, product, version }: DemoRelease, { location }: DemoArtifact): Uint8Array {
  const text = strToU8(
    `${title.en}\n${'='.repeat(title.en.length)}\n\n${(['en', 'zh-TW', 'zh-CN', 'ja'] as const)
      .map((language) => `${title[language]}\n${notes[language]}\n`)
      .join('\n')}\nThis is a file of the demo: it installs nothing.\n`,
  )
  if (location.endsWith('.txt')) return text
  const folder = `${product}-${version}`.replace(/\s/g, '-')
  const entries = { [`${folder}/README.txt`]: text, [`${folder}/payload.bin`]: noise(location, 4096) }
  // ZIP knows local time alone; without a fixed one every archive would differ.
  return zipSync(entries, { level: 0, mtime: new Date(2026, 0, 1) })
}

/** Bytes that no archiver makes smaller, made from a name. */
function noise(name: string, length: number): Uint8Array {
  const blocks = Array.from({ length: length / 32 }, (_, n) => createHash('sha256').update(`${name} ${n}`).digest())
  return Buffer.concat(blocks)
}

/** Where the file of a license lies, for those that have one. */
export const licenseFileOf = ({ serial }: Pick<DemoLicense, 'serial'>): string | undefined =>
  /^(?:WAS|DB2|IDS|OMF-202[1-4])/.test(serial) ? `licenses/${serial}.lic` : undefined

const licenseBytes = ({ serial, product, version, quantity }: DemoLicense): Uint8Array =>
  strToU8(`# Demo license\nserial=${serial}\nproduct=${product}\nversion=${version}\nquantity=${quantity}\n`)

/** Every file that the demo's data names. */
export function demoFiles(releases: readonly DemoRelease[], licenses: readonly DemoLicense[]): DemoFile[] {
  return [
    ...releases.flatMap((release) =>
      release.artifacts.map((artifact) => ({
        location: artifact.location,
        bytes: artifactBytes(release, artifact),
      })),
    ),
    ...licenses.flatMap((license) => {
      const location = licenseFileOf(license)
      return location === undefined ? [] : [{ location, bytes: licenseBytes(license) }]
    }),
  ]
}

/** Puts them below a folder, over those of the same name. */
export async function writeDemoFiles(files: readonly DemoFile[], folder: string): Promise<void> {
  for (const { location, bytes } of files) {
    const file = join(folder, location)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, bytes)
  }
}
