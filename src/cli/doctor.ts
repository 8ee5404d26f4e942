/** `npm run doctor`: looks at everything that this installation rests on; one line each, exit 1 on a fault. */
import { type Config, ConfigurationError, environment, readConfig } from '../config.ts'
import { scrub } from '../log.ts'
import { projectFolder } from '../store/migrations-folder.ts'
import { examineDatabase } from './doctor/database.ts'
import { examineFiles } from './doctor/files.ts'
import { type Finding, fault, lineOf, look, ok } from './doctor/finding.ts'
import { examineMail, examineSlack, examineTeams } from './doctor/platforms.ts'

function configuration(): Config | Finding[] {
  try {
    return readConfig(environment())
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    return error.faults.map((each) => fault('configuration', each))
  }
}

const inWords = (config: Config): string => {
  const platforms = [config.slack && 'Slack', config.teams && 'Teams'].filter(Boolean)
  return platforms.length > 0 ? platforms.join(' and ') : 'no platform: npm start runs the playground'
}

/** What writes manifests is a development package: without it the manifests are as they were delivered. */
async function examineManifests(): Promise<Finding[]> {
  const { freshManifests, staleManifests } = await import('../../manifest/generate.ts')
  const stale = staleManifests(projectFolder, freshManifests(projectFolder).files)
  return stale.length === 0
    ? [ok('manifests', 'fresh')]
    : stale.map((name) => fault('manifests', `manifest/${name} is stale: npm run manifest, then update the app`))
}

async function examine(): Promise<Finding[]> {
  const config = configuration()
  const manifests = await look('manifests', examineManifests)
  if (Array.isArray(config)) return [...config, ...manifests]
  const looks = await Promise.all([
    look('database', () => examineDatabase(config)),
    look('slack', () => examineSlack(config)),
    look('teams', () => examineTeams(config)),
    look('files', () => examineFiles(config.files.place)),
    look('mail', () => examineMail(config)),
  ])
  return [ok('configuration', inWords(config)), ...looks.flat(), ...manifests]
}

const findings = await examine()
for (const finding of findings) console.log(scrub(lineOf(finding)))
process.exitCode = findings.some(({ state }) => state === 'fault') ? 1 : 0
