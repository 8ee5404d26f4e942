import type { Prose, Run } from '../../src/bot/prose.ts'

type Look = Omit<Run, 'text'>
type Container = { kind: 'quote' } | { kind: 'list'; ordered: boolean; items: Run[][] } | { kind: 'code' }

const looks = ['bold', 'italic', 'strike', 'code', 'link'] as const
const isSame = (a: Look, b: Look): boolean => looks.every((look) => a[look] === b[look])

/** Without what is blank at either end. */
export function trimmed(runs: readonly Run[]): Run[] {
  const isWords = ({ text }: Run) => text.trim() !== ''
  const kept = runs.slice(runs.findIndex(isWords), runs.findLastIndex(isWords) + 1).map((run) => ({ ...run }))
  if (kept[0]) kept[0].text = kept[0].text.trimStart()
  const last = kept.at(-1)
  if (last) last.text = last.text.trimEnd()
  return kept
}

/**
 * Writes prose as a reader of HTML goes along. Prose knows no blocks in blocks: the outermost list, quotation or code
 * stands, and what is inside it becomes its lines or items.
 */
export class ProseWriter {
  private readonly prose: Prose = []
  private runs: Run[] = []
  /** The last letter of the runs: looking for it in the text would copy that every time. */
  private ending = ''
  private current: Look = {}
  private container: Container | undefined
  private skipping = 0
  private literal = 0
  private name: string | undefined

  constructor(private readonly isBot: (name: string) => boolean) {}

  text(text: string): void {
    if (this.skipping > 0) return
    if (this.name !== undefined) this.name += text
    else if (this.literal > 0) this.add(text.replaceAll('\r\n', '\n').replaceAll('\u00a0', ' '))
    else {
      const collapsed = text.replace(/[\t\n\f\r ]+/g, ' ')
      const blank = this.ending === '' || this.ending === ' ' || this.ending === '\n'
      this.add((blank && collapsed.startsWith(' ') ? collapsed.slice(1) : collapsed).replaceAll('\u00a0', ' '))
    }
  }

  lineBreak(): void {
    if (this.name === undefined) this.add('\n')
  }

  /** Cells of a table stand apart on one line. */
  cell(): void {
    if (this.ending !== '' && this.ending !== '\n') this.add('\t')
  }

  look(look: Look): () => void {
    const before = this.current
    this.current = { ...before, ...look }
    return () => {
      this.current = before
    }
  }

  within(look: Look, write: () => void): void {
    const end = this.look(look)
    write()
    end()
  }

  get isSkipping(): boolean {
    return this.skipping > 0
  }

  skip(): () => void {
    this.skipping++
    return () => {
      this.skipping--
    }
  }

  mention(): () => void {
    if (this.name !== undefined) return () => {}
    this.name = ''
    return () => {
      const name = (this.name ?? '').trim()
      this.name = undefined
      if (name !== '' && !this.isBot(name)) this.text(name.startsWith('@') ? name : `@${name}`)
    }
  }

  block(look: Look): () => void {
    this.boundary()
    const end = this.look(look)
    return () => {
      this.boundary()
      end()
    }
  }

  list(ordered: boolean): () => void {
    return this.open({ kind: 'list', ordered, items: [] })
  }

  item(): () => void {
    const { container } = this
    if (container?.kind !== 'list') {
      const end = this.block({})
      this.add('• ')
      return end
    }
    this.endItem()
    return () => this.endItem()
  }

  quote(): () => void {
    return this.open({ kind: 'quote' })
  }

  code(): () => void {
    const end = this.open({ kind: 'code' })
    this.literal++
    const inner = this.container?.kind === 'code' ? () => {} : this.look({ code: true })
    return () => {
      inner()
      this.literal--
      end()
    }
  }

  end(): Prose {
    this.boundary()
    return this.prose
  }

  private open(container: Container): () => void {
    this.boundary()
    if (this.container) return () => this.boundary()
    this.container = container
    return () => this.close(container)
  }

  private close(container: Container): void {
    if (container.kind === 'list') {
      this.endItem()
      if (container.items.length > 0)
        this.prose.push({
          kind: 'list',
          ...(container.ordered ? { ordered: true as const } : {}),
          items: container.items,
        })
    } else if (container.kind === 'code') {
      const text = this.runs
        .map((run) => run.text)
        .join('')
        .replace(/^\n+/, '')
        .trimEnd()
      if (text !== '') this.prose.push({ kind: 'code', text })
    } else {
      const runs = trimmed(this.runs)
      if (runs.length > 0) this.prose.push({ kind: 'quote', runs })
    }
    this.empty()
    this.container = undefined
  }

  private endItem(): void {
    const { container } = this
    if (container?.kind !== 'list') return
    const runs = trimmed(this.runs)
    if (runs.length > 0) container.items.push(runs)
    this.empty()
  }

  /** Where one block ends and another begins: a new line inside a container, else a new paragraph. */
  private boundary(): void {
    if (this.name !== undefined) return
    if (this.container) {
      if (this.ending !== '' && this.ending !== '\n') this.add('\n')
      return
    }
    const runs = trimmed(this.runs)
    if (runs.length > 0) this.prose.push({ kind: 'text', runs })
    this.empty()
  }

  private empty(): void {
    this.runs = []
    this.ending = ''
  }

  private add(text: string): void {
    if (text === '') return
    this.ending = text.at(-1)!
    const last = this.runs.at(-1)
    if (last && isSame(last, this.current)) last.text += text
    else this.runs.push({ text, ...this.current })
  }
}
