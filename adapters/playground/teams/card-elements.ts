/**
 * Adaptive Card elements up to version 1.5 (adaptivecards.io/explorer), the newest that Teams renders.
 * `since`: first version; `required`: properties without which Teams refuses or drops the element;
 * `lists`: properties that hold further elements; `one`: a property that holds a single one.
 */
export interface ElementRule {
  since: number
  required: readonly string[]
  lists?: readonly string[]
  input?: boolean
}

const input = (since: number, ...required: string[]): ElementRule => ({
  since,
  required: ['id', ...required],
  input: true,
})

export const elements: Readonly<Record<string, ElementRule>> = {
  TextBlock: { since: 1.0, required: ['text'] },
  RichTextBlock: { since: 1.2, required: ['inlines'] },
  Image: { since: 1.0, required: ['url'] },
  ImageSet: { since: 1.0, required: ['images'], lists: ['images'] },
  Media: { since: 1.1, required: ['sources'] },
  Container: { since: 1.0, required: ['items'], lists: ['items'] },
  ColumnSet: { since: 1.0, required: ['columns'], lists: ['columns'] },
  Column: { since: 1.0, required: [], lists: ['items'] },
  FactSet: { since: 1.0, required: ['facts'] },
  ActionSet: { since: 1.2, required: ['actions'] },
  Table: { since: 1.5, required: ['rows'], lists: ['rows'] },
  TableRow: { since: 1.5, required: ['cells'], lists: ['cells'] },
  TableCell: { since: 1.5, required: ['items'], lists: ['items'] },
  'Input.Text': input(1.0),
  'Input.Number': input(1.0),
  'Input.Date': input(1.0),
  'Input.Time': input(1.0),
  'Input.Toggle': input(1.0, 'title'),
  'Input.ChoiceSet': input(1.0),
}

export interface ActionRule {
  since: number
  required: readonly string[]
}

export const actions: Readonly<Record<string, ActionRule>> = {
  'Action.Submit': { since: 1.0, required: [] },
  'Action.OpenUrl': { since: 1.0, required: ['url'] },
  'Action.ShowCard': { since: 1.0, required: ['card'] },
  'Action.ToggleVisibility': { since: 1.2, required: ['targetElements'] },
  'Action.Execute': { since: 1.4, required: [] },
}

/** Properties that came after their element; phones ignore those newer than 1.2 (an error text is then not shown). */
export const newerProperties: Readonly<Record<string, number>> = {
  refresh: 1.4,
  authentication: 1.4,
  targetWidth: 1.6,
  labelPosition: 1.6,
}

/** Where Teams puts a child of another kind than the plain elements. */
export const childTypes: Readonly<Record<string, string>> = {
  columns: 'Column',
  rows: 'TableRow',
  cells: 'TableCell',
  images: 'Image',
}

/** `msteams.type` of Action.Submit data. */
export const submitKinds = ['task/fetch', 'messageBack', 'imBack', 'invoke', 'signin'] as const

export const newestVersion = 1.5
/** Teams on phones draws cards up to this version. */
export const phoneVersion = 1.2
