/** What a person began to write. */
export interface Draft {
  text: string
  files: File[]
}

export const emptyDraft: Draft = { text: '', files: [] }

export const isEmpty = ({ text, files }: Draft): boolean => text.trim() === '' && files.length === 0

/** By place: a draft outlives the switch to another conversation or person, not the page. */
const drafts = new Map<string, Draft>()

export const draftAt = (place: string): Draft => drafts.get(place) ?? emptyDraft

export function keepDraft(place: string, draft: Draft): void {
  if (draft.text === '' && draft.files.length === 0) drafts.delete(place)
  else drafts.set(place, draft)
}
