/** Who may import whom. Each rule has one sentence of why; the message is what a developer reads when it fires. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })
/** Modules of this project outside the given folders; packages and Node's own are judged by rules of their own. */
const only = (...folders) => ({
  pathNot: [...folders, '(^|/)node_modules/'],
  dependencyTypesNot: ['core', 'npm', 'npm-dev', 'npm-optional'],
})
const packages = ['npm', 'npm-dev', 'npm-optional', 'npm-no-pkg']

/** The files that put the parts together. */
const root = '^src/(main|compose|playground)[.]ts$'

module.exports = {
  forbidden: [
    rule(
      'domain-is-alone',
      'The business is readable and testable without chat, database or clock.',
      { path: '^src/domain/' },
      only('^src/domain/'),
    ),
    rule(
      'domain-packages',
      'Domain may use zod and nothing else from npm or node.',
      { path: '^src/domain/' },
      { dependencyTypes: [...packages, 'core'], pathNot: '(^|/)node_modules/zod/' },
    ),
    rule(
      'bot-knows-no-business',
      'The chat engine serves any feature; it names none.',
      { path: '^src/bot/' },
      only('^src/bot/'),
    ),
    rule(
      'bot-packages',
      'The chat engine runs on any platform: zod and i18next’s types are all it may know.',
      { path: '^src/bot/' },
      { dependencyTypes: packages, pathNot: '(^|/)node_modules/(zod|i18next)/' },
    ),
    rule(
      'feature-needs',
      'A feature speaks to the domain through services and to people through bot/.',
      { path: '^src/features/' },
      only('^src/features/', '^src/bot/', '^src/domain/'),
    ),
    rule(
      'features-are-strangers',
      'Delete one feature folder and the rest still compile.',
      { path: '^src/features/([^/]+)/' },
      { path: '^src/features/[^/]+/', pathNot: '^src/features/$1/' },
    ),
    rule(
      'store-implements-domain',
      'The store answers domain ports; it asks nobody.',
      { path: '^src/store/' },
      only('^src/store/', '^src/domain/', '^src/bot/(view|platform|bot|inbound)[.]ts$'),
    ),
    rule(
      'jobs-need',
      'Jobs tick and deliver; what to say comes from features, by way of main.',
      { path: '^src/jobs/' },
      only('^src/jobs/', '^src/domain/', '^src/bot/'),
    ),
    rule(
      'import-needs',
      'Import turns rows into domain records and hands them to a store port.',
      { path: '^src/import/' },
      only('^src/import/', '^src/domain/'),
    ),
    rule(
      'papers-need',
      'A paper is drawn from what the domain says, in words that are handed in.',
      { path: '^src/papers/' },
      only('^src/papers/', '^src/domain/', '^src/bot/view[.]ts$', '^src/csv[.]ts$'),
    ),
    rule(
      'license-files-need',
      'What vouches for a license can be read on one page: the domain says what stands in it.',
      { path: '^src/license-files/' },
      only('^src/license-files/', '^src/domain/'),
    ),
    rule(
      'words-through-i18n',
      'Only i18n opens the locale files, so every word is checked once.',
      { path: '^(src|adapters)/', pathNot: '^src/i18n' },
      { path: '^locales/' },
    ),
    rule(
      'i18n-needs',
      'i18n turns a Text into a string; it says nothing of its own.',
      { path: '^src/i18n' },
      only('^src/i18n', '^src/bot/', '^locales/'),
    ),
    rule(
      'manifest-needs',
      'Manifests are printed from the registry, the words, and what each adapter says of its own surface.',
      { path: '^manifest/' },
      only(
        '^manifest/',
        '^src/features/',
        '^src/bot/',
        '^src/(i18n|command-words)',
        '^adapters/[^/]+/surface[.]ts$',
        '^locales/',
      ),
    ),
    rule('main-is-last', 'Nobody imports the composition root.', { pathNot: [root, '^(test|bench)/'] }, { path: root }),
    rule(
      'commands-are-last',
      'A command of the terminal wires parts together, as main does; nobody builds on it.',
      { pathNot: '^(src/cli|test)/' },
      { path: '^src/cli/' },
    ),
    rule(
      'prisma-only-in-store',
      'One seam to PostgreSQL.',
      { path: '^(src|adapters|manifest)/', pathNot: '^src/store/' },
      { path: '(^|/)@prisma/|^src/store/generated/|(^|/)node_modules/pg/' },
    ),
    rule(
      'adapters-see-bot-only',
      'An adapter translates; it never decides.',
      { path: '^adapters/' },
      only('^adapters/', '^src/bot/'),
    ),
    rule(
      'adapters-are-strangers',
      'Slack never leans on Teams, and the simulated platforms never lean on what they test.',
      { path: '^adapters/([^/]+)/' },
      { path: '^adapters/[^/]+/', pathNot: '^adapters/$1/' },
    ),
    rule(
      'slack-sdk-in-slack',
      'Slack words stop at the Slack adapter.',
      { pathNot: '^(adapters/slack/|test/|bench/)|node_modules' },
      { path: '(^|/)@slack/' },
    ),
    rule(
      'teams-sdk-at-the-door',
      'botbuilder is retired: keep it to one file so it can be replaced.',
      { pathNot: '^(adapters/teams/botbuilder[.]ts$|test/)|node_modules' },
      { path: '(^|/)node_modules/(botbuilder|botframework)' },
    ),
    rule(
      'only-main-wires',
      'src never imports adapters, except the files that put the parts together and the commands of the terminal.',
      { path: '^src/', pathNot: [root, '^src/cli/'] },
      { path: '^adapters/' },
    ),
    rule('nobody-imports-test', 'Test helpers stay in test/.', { pathNot: '^test/' }, { path: '^test/' }),
    rule(
      'no-cycles',
      'A cycle means two files are one idea.',
      { pathNot: '^src/store/generated/' },
      { circular: true },
    ),
    rule(
      'no-orphans',
      'Dead file.',
      {
        orphan: true,
        // Programs are run as processes of their own.
        pathNot: ['([.]d[.]m?ts|[.]config[.](ts|mjs|cjs))$', '^src/store/generated/', '^(bench|test)/.*programs/'],
      },
      {},
    ),
    rule('no-unresolvable', 'A wrong path would otherwise escape every rule above.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The playground's page is a browser program of its own, and this reader of TypeScript knows no JSX.
    exclude: { path: '^(adapters/playground/page|dist)/' },
    // `import type` too: a type is also a dependency. TypeScript 7 has no compiler API, @swc/core reads the files instead.
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
}
