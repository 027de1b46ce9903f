import { expect, test } from 'vitest'
import { ownServer } from '../support/suite.js'
import { seriousFaults } from './support/axe.js'
import { fillForLooking, mainStates } from './support/main-states.js'
import { pageOf } from './support/page-of.js'
import { usePages } from './support/use-pages.js'

const newPage = usePages()

test.each([
  { width: 360, colorScheme: 'dark' as const },
  { width: 1280, colorScheme: 'light' as const },
  { width: 1280, colorScheme: 'dark' as const },
])(
  'axe finds nothing serious in any state, $width px, $colorScheme',
  async ({ width, colorScheme }) => {
    // Colours are to be judged as they are, and not on their way there.
    const options = {
      viewport: { width, height: 800 },
      colorScheme,
      reducedMotion: 'reduce' as const,
    }
    const suite = await ownServer()
    await fillForLooking(suite.client)
    const files = await newPage(pageOf(suite), options)
    const faults: Record<string, string[]> = {}
    for await (const state of mainStates(files)) {
      const found = await seriousFaults(files.page)
      if (found.length > 0) faults[state] = found
    }
    expect(faults).toEqual({})
  }
)

test('axe would find a button without a name', async () => {
  const files = await (await newPage(pageOf(await ownServer()))).open()
  await files.page.evaluate("document.body.append(document.createElement('button'))")
  expect(await seriousFaults(files.page)).toEqual([expect.stringMatching(/^button-name: <button>/)])
})
