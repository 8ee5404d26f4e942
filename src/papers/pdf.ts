/** A sheet as PDF: A4, fonts embedded, text that can be searched and copied; the same bytes for the same sheet. */
import PDFDocument from 'pdfkit'
import { type Fonts, orderFor, type Script } from './fonts.ts'
import { drawSheet } from './layout.ts'
import type { Phrase, Sheet } from './sheet.ts'
import { createTypesetter } from './typesetting.ts'

export interface Printing {
  fonts: Fonts
  phrase: Phrase
  language: string
  vendor: string
  organization: string
  at: Date
}

/** Lets others have their turn while a long paper is drawn. */
export async function sheetAsPdf(sheet: Sheet, printing: Printing): Promise<Uint8Array> {
  const { fonts, phrase, language, vendor, organization, at } = printing
  const title = phrase(sheet.title)
  const pdf = new PDFDocument({
    size: 'A4',
    // Nothing is left to its own margins and page breaks.
    margin: 0,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: language,
    displayTitle: true,
    font: undefined as unknown as string,
    info: { Title: `${title} · ${organization}`, Author: vendor, CreationDate: at, ModDate: at },
  })
  const chunks: Uint8Array[] = []
  pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk))
  const whole = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject))

  for (const [script, { bytes }] of Object.entries(fonts)) pdf.registerFont(script, bytes)
  const advanceOf = (script: Script, letter: string) => pdf.font(script).fontSize(1000).widthOfString(letter)
  const typesetter = createTypesetter(fonts, orderFor(language), advanceOf)
  await drawSheet(pdf, typesetter, sheet, { title, vendor, organization, phrase })
  pdf.end()
  await whole
  return Buffer.concat(chunks)
}
