/** Whether files can be kept, and whether the vendor's files are there as the vendor's data declares them. */
import fs from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { Database } from '../../store/database.ts'
import { createFileDigests, type FileDigests, type NamedFile } from '../../store/file-digests.ts'
import { type FilesPlace, openFileStores } from '../../store/file-stores.ts'
import type { VendorFiles } from '../../store/vendor-files.ts'
import { type Finding, fault, ok, reasonOf, unused } from './finding.ts'

const subject = 'files'

/** A bucket can only be tried by putting something there, which is removed at once. */
export async function examineFiles(place: FilesPlace): Promise<Finding[]> {
  if (place.kind === 'folder') return [folderFinding(path.resolve(place.folder))]
  const { bucket, prefix, endpoint = 'Amazon S3' } = place
  const { kept, close } = await openFileStores(place)
  try {
    const { key } = await kept.put(Readable.from([Buffer.from('anshin doctor')]), { limitBytes: 100 })
    const size = await kept.sizeOf(key)
    await kept.remove(key)
    if (size === 13) return [ok(subject, `s3://${bucket}/${prefix} at ${endpoint}: written, read and removed`)]
    return [fault(subject, `s3://${bucket}/${prefix} at ${endpoint} does not give back what was put there`)]
  } catch (error) {
    const cure = 'check FILES_URL, the access key and what it may do (get, put, delete, list uploads)'
    return [fault(subject, `s3://${bucket}/${prefix} at ${endpoint} cannot be used: ${reasonOf(error)}; ${cure}`)]
  } finally {
    close()
  }
}

/** Nothing is made by looking: a folder that is not there yet needs one above it in which it can be made. */
function folderFinding(folder: string): Finding {
  let there = folder
  while (!fs.existsSync(there)) there = path.dirname(there)
  const cure = `let the user that runs the bot write there (chown, chmod), or name another folder in FILES_URL`
  if (!fs.statSync(there).isDirectory()) return fault(subject, `${there} is no folder: name another in FILES_URL`)
  try {
    fs.accessSync(there, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK)
  } catch {
    return fault(subject, `${there} cannot be written: ${cure}`)
  }
  return ok(subject, there === folder ? `kept in ${folder}` : `to be kept in ${folder}, not made yet`)
}

const toldAtMost = 20
const atOnce = 16

/** Every artifact and license file that the vendor's data names. */
export async function examineNamedFiles(pool: Database['pool'], place: FilesPlace): Promise<Finding[]> {
  const digests = createFileDigests(pool)
  const named = await digests.named()
  if (named.length === 0) return [unused('downloads', 'the vendor’s data names no files')]
  const { vendor, close } = await openFileStores(place)
  try {
    const faults: string[] = []
    for (let n = 0; n < named.length; n += atOnce) {
      const some = named.slice(n, n + atOnce)
      const found = await Promise.all(some.map((file) => differenceOf(file, vendor, digests)))
      faults.push(...found.filter((each) => each !== undefined))
    }
    if (faults.length === 0) return [ok('downloads', `${named.length} files, each as declared`)]
    const more = faults.length - toldAtMost
    return [
      ...faults.slice(0, toldAtMost).map((each) => fault('downloads', each)),
      ...(more > 0 ? [fault('downloads', `and ${more} more of ${named.length}`)] : []),
    ]
  } finally {
    close()
  }
}

async function differenceOf(
  { release, license, fileName, location, sizeBytes, sha256 }: NamedFile,
  vendor: VendorFiles,
  digests: FileDigests,
): Promise<string | undefined> {
  const what = release === null ? `the file of license ${license}` : `${fileName} of release ${release}`
  const file = await vendor.find(location)
  if (!file) return `${what}: no file at ${location}; put it there, or import the right location`
  const cure = 'put the right file there, or import what it is'
  if (sizeBytes !== null && sizeBytes !== file.sizeBytes)
    return `${what}: ${location} has ${file.sizeBytes} bytes, declared are ${sizeBytes}; ${cure}`
  const measured = await digests.of(location)
  if (sha256 === null || measured?.state !== file.state || measured.sha256 === sha256) return undefined
  return `${what}: ${location} has the SHA-256 ${measured.sha256}, declared is ${sha256}; ${cure}`
}
