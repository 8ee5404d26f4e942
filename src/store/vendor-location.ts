/** What may be a location in the vendor's files: a plain relative path that means the same to every system. */

const drawerOfOurs = /^[0-9a-f]{2}\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i

/**
 * False for what leads out of the store or could to some reader of it (absolute, `..`, backslashes, drives, encoded letters), and
 * for what is none of the vendor's: files that we keep under keys of our own, and files that somebody still writes.
 */
export function isVendorLocation(location: string): boolean {
  if (location === '' || location.length > 1000) return false
  // Control characters, among them NUL, end or split a name for some readers.
  if (/[\\\p{Cc}]/u.test(location) || /%[0-9a-f]{2}/i.test(location) || /^[a-z]:/i.test(location)) return false
  if (location.split('/').some((part) => part === '' || /^[.\s]+$/.test(part))) return false
  return !drawerOfOurs.test(location) && !location.toLowerCase().endsWith('.part')
}
