/** Draws words and lines on the pages of one document. */
import type { Typesetter } from './typesetting.ts'

export const paperSize = { width: 595.28, height: 841.89 }
export const margin = { side: 46, top: 46, bottom: 58 }
export const bodyWidth = paperSize.width - 2 * margin.side

export const ink = { dark: '#1d2733', soft: '#5b6875', accent: '#1f5f8b', line: '#cfd7df', band: '#eef3f7' }

export interface Hand {
  size: number
  color?: string
  /** The fonts have one weight: bold is drawn with an outline. */
  bold?: boolean
  /** Where the words end instead of begin. */
  right?: number
}

export const lineHeight = (size: number): number => size * 1.42

export interface Pen {
  /** One line; `y` is its upper edge. */
  write(line: string, x: number, y: number, hand: Hand): void
  /** One line of at most this width; what does not fit ends in an ellipsis. */
  writeWithin(width: number, text: string, x: number, y: number, hand: Hand): void
  /** As many lines as it needs; answers the lower edge. */
  fill(text: string, x: number, y: number, width: number, hand: Hand): number
  rule(y: number, color?: string, weight?: number): void
  band(y: number, height: number): void
}

export function createPen(pdf: PDFKit.PDFDocument, typesetter: Typesetter): Pen {
  const pen: Pen = {
    write(line, x, y, { size, color = ink.dark, bold, right }) {
      pdf.fillColor(color)
      if (bold) pdf.strokeColor(color).lineWidth(size * 0.035)
      let at = right === undefined ? x : right - typesetter.widthOf(line, size)
      for (const { script, letters } of typesetter.runs(line)) {
        pdf.font(script).fontSize(size)
        pdf.text(letters, at, y, { lineBreak: false, ...(bold ? { fill: true, stroke: true } : {}) })
        at += typesetter.widthOf(letters, size)
      }
    },
    writeWithin(width, text, x, y, hand) {
      pen.write(typesetter.lines(text, hand.size, width, 1)[0]!, x, y, hand)
    },
    fill(text, x, y, width, hand) {
      let at = y
      for (const line of typesetter.lines(text, hand.size, width)) {
        pen.write(line, x, at, hand)
        at += lineHeight(hand.size)
      }
      return at
    },
    rule(y, color = ink.line, weight = 0.5) {
      const { side } = margin
      pdf
        .strokeColor(color)
        .lineWidth(weight)
        .moveTo(side, y)
        .lineTo(side + bodyWidth, y)
        .stroke()
    },
    band(y, height) {
      pdf.rect(margin.side, y, bodyWidth, height).fill(ink.band)
    },
  }
  return pen
}
