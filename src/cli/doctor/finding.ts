/** What one look found: all is well, nothing to look at, something to do soon, or a fault; both with their cure. */
export interface Finding {
  subject: string
  state: 'ok' | 'unused' | 'warning' | 'fault'
  said: string
}

export const ok = (subject: string, said: string): Finding => ({ subject, state: 'ok', said })
export const unused = (subject: string, said: string): Finding => ({ subject, state: 'unused', said })
export const warning = (subject: string, said: string): Finding => ({ subject, state: 'warning', said })
export const fault = (subject: string, said: string): Finding => ({ subject, state: 'fault', said })

/** A sentence for whatever was thrown. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const cause =
    error.cause instanceof Error ? ` (${(error.cause as NodeJS.ErrnoException).code ?? error.cause.message})` : ''
  return `${error.message || error.name}${cause}`
}

/** A look that breaks is a fault of what it looked at. */
export async function look(subject: string, at: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await at()
  } catch (error) {
    return [fault(subject, reasonOf(error))]
  }
}

const marks: Record<Finding['state'], string> = { ok: 'ok    ', unused: '-     ', warning: 'WARN  ', fault: 'FAULT ' }

export const lineOf = ({ subject, state, said }: Finding): string => `${marks[state]} ${subject.padEnd(14)} ${said}`
