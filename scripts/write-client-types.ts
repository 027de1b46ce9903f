/** Writes the types of the client, unless they are those of openapi.yaml already: builds and checks ask for them each time. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const target = 'src/client/openapi.ts'
const madeOf = ['openapi.yaml', 'scripts/client-types.ts', 'package-lock.json']

const hash = createHash('sha256')
for (const file of madeOf) hash.update(readFileSync(file))
const head = `// Written from openapi.yaml by \`npm run client-types\`, ${hash.digest('hex')}.\n\n`

if (!existsSync(target) || !readFileSync(target, 'utf8').startsWith(head)) {
  const { clientTypes } = await import('./client-types.js')
  writeFileSync(target, head + (await clientTypes(readFileSync('openapi.yaml', 'utf8'))))
}
