/**
 * Every npm script of this project: `npm start`, `npm test`, `npm run check|build|import|…`.
 * Works before anything is installed: builtins only, and syntax that an old Node can still read, so that it can say so.
 */
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Anshin needs Node 20.19 or newer; this is ${process.version}.\n` +
      'Install a newer one from https://nodejs.org or with your version manager (nvm install 22), then repeat.',
  )
  process.exit(1)
}
import('./commands/run-command.mjs')
  .then(({ runCommand }) => runCommand(process.argv[2], process.argv.slice(3)))
  .catch((error) => {
    console.error(error.isExpected ? error.message : error)
    process.exit(1)
  })
