/**
 * Where the bot may send its token. An activity names the address that answers go to, and the token goes with them:
 * without this list whoever gets one activity accepted could collect tokens or reach into the network.
 */

/** Anyone can have a name under trafficmanager.net, so that one is exact. */
export const publicServiceHosts: readonly string[] = [
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
  '*.botframework.com',
]

/** Where people's files lie: OneDrive and SharePoint, in the public and the national clouds. No token ever goes there. */
export const publicFileHosts: readonly string[] = [
  '*.sharepoint.com',
  '*.sharepoint.us',
  '*.sharepoint-mil.us',
  '*.sharepoint.cn',
]

/** Where the playground stands. */
export const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]']

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]', '::1'])

export const isLoopback = (host: string): boolean => loopback.has(host.toLowerCase())

const matches = (url: URL, entry: string): boolean =>
  entry.startsWith('*.')
    ? url.hostname.endsWith(entry.slice(1)) && url.port === ''
    : url.host === entry || (url.hostname === entry && isLoopback(entry))

/** Whether `address` is one of `hosts` (`host`, `host:port`, `*.domain`); anything but https only on loopback. */
export function isServiceUrlAllowed(address: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return false
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) return false
  return hosts.some((entry) => matches(url, entry.toLowerCase()))
}
