/** The hosts that may see a token or an answer: an address that came in a payload is not trusted further than that. */
export function isSlacks(url: string, apiUrl: string | undefined): boolean {
  try {
    const { protocol, hostname, origin } = new URL(url)
    if (apiUrl && origin === new URL(apiUrl).origin) return true
    return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'))
  } catch {
    return false
  }
}
