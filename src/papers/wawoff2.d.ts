declare module 'wawoff2' {
  /** WOFF2 to the TrueType file that it packs. */
  export function decompress(packed: Uint8Array): Promise<Uint8Array>
}
