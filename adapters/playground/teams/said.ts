import type { KeptFile } from './shared-files.ts'

/** What a person wrote, as it stands now. */
export interface Said {
  id: string
  text: string
  mention: boolean
  html?: string
  /** What is quoted, with who wrote it. */
  quote?: { id: string; from: { id: string; name: string }; preview: string }
  files?: KeptFile[]
}
