export function buildPage(outdir?: string): Promise<void>
