import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { ownServer } from '../support/suite.js'
import type { FilesPage } from './support/files-page.js'
import { fillForLooking, mainStates } from './support/main-states.js'
import { pageOf } from './support/page-of.js'
import { usePages } from './support/use-pages.js'

const newPage = usePages()
/** For a person to look at. */
const artifacts = fileURLToPath(new URL('../../artifacts/page', import.meta.url))

beforeAll(() => mkdir(artifacts, { recursive: true }))

/** Where the page of a service is that has files of all sorts. */
async function filledService(): Promise<string> {
  const suite = await ownServer()
  await fillForLooking(suite.client)
  return pageOf(suite)
}

const looks = [360, 768, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme }))
)

test.each(looks)(
  'in no state is it wider than $width px, $colorScheme',
  async ({ width, colorScheme }) => {
    const viewport = { width, height: width < 500 ? 740 : 800 }
    const files = await newPage(await filledService(), {
      viewport,
      colorScheme,
      hasTouch: width < 500,
      reducedMotion: 'reduce',
    })
    for await (const state of mainStates(files)) {
      await files.page.screenshot({ path: `${artifacts}/${state}-${width}-${colorScheme}.png` })
      expect(await tooWide(files), state).toEqual([])
    }
  }
)

/** What reaches beyond the window, if the page can be moved sideways for it. */
const tooWide = ({ page }: FilesPage) =>
  page.evaluate<string[]>(`(() => {
    const { scrollWidth } = document.scrollingElement
    if (scrollWidth <= innerWidth) return []
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => element.outerHTML.slice(0, 100))
  })()`)

test('whatever the Tab key reaches shows that it is there', async () => {
  const files = await (await newPage(await filledService())).open()
  const seen: string[] = []
  for (;;) {
    await files.page.keyboard.press('Tab')
    const { name, ring } = await focused(files)
    if (name === '' || seen.includes(name)) break
    expect(ring, name).toBe(true)
    seen.push(name)
  }
  // The buttons at the top, the fields, the heads, and what is in the rows.
  expect(seen.length).toBeGreaterThan(20)
})

/** What has the focus, with its place in the page, and whether there is a ring around it or around what it stands in. */
const focused = ({ page }: FilesPage) =>
  page.evaluate<{ name: string; ring: boolean }>(`(() => {
    const element = document.activeElement
    if (element === document.body) return { name: '', ring: false }
    const hasRing = (of) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(of)
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none'
    }
    const at = [...document.querySelectorAll('*')].indexOf(element)
    return { name: at + ' ' + element.outerHTML.slice(0, 120), ring: hasRing(element) }
  })()`)

test('all of it together is less than 300 kB on the wire', async () => {
  const files = await newPage(await filledService())
  const sizes: Promise<number>[] = []
  files.page.on('requestfinished', (request) => {
    const isData = /\/files\?/.test(request.url())
    if (!isData) sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await files.open()
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  expect(sizes.length).toBeGreaterThan(2)
  expect(bytes).toBeLessThan(300_000)
  expect(bytes).toBeGreaterThan(10_000)
})
