/**
 * The arrows of docs/ARCHITECTURE.md as rules over resolved imports. Run by `npm run arch`. Each comment says what to
 * do instead of the import; a rule that is in the way of a good change is changed together with that page.
 *
 * biome.json repeats the commonest arrows by the text of the import, for an answer in the editor.
 */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** What the project itself holds: everything that is neither a package nor a module of Node. */
const own = '^(src|schemas|test|scripts|bench)/'
/** An import that leaves something behind at run time, other than `import type`. */
const value = { dependencyTypesNot: ['type-only'] }
const npm = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown']
const packages = (...names) => names.map((name) => `^node_modules/${name}/`)
/** Their types come from a package beside them. */
const typed = (...names) => packages(...names, ...names.map((name) => `@types/${name}`))

const embedded = '^src/storage/(content/directory|metadata/json)/'
const httpLibraries = typed('content-disposition', 'negotiator', '@fastify/multipart')
const drivers = {
  'content/s3': ['@aws-sdk/[^/]+', '@smithy/[^/]+'],
  'metadata/mongodb': ['mongodb', 'bson'],
  'metadata/postgres': ['pg', 'pg-[^/]+', '@types/pg'],
}
const driverRules = Object.entries(drivers).map(([folder, names]) =>
  rule(
    `only-${folder.replace('/', '-')}-has-its-driver`,
    `Only src/storage/${folder} talks to this service. Ask for what is missing through a port in src/core/ports.`,
    { path: '^(src|schemas)/', pathNot: `^src/storage/${folder}/` },
    { path: packages(...names) }
  )
)

