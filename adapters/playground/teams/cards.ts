import {
  actions,
  childTypes,
  elements,
  newerProperties,
  newestVersion,
  phoneVersion,
  submitKinds,
} from './card-elements.ts'

export interface CardVerdict {
  /** Reasons for which Teams refuses the card, each with its place in the card. */
  errors: string[]
  /** What Teams takes, but does not show on a phone or not as meant. */
  warnings: string[]
}

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

function isPattern(value: unknown): boolean {
  try {
    return typeof value === 'string' && new RegExp(value) instanceof RegExp
  } catch {
    return false
  }
}

/** Holds what one look through a card found. */
class Inspection {
  readonly errors: string[] = []
  readonly warnings: string[] = []
  private readonly ids = new Map<string, string>()

  constructor(private readonly version: number) {}

  card(card: Json, path: string): void {
    this.elementList(card.body ?? [], `${path}.body`)
    this.actionList(card.actions ?? [], `${path}.actions`)
    if (card.selectAction !== undefined) this.action(card.selectAction, `${path}.selectAction`)
    if (card.refresh !== undefined) {
      this.warnings.push(`${path}.refresh: phones draw version ${phoneVersion}, refresh came with 1.4`)
      this.refresh(card.refresh, `${path}.refresh`)
    }
  }

  private refresh(refresh: unknown, path: string): void {
    if (!isObject(refresh)) return void this.errors.push(`${path}: not an object`)
    if (isObject(refresh.action) && refresh.action.type !== 'Action.Execute')
      this.errors.push(`${path}.action: must be Action.Execute`)
    const users = refresh.userIds
    if (users !== undefined && (!Array.isArray(users) || users.length > 60))
      this.errors.push(`${path}.userIds: a list of at most 60 ids`)
  }

  private elementList(list: unknown, path: string, childType?: string): void {
    if (!Array.isArray(list)) return void this.errors.push(`${path}: not a list`)
    list.forEach((element, i) => {
      this.element(element, `${path}[${i}]`, childType)
    })
  }

  private element(element: unknown, path: string, childType?: string): void {
    if (!isObject(element)) return void this.errors.push(`${path}: not an object`)
    const type = element.type ?? childType
    const rule = typeof type === 'string' ? elements[type] : undefined
    if (!rule) return void this.errors.push(`${path}: unknown element type ${JSON.stringify(element.type)}`)
    const at = `${path} ${type}`
    if (childType ? type !== childType : ['Column', 'TableRow', 'TableCell'].includes(type as string))
      this.errors.push(`${at}: does not belong here`)
    // A row or cell is as old as its table, which is warned of once.
    this.age(at, rule.since, element.fallback !== undefined || childType !== undefined)
    this.properties(element, at, rule.required)
    this.id(element, at)
    for (const list of rule.lists ?? [])
      if (element[list] !== undefined) this.elementList(element[list], `${path}.${list}`, childTypes[list])
    if (type === 'ActionSet') this.actionList(element.actions ?? [], `${path}.actions`)
    if (type === 'FactSet') this.facts(element.facts, at)
    if (type === 'RichTextBlock') this.inlines(element.inlines, at)
    if (rule.input) this.input(element, at)
    if (element.selectAction !== undefined) this.action(element.selectAction, `${path}.selectAction`)
    if (isObject(element.inlineAction)) this.action(element.inlineAction, `${path}.inlineAction`)
    if (isObject(element.fallback)) new Inspection(this.version).within(element.fallback, `${path}.fallback`, this)
  }

  /** A fallback stands in for its element, so the same ids may occur in it. */
  private within(element: Json, path: string, outer: Inspection): void {
    if (typeof element.type === 'string' && element.type.startsWith('Action.')) this.action(element, path)
    else this.element(element, path)
    outer.errors.push(...this.errors)
    outer.warnings.push(...this.warnings)
  }

  private age(at: string, since: number, hasFallback: boolean): void {
    if (since > this.version) this.errors.push(`${at}: newer than the card's version ${this.version}`)
    else if (since > phoneVersion && !hasFallback)
      this.warnings.push(`${at}: phones draw version ${phoneVersion}, this came with ${since} and has no fallback`)
  }

  private properties(element: Json, at: string, required: readonly string[]): void {
    for (const name of required) {
      const value = element[name]
      if (value === undefined || value === null || (name === 'id' && value === ''))
        this.errors.push(`${at}: ${name} is missing`)
    }
    if (typeof element.text === 'object' && element.text !== null) this.errors.push(`${at}: text is not a string`)
    for (const [name, since] of Object.entries(newerProperties))
      if (element[name] !== undefined && since > newestVersion) this.errors.push(`${at}: ${name} came with ${since}`)
  }

  private id(element: Json, at: string): void {
    if (element.id === undefined) return
    if (typeof element.id !== 'string') return void this.errors.push(`${at}: id is not a string`)
    const other = this.ids.get(element.id)
    if (other) this.errors.push(`${at}: id ${JSON.stringify(element.id)} is already that of ${other}`)
    else this.ids.set(element.id, at)
  }

