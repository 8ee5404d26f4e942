/** Files in S3, or in a store that speaks its language: what we keep, and what the vendor put there. */
import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { drawerOf, type FileStore, measuring } from './file-store.ts'
import type { VendorFile, VendorFiles } from './vendor-files.ts'
import { isVendorLocation } from './vendor-location.ts'

export interface S3Place {
  bucket: string
  /** Begins every key: empty, or with a slash at its end. */
  prefix: string
  region: string
  /** A store beside Amazon's; its buckets are part of the path. */
  endpoint?: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

type Range = { start: number; end: number }

const rangeOf = (range: Range | undefined) => (range ? { Range: `bytes=${range.start}-${range.end}` } : {})

/** `bytes 5-9/40`: of a part the whole length stands behind the slash. */
const sizeOfAnswer = ({ ContentRange, ContentLength }: { ContentRange?: string; ContentLength?: number }) =>
  ContentRange === undefined ? (ContentLength ?? 0) : Number(ContentRange.slice(ContentRange.lastIndexOf('/') + 1))

export function connectS3(place: S3Place): { kept: FileStore; vendor: VendorFiles; close(): void } {
  const { bucket, prefix, region, endpoint, ...credentials } = place
  const client = new S3Client({
    region,
    credentials,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    // Stores beside Amazon's know no checksums of this kind; what arrives is measured by us.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const at = (key: string) => ({ Bucket: bucket, Key: `${prefix}${key}` })
  const keptAt = (key: string) => at(`${drawerOf(key)}/${key}`)

  const head = (where: { Bucket: string; Key: string }) => orNothing(() => client.send(new HeadObjectCommand(where)))

  const kept: FileStore = {
    async put(stream, { limitBytes, signal }) {
      const key = randomUUID()
      const measured = measuring(limitBytes)
      stream.once('error', (fault) => measured.through.destroy(fault))
      // An upload that fails takes back the parts that it sent.
      const upload = new Upload({ client, params: { ...keptAt(key), Body: stream.pipe(measured.through) } })
      const stop = () => void measured.through.destroy(signal?.reason)
      signal?.addEventListener('abort', stop, { once: true })
      try {
        signal?.throwIfAborted()
        await upload.done()
      } catch (fault) {
        await upload.abort().catch(() => undefined)
        // Taking back what was sent can fail too, and would hide what went wrong.
        throw measured.through.errored ?? fault
      } finally {
        signal?.removeEventListener('abort', stop)
        stream.destroy()
      }
      return { key, ...measured.found() }
    },
    async open(key, range) {
      const where = keptAt(key)
      const answer = await orNothing(() => client.send(new GetObjectCommand({ ...where, ...rangeOf(range) })))
      return answer && { stream: answer.Body as Readable, size: sizeOfAnswer(answer) }
    },
    sizeOf: async (key) => (await head(keptAt(key)))?.ContentLength,
    async remove(key) {
      await client.send(new DeleteObjectCommand(keptAt(key)))
    },
    async removeUnfinished(before) {
      for (let next: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {}; next; ) {
        const page: ListMultipartUploadsCommandOutput = await client.send(
          new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...next }),
        )
        for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
          if (!Key || !isOurs(Key.slice(prefix.length)) || !Initiated || Initiated >= before) continue
          await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
        }
        next = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined
      }
    },
  }

  const vendor: VendorFiles = {
    async find(location) {
      const found = isVendorLocation(location) ? await head(at(location)) : undefined
      return found && factsOf(found, found.ContentLength ?? 0)
    },
    async open(location, range) {
      if (!isVendorLocation(location)) return undefined
      const asked = new GetObjectCommand({ ...at(location), ...rangeOf(range) })
      const answer = await orNothing(() => client.send(asked))
      if (!answer) return undefined
      const stream = answer.Body as Readable
      return {
        ...factsOf(answer, sizeOfAnswer(answer)),
        pieces: stream,
        close: async () => void stream.destroy(),
      }
    },
    presign(location, { disposition, type, seconds }) {
      if (!isVendorLocation(location)) throw new Error('this is no location of a vendor’s file')
      const asked = { ...at(location), ResponseContentDisposition: disposition, ResponseContentType: type }
      return getSignedUrl(client, new GetObjectCommand(asked), { expiresIn: seconds })
    },
  }
  return { kept, vendor, close: () => client.destroy() }
}

const isOurs = (key: string): boolean => !isVendorLocation(key)

function factsOf({ ETag, LastModified }: { ETag?: string; LastModified?: Date }, sizeBytes: number): VendorFile {
  const modifiedAt = LastModified ?? new Date(0)
  return { sizeBytes, state: ETag ?? `${sizeBytes}-${modifiedAt.getTime()}`, modifiedAt }
}

const absent = new Set(['NoSuchKey', 'NotFound'])

async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (fault) {
    if (absent.has((fault as S3ServiceException).name)) return undefined
    throw fault
  }
}