export default {
  forbidden: [
    rule(
      'no-circular',
      'Move the part that both need into a module that both can import.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    ),
    rule(
      'not-to-unresolvable',
      'Mend the path: an import that resolves to nothing slips past every other rule.',
      {},
      { couldNotResolve: true }
    ),
    rule(
      'not-to-undeclared',
      'Declare the package in package.json: it is here only because another package brought it.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }
    ),
    rule(
      'not-to-dev-dep',
      'Production code needs a production dependency; only `import type` may name a development one. The page is bundled when the service is built, with all that it loads.',
      { path: '^(src|schemas)/', pathNot: '^src/web/' },
      { dependencyTypes: ['npm-dev'], ...value, pathNot: '^node_modules/@types/' }
    ),
    rule(
      'product-knows-no-tools',
      'Move what is needed into src/ or schemas/: tests, scripts and benchmarks look at the product, not it at them.',
      { path: '^(src|schemas)/' },
      { path: '^(test|scripts|bench)/|^[^/]+\\.(ts|mjs)$' }
    ),

    rule(
      'schemas-are-leaves',
      'schemas/ import TypeBox and each other. Behaviour belongs to src/, a value from elsewhere into the schema.',
      { path: '^schemas/' },
      { pathNot: ['^schemas/', ...packages('@sinclair/typebox')] }
    ),
    rule(
      'no-sibling-door-schema',
      'What two doors say on the wire goes into a module directly in schemas/.',
      { path: '^schemas/doors/([^/]+)\\.ts$' },
      { path: '^schemas/doors/', pathNot: '^schemas/doors/$1\\.ts$' }
    ),

    rule(
      'core-knows-no-transport-and-no-store',
      'Add a method to a port in src/core/ports, or take the value as an argument.',
      { path: '^src/core/' },
      { path: own, pathNot: ['^src/core/', '^schemas/'] }
    ),
    rule(
      'core-takes-types-of-schemas',
      'Use `import type`: core validates nothing, the edge has done so already.',
      { path: '^src/core/' },
      { path: '^schemas/', ...value }
    ),
    rule(
      'core-does-no-io',
      'Reading and writing belong to a store behind a port, sockets to src/http and the plugins.',
      { path: '^src/core/' },
      { path: '^(node:)?(fs|http|https|http2|net|tls|dgram|child_process|cluster)(/|$)' }
    ),
    rule(
      'core-has-two-packages',
      'Only identifiers (nanoid) and media types by name (mime) come from packages. Put others behind a port.',
      { path: '^src/core/' },
      { dependencyTypes: npm, pathNot: packages('nanoid', 'mime') }
    ),

    rule(
      'storage-knows-ports-errors-and-records',
      'Take it by constructor, from compose. Of core a store may know ports, errors, records, list order, measure, report, and what the stores share.',
      { path: '^src/storage/' },
      {
        path: own,
        pathNot: [
          '^src/core/ports/',
          '^src/core/(errors|file-record|list-order|measure|report)\\.ts$',
          '^src/core/(clock|deadline|open-work|read-records|record-commits|running-digests|shared-counts|shared-time)\\.ts$',
          '^src/storage/',
        ],
      }
    ),
    rule(
      'no-sibling-store',
      'Stores know nothing of each other. Share through src/core; compose brings two stores together.',
      { path: '^src/storage/(content|metadata)/([^/]+)/' },
      { path: '^src/storage/(content|metadata)/', pathNot: '^src/storage/$1/$2/' }
    ),
    rule(
      'file-system-for-embedded-stores',
      'src/storage/fs and src/storage/lock are the driver of the embedded stores; this store has a driver of its own.',
      { path: '^src/storage/(content|metadata)/', pathNot: embedded },
      { path: '^src/storage/(fs|lock)(/|\\.ts$)' }
    ),
    rule(
      'shared-driver-knows-no-store',
      'The shared file-system driver serves the stores and calls none of them: pass a function instead.',
      { path: '^src/storage/(fs|lock)(/|\\.ts$)' },
      { path: '^src/storage/(content|metadata)/' }
    ),
    rule(
      'parts-know-nothing-of-their-whole',
      'src/storage/embedded looks at both stores together; what a store needs of it belongs to the store.',
      { path: '^src/storage/', pathNot: '^src/storage/embedded/' },
      { path: '^src/storage/embedded/' }
    ),
    rule(
      'embedded-stores-go-through-fs',
      'Call the Fs interface in src/storage/fs, where tests put a file system that loses, tears and refuses.',
      { path: [embedded, '^src/storage/embedded/'] },
      { path: '^(node:)?fs(/|$)' }
    ),
    rule(
      'embedded-stores-need-no-driver',
      'The embedded mode needs no driver: node:crypto, node:zlib, src/storage/fs, and TypeBox to check what it reads.',
      { path: '^src/storage/(fs|lock)(/|\\.ts$)|^src/storage/(content/directory|metadata/json)/' },
      { dependencyTypes: npm, pathNot: packages('@types/node', '@sinclair/typebox') }
    ),
    rule(
      'only-compose-imports-storage',
      'Take the store through its port, by constructor; src/compose.ts and src/compose/ choose which one it is.',
      { path: '^src/', pathNot: ['^src/compose(\\.ts$|/)', '^src/storage/'] },
      { path: '^src/storage/' }
    ),
    ...driverRules,

    rule(
      'http-is-pure-helpers',
      'Take it as an argument. http/ may know schemas, FileError and the types of core.',
      { path: '^src/http/' },
      { path: own, pathNot: ['^src/http/', '^src/core/', '^schemas/'] }
    ),
    rule(
      'http-takes-types-of-core',
      'Use `import type`, or let the caller pass the function in; FileError is there to be thrown, and media types are the same rules everywhere.',
      { path: '^src/http/' },
      { path: '^src/core/', pathNot: '^src/core/(errors|media-types)\\.ts$', ...value }
    ),
    rule(
      'http-has-small-libraries',
      'Small libraries for one header each; of Fastify only `import type`. If a new one is right, add it to the list.',
      { path: '^src/http/' },
      { dependencyTypes: npm, pathNot: httpLibraries, ...value }
    ),

    rule(
      'plugins-serve-http-alone',
      'Take it as a plugin option, from src/app.ts.',
      { path: '^src/plugins/' },
      { path: own, pathNot: ['^src/plugins/', '^src/http/', '^src/core/', '^schemas/'] }
    ),
    rule(
      'no-sibling-plugin',
      'One concern each: what two plugins need goes to src/http, the order of plugins to src/app.ts.',
      { path: '^src/plugins/([^/]+?)(\\.ts$|/)' },
      { path: '^src/plugins/', pathNot: '^src/plugins/$1(\\.ts$|/)' }
    ),
    rule(
      'plugins-take-types-of-core',
      'Use `import type` and take the service as a plugin option; FileError alone may be tested for.',
      { path: '^src/plugins/' },
      { path: '^src/core/', pathNot: '^src/core/(errors|media-types)\\.ts$', ...value }
    ),

    rule(
      'routes-go-through-core',
      'Call a service of src/core, given as a plugin option; share through src/http.',
      { path: '^src/routes/' },
      { path: own, pathNot: ['^src/routes/', '^src/http/', '^src/core/', '^schemas/'] }
    ),
    rule(
      'no-sibling-door',
      'Doors know nothing of each other: share through src/http or src/core.',
      { path: '^src/routes/([^/]+?)(\\.ts$|/)' },
      { path: '^src/routes/', pathNot: '^src/routes/$1(\\.ts$|/)' }
    ),

    rule(
      'config-is-a-leaf',
      'Describe the setting in schemas/config.ts; whoever uses the value gets it by constructor.',
      { path: '^src/config\\.ts$' },
      { path: own, pathNot: '^schemas/' }
    ),
    rule(
      'compose-builds-services',
      'compose turns a configuration into services: config, core and storage. HTTP begins in src/app.ts.',
      { path: '^src/compose(\\.ts$|/)' },
      {
        path: own,
        pathNot: ['^src/(config|compose)\\.ts$', '^src/(core|storage|compose)/', '^schemas/'],
      }
    ),
    rule(
      'only-compose-has-its-parts',
      'src/compose.ts is what the others see of src/compose/.',
      { path: '^src/', pathNot: '^src/compose(\\.ts$|/)' },
      { path: '^src/compose/' }
    ),
    rule(
      'app-registers-plugins-and-routes',
      'Register a plugin or a door here and put the behaviour there.',
      { path: '^src/app\\.ts$' },
      {
        path: own,
        pathNot: [
          '^src/(plugins|routes|http)/',
          '^src/version\\.ts$',
          '^schemas/',
          '^src/core/',
          '^src/(config|compose)\\.ts$',
        ],
      }
    ),
    rule(
      'app-takes-types-of-services',
      'Use `import type`: app is given its services and its settings, it builds none.',
      { path: '^src/app\\.ts$' },
      { path: ['^src/core/', '^src/(config|compose)\\.ts$'], ...value }
    ),
    rule(
      'main-joins-three',
      'main reads the configuration, composes, builds the app, listens and shuts down; what each of them does is in a file of its own.',
      { path: '^src/main\\.ts$' },
      {
        path: own,
        pathNot:
          '^src/(config|compose|app|logger|modest-heap|shutdown|version|metrics/metrics|core/report)\\.ts$',
      }
    ),
    rule(
      'metrics-are-told',
      'Instruments are filled through the types of src/http and src/core; main hands them to those who know.',
      { path: '^src/metrics/' },
      { path: own, pathNot: ['^src/metrics/', '^src/http/', '^src/core/'] }
    ),
    rule(
      'metrics-take-types',
      'Use `import type`: a figure is told to the instruments, they do not go and get it.',
      { path: '^src/metrics/' },
      { path: ['^src/http/', '^src/core/'], ...value }
    ),
    rule(
      'only-metrics-have-their-library',
      'Tell a RequestMeter (src/http) or a Measure (src/core) instead; src/metrics makes figures of it.',
      { path: '^(src|schemas)/', pathNot: '^src/metrics/' },
      { path: packages('prom-client') }
    ),
    rule(
      'nobody-imports-main',
      'main has effects when it is loaded. Import what it joins. Those effects are all that `filedrop serve` is.',
      { pathNot: '^src/cli/serve\\.ts$' },
      { path: '^src/main\\.ts$' }
    ),

    rule(
      'client-knows-the-document-alone',
      'The client is made from openapi.yaml: import its generated types, which live beside it.',
      { path: '^src/client/' },
      { path: own, pathNot: '^src/client/' }
    ),
    rule(
      'client-runs-in-browsers',
      'A browser has neither modules of Node nor a Buffer: take a stream or a Blob, which whoever calls can make.',
      { path: '^src/client/' },
      { dependencyTypes: ['core', ...npm], pathNot: packages('openapi-fetch') }
    ),
    rule(
      'cli-and-web-are-clients',
      'They speak HTTP like anybody else: go through src/client. The command line alone hands over to the commands of operators.',
      { path: '^src/(cli|web)/', pathNot: '^src/cli/serve\\.ts$' },
      {
        path: own,
        pathNot: ['^src/(client|terminal)/', '^src/(cli|web)/', '^src/admin/run-admin\\.ts$'],
      }
    ),
    rule(
      'serve-starts-main',
      'The command is `npm start` by another name: whatever else a server needs belongs to src/main.ts.',
      { path: '^src/cli/serve\\.ts$' },
      { path: own, pathNot: '^src/(terminal/|main\\.ts$)' }
    ),
    rule(
      'operators-go-through-compose',
      'Commands on the store get it from compose, with a configuration, and use core.',
      { path: '^src/admin/' },
      {
        path: own,
        pathNot: [
          '^src/(compose|config)\\.ts$',
          '^src/core/',
          '^src/(admin|terminal)/',
          '^schemas/',
        ],
      }
    ),
    rule(
      'terminal-is-for-all-commands',
      'Arguments, exit codes and what stands on a screen; what one command needs belongs to that command.',
      { path: '^src/terminal/' },
      { path: own, pathNot: '^src/terminal/' }
    ),
    rule(
      'nobody-imports-front-ends',
      'client, cli, web, admin and their terminal stand in front of the service. Move the shared part to src/core.',
      { path: '^src/(core|storage|http|plugins|routes)/|^src/[^/]+\\.ts$' },
      { path: '^src/(client|cli|web|admin|terminal)/' }
    ),

    rule(
      'acceptance-is-black-box',
      'Start the built service and talk to it over sockets, also by way of helpers: nothing of src/ or schemas/.',
      { path: '^test/acceptance/' },
      { path: '^(src|schemas)/', reachable: true }
    ),
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: ['^dist/', '^test/.*fixtures/'] },
    // Imports of types are arrows as well.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
}