  private facts(facts: unknown, at: string): void {
    if (!Array.isArray(facts)) return void this.errors.push(`${at}: facts is not a list`)
    facts.forEach((fact, i) => {
      if (!isObject(fact) || typeof fact.title !== 'string' || typeof fact.value !== 'string')
        this.errors.push(`${at}: facts[${i}] needs a title and a value, both strings`)
    })
  }

  private inlines(inlines: unknown, at: string): void {
    if (!Array.isArray(inlines)) return void this.errors.push(`${at}: inlines is not a list`)
    inlines.forEach((run, i) => {
      if (typeof run === 'string') return
      if (!isObject(run) || run.type !== 'TextRun' || typeof run.text !== 'string')
        this.errors.push(`${at}: inlines[${i}] is neither a string nor a TextRun with text`)
      else if (run.selectAction !== undefined) this.action(run.selectAction, `${at} inlines[${i}].selectAction`)
    })
  }

  private input(element: Json, at: string): void {
    if (element.type === 'Input.ChoiceSet') {
      const choices = element.choices
      if (!Array.isArray(choices)) this.errors.push(`${at}: choices is not a list`)
      else
        choices.forEach((choice, i) => {
          if (!isObject(choice) || typeof choice.title !== 'string' || typeof choice.value !== 'string')
            this.errors.push(`${at}: choices[${i}] needs a title and a value, both strings`)
        })
    }
    if (element.regex !== undefined && !isPattern(element.regex)) this.errors.push(`${at}: regex is not a pattern`)
    if (element.isRequired === true && element.errorMessage === undefined)
      this.warnings.push(`${at}: required without errorMessage; the person sees no reason`)
    if (element.value !== undefined && !['string', 'number'].includes(typeof element.value))
      this.errors.push(`${at}: value is not a string`)
  }

  private actionList(list: unknown, path: string): void {
    if (!Array.isArray(list)) return void this.errors.push(`${path}: not a list`)
    if (list.length > 6) this.warnings.push(`${path}: ${list.length} actions, Teams shows six`)
    list.forEach((action, i) => {
      this.action(action, `${path}[${i}]`)
    })
  }

  private action(action: unknown, path: string): void {
    if (!isObject(action)) return void this.errors.push(`${path}: not an object`)
    const rule = typeof action.type === 'string' ? actions[action.type] : undefined
    if (!rule) return void this.errors.push(`${path}: unknown action type ${JSON.stringify(action.type)}`)
    const at = `${path} ${action.type}`
    this.age(at, rule.since, action.fallback !== undefined)
    this.properties(action, at, rule.required)
    this.id(action, at)
    if (action.type === 'Action.Submit' || action.type === 'Action.Execute') this.data(action, at)
    if (action.type === 'Action.OpenUrl') this.url(action.url, at)
    if (action.type === 'Action.ShowCard') {
      if (isObject(action.card)) this.card(action.card, `${path}.card`)
      else this.errors.push(`${at}: card is not an object`)
    }
    if (isObject(action.fallback)) new Inspection(this.version).within(action.fallback, `${path}.fallback`, this)
    else if (action.fallback !== undefined && action.fallback !== 'drop')
      this.errors.push(`${at}: fallback is neither an action nor "drop"`)
  }

  private data(action: Json, at: string): void {
    // The schema allows a string; Teams delivers only objects, and merges the inputs into them.
    if (action.data !== undefined && !isObject(action.data))
      return void this.errors.push(`${at}: data is not an object`)
    const msteams = isObject(action.data) ? action.data.msteams : undefined
    if (msteams === undefined) return
    if (!isObject(msteams) || !submitKinds.some((kind) => kind === msteams.type))
      return void this.errors.push(`${at}: data.msteams.type is none of ${submitKinds.join(', ')}`)
    if (msteams.type === 'messageBack' && typeof msteams.text !== 'string')
      this.errors.push(`${at}: data.msteams.text is missing`)
    if (msteams.type === 'imBack' && typeof msteams.value !== 'string')
      this.errors.push(`${at}: data.msteams.value is missing`)
  }

  private url(url: unknown, at: string): void {
    if (typeof url !== 'string' || !URL.canParse(url)) return
    if (!['http:', 'https:', 'mailto:', 'tel:'].includes(new URL(url).protocol))
      this.errors.push(`${at}: Teams does not open ${new URL(url).protocol} links`)
  }
}

/** Judges an Adaptive Card as Teams does: errors make it refuse the message, warnings do not. Never throws. */
export function judgeCard(card: unknown): CardVerdict {
  if (!isObject(card)) return { errors: ['card: not an object'], warnings: [] }
  if (card.type !== 'AdaptiveCard') return { errors: ['card: type is not AdaptiveCard'], warnings: [] }
  if (typeof card.version !== 'string' || !/^1\.\d$/.test(card.version))
    return { errors: [`card: version is ${JSON.stringify(card.version)}, not "1.0" to "1.5"`], warnings: [] }
  const version = Number(card.version)
  if (version > newestVersion)
    return { errors: [`card: version ${card.version}, Teams renders up to ${newestVersion}`], warnings: [] }
  const inspection = new Inspection(version)
  inspection.card(card, 'card')
  const { errors, warnings } = inspection
  return { errors, warnings }
}
