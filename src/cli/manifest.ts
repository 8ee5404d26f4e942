/** `npm run manifest [-- --check | --package]` */
import { manifestCommand } from '../../manifest/generate.ts'
import { environment } from '../config.ts'
import { projectFolder } from '../store/migrations-folder.ts'

process.exitCode = manifestCommand({
  root: projectFolder,
  args: process.argv.slice(2),
  appId: environment().TEAMS_APP_ID,
  print: (line) => console.log(line),
})
