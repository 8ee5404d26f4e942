/** Reads `FILES_URL`: `file:/folder`, or `s3://bucket/prefix?region=…&endpoint=…` with its credentials. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FilesPlace } from './store/file-stores.ts'
import type { Variables } from './variables.ts'

type Given = Pick<
  Variables,
  'FILES_URL' | 'DATA_DIR' | `AWS_${'ACCESS_KEY_ID' | 'SECRET_ACCESS_KEY' | 'SESSION_TOKEN'}`
>

/** Adds to `faults` what is wrong, each with its variable and its cure. */
export function filesPlace(given: Given, faults: string[]): FilesPlace {
  const { FILES_URL, DATA_DIR } = given
  if (FILES_URL === undefined) return { kind: 'folder', folder: join(DATA_DIR, 'files') }
  if (FILES_URL.startsWith('s3:')) return bucketOf(FILES_URL, given, faults)
  return { kind: 'folder', folder: folderOf(FILES_URL, faults) }
}

function folderOf(url: string, faults: string[]): string {
  if (!url.startsWith('file://')) return url.slice('file:'.length)
  try {
    return fileURLToPath(url)
  } catch {
    faults.push('FILES_URL is no path that a folder can have: write file:/folder, a % as %25')
    return ''
  }
}

/** Undefined where a % does not begin two digits. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

function bucketOf(text: string, given: Given, faults: string[]): FilesPlace {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const bucket = url?.hostname ?? ''
  const fault = (said: string) => faults.push(`FILES_URL ${said}`)
  if (!url || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || url.port || url.username)
    fault('names no bucket: write s3://bucket/prefix?region=eu-central-1')
  const { region, endpoint, ...unknown } = Object.fromEntries(url?.searchParams ?? [])
  for (const name of Object.keys(unknown)) fault(`knows no ${name}: after the ? only region and endpoint may stand`)
  if (url && !region) fault('names no region: add ?region=eu-central-1, or the one that your store expects')
  if (endpoint !== undefined && !/^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : ''))
    fault('has an endpoint that is no address: write endpoint=https://s3.example.com')
  const path = decoded(url?.pathname ?? '')
  if (path === undefined) fault('has a prefix that cannot be read: write a % as %25')
  const names = (path ?? '').split('/').filter(Boolean)
  if (names.some((name) => name === '..' || name === '.')) fault('has a prefix with dots: write the folder itself')
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN } = given
  const beside = 'is missing beside FILES_URL s3://…: set the access key of a user who may read and write the bucket'
  if (!AWS_ACCESS_KEY_ID) faults.push(`AWS_ACCESS_KEY_ID ${beside}`)
  if (!AWS_SECRET_ACCESS_KEY) faults.push(`AWS_SECRET_ACCESS_KEY ${beside}`)
  return {
    ...{ kind: 's3', bucket, prefix: names.map((name) => `${name}/`).join(''), region: region ?? '' },
    ...(endpoint ? { endpoint } : {}),
    ...{ accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  }
}
