import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { clientTypes } from '../../scripts/client-types.js'

test('the types of the client are those of openapi.yaml', async () => {
  const types = await clientTypes(readFileSync('openapi.yaml', 'utf8'))
  expect(readFileSync('src/client/openapi.ts', 'utf8'), 'run npm run openapi').toBe(types)
})
