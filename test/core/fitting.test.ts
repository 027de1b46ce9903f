import { expect, test } from 'vitest'
import { fitting } from '../../src/core/fitting.js'
import { codeOf } from './code-of.js'
import { sourceOf } from './sources.js'

async function taken(chunks: readonly (string | Error)[], room: number) {
  const got: string[] = []
  const code = await codeOf(async () => {
    for await (const chunk of fitting(sourceOf(chunks), room))
      got.push(Buffer.from(chunk).toString())
  }).catch(() => undefined)
  return { got, code }
}

test('what fits passes as it is', async () => {
  expect((await taken(['ab', '', 'c'], 3)).got).toEqual(['ab', 'c'])
  expect((await taken(['ab'], 3)).got).toEqual(['ab'])
  expect((await taken([], 0)).got).toEqual([])
})

test('of what is too much nothing fills the room', async () => {
  expect(await taken(['ab', 'c', 'd'], 3)).toEqual({ got: ['ab'], code: 'FILE_TOO_LARGE' })
  expect(await taken(['abcd'], 3)).toEqual({ got: [], code: 'FILE_TOO_LARGE' })
  expect(await taken(['a'], 0)).toEqual({ got: [], code: 'FILE_TOO_LARGE' })
})
