import type { LocalDate } from './local-date.ts'
import type { Translations } from './vendor-data.ts'

export type ReleaseKind = 'new-version' | 'update' | 'security' | 'document'

/** One downloadable file of a release. */
export interface Artifact {
  fileName: string
  platform?: string
  /** As the vendor's data declares them. */
  sizeBytes?: number
  sha256?: string
  /** Path or key in the file store. */
  location: string
}

/** Something that the vendor published: a new version, an update, a security fix, a document. */
export interface Release {
  id: string
  productId: string
  /** The version that it is, or that it is for. */
  version: string
  kind: ReleaseKind
  title: string
  titles: Translations
  notes?: string
  notesBy: Translations
  publishedOn: LocalDate
  artifacts: Artifact[]
}

/** Without its notes, which may be long and are read one release at a time. */
export type ListedRelease = Omit<Release, 'notes' | 'notesBy'>

export interface ReleaseStore {
  /** What was published of these products up to a day, the latest first, with its files by name. */
  published(productIds: readonly string[], by: LocalDate): Promise<ListedRelease[]>
  /** One that was published by a day; undefined for one that is yet to come, as for none. */
  find(id: string, by: LocalDate): Promise<Release | undefined>
}
