/** Prints the papers about what an organization owns. */
import { type HoldingsStore, type Paper, type Papers, paperOf } from '../domain/paper.ts'
import { sheetAsCsv } from './csv.ts'
import { proofSheet } from './proof.ts'
import type { Phrase } from './sheet.ts'
import { statementSheet } from './statement.ts'

export interface PapersParts {
  store: HoldingsStore
  /** The vendor's name as papers say it. */
  vendor: string
  /** The folder of the fonts. */
  fonts: string
  phraseIn(language: string): Phrase
}

const fileNames = { proof: 'proof-of-entitlement', statement: 'statement-of-account' }

/** What draws takes 30 MB and more than its share of a start: it is loaded with the first PDF that somebody asks for. */
async function openDrawing(fonts: string) {
  const [{ fontShelf }, { sheetAsPdf }] = await Promise.all([import('./fonts.ts'), import('./pdf.ts')])
  return { loadFonts: fontShelf(fonts), sheetAsPdf }
}

export function createPapers({ store, vendor, fonts, phraseIn }: PapersParts): Papers {
  let drawing: ReturnType<typeof openDrawing> | undefined
  return {
    holdings: store.holdings,
    contacts: store.contacts,
    async print(name, format, { organization, language, now }) {
      const paper = paperOf(name, await store.holdings(organization), { organization, vendor, issuedAt: now })
      const phrase = phraseIn(language)
      const sheet = paper.name === 'proof' ? proofSheet(paper) : statementSheet(paper)
      const fileName = `${fileNames[name]}-${plainName(paper)}-${paper.issuedOn}.${format}`
      if (format === 'csv') return { fileName, type: 'text/csv; charset=utf-8', bytes: sheetAsCsv(sheet, phrase) }
      drawing ??= openDrawing(fonts)
      const { loadFonts, sheetAsPdf } = await drawing
      const printing = { fonts: await loadFonts(), phrase, language, vendor, organization: organization.name, at: now }
      return { fileName, type: 'application/pdf', bytes: await sheetAsPdf(sheet, printing) }
    },
  }
}

/** Files lie beside each other in folders of any system: of a name its letters and digits, in whatever script. */
const plainName = ({ organization }: Paper): string =>
  organization.name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '') || 'organization'
