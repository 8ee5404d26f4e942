/** Where files are: a folder, or a bucket of S3. One place for what the vendor puts there and for what we keep. */
import { createFileStore, type FileStore } from './file-store.ts'
import type { S3Place } from './s3-files.ts'
import { createVendorFiles, type VendorFiles } from './vendor-files.ts'

export type FilesPlace = { kind: 'folder'; folder: string } | ({ kind: 's3' } & S3Place)

export interface FileStores {
  kept: FileStore
  vendor: VendorFiles
  close(): void
}

export async function openFileStores(place: FilesPlace): Promise<FileStores> {
  if (place.kind === 'folder') {
    return { kept: createFileStore(place.folder), vendor: createVendorFiles(place.folder), close() {} }
  }
  // Its libraries cost time and memory that nobody else should pay.
  const { connectS3 } = await import('./s3-files.ts')
  const { kind: _, ...s3 } = place
  return connectS3(s3)
}
