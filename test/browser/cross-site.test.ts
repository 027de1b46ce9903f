import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { metadataOf, uploadBy } from '../support/doors.js'
import { useServer } from '../support/suite.js'
import { launchBrowser } from './support/browser.js'
import { OtherSite } from './support/other-site.js'

const friend = 'friend.example'
// Its address goes into the settings of our server.
const site = await OtherSite.open()
const suite = useServer({ CORS_ORIGINS: `http://${friend}:${site.port}` })
let browser: Browser
let id = ''

beforeAll(async () => {
  browser = await launchBrowser(['evil.example', friend])
})
afterAll(async () => {
  await browser.close()
  site.close()
})
beforeEach(async () => {
  id = await uploadBy(suite.current.client, 'named', {
    name: 'secret.txt',
    content: 'a secret',
    type: 'text/plain',
  })
})

async function pageAt(origin: string): Promise<Page> {
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  await page.goto(`${origin}/`)
  return page
}

const address = (target: string) => `http://127.0.0.1:${suite.current.server.port}${target}`

/** A script that submits a form with a file in it, as a click on a button of the page could. */
const submitForm = (action: string) => `
  const form = document.createElement('form')
  Object.assign(form, { method: 'post', enctype: 'multipart/form-data', action: '${action}' })
  const input = Object.assign(document.createElement('input'), { type: 'file', name: 'file' })
  const chosen = new DataTransfer()
  chosen.items.add(new File(['planted'], 'planted.txt'))
  input.files = chosen.files
  form.append(input)
  document.body.append(form)
  form.submit()`

/** What a script of the page gets back: status and text of an answer that it may read, else the error. */
const fetchIn = (page: Page, target: string, init: RequestInit = {}): Promise<string> =>
  page.evaluate(
    async ([url, options]) => {
      try {
        const answer = await fetch(url, options)
        return `${answer.type} ${answer.status} ${await answer.text()}`
      } catch (error) {
        return String(error)
      }
    },
    [address(target), init] as const
  )

/** Pages of other origins: of another site, and of another port of this machine. */
const strangers = [
  ['another site', () => `http://evil.example:${site.port}`],
  ['another port of this machine', () => `http://127.0.0.1:${site.port}`],
  ['another name of this machine', () => `http://localhost:${site.port}`],
] as const

describe.each(strangers)('a page of %s', (_, origin) => {
  test('cannot upload, replace, rename or delete, by script', async () => {
    const page = await pageAt(origin())
    await suite.current.unchangedBy(async () => {
      for (const mode of ['cors', 'no-cors'] as const) {
        for (const path of ['/upload', '/api/files', '/file/upload/', '/files/upload']) {
          const body = 'x'
          await fetchIn(page, path, { method: 'POST', mode, body })
        }
      }
      for (const path of [`/files/${id}`, `/files/${id}/content`]) {
        expect(await fetchIn(page, path, { method: 'PUT', body: 'x' })).toMatch(/TypeError/)
      }
      expect(await fetchIn(page, `/files/${id}`, { method: 'DELETE' })).toMatch(/TypeError/)
    })
  })

  test('cannot upload by a form that it submits', async () => {
    await suite.current.unchangedBy(async () => {
      for (const path of ['/upload', '/api/files', '/file/upload/', '/files/upload']) {
        const page = await pageAt(origin())
        const answered = page.waitForResponse((answer) => answer.url().endsWith(path))
        await page.evaluate(submitForm(address(path)))
        expect((await answered).status()).toBe(403)
      }
    })
  })

  test('cannot read lists, metadata or contents', async () => {
    const page = await pageAt(origin())
    const targets = [
      '/files',
      `/files/${id}`,
      `/files/${id}/metadata`,
      '/uploads/secret.txt',
      '/docs/',
    ]
    for (const target of targets) {
      expect(await fetchIn(page, target), target).toMatch(/^TypeError/)
      expect(await fetchIn(page, target, { mode: 'no-cors' }), target).not.toContain('secret')
    }
  })

  test('cannot show our pages and files in a frame', async () => {
    for (const target of ['/docs/', '/uploads/secret.txt']) {
      const page = await pageAt(origin())
      const answered = page.waitForResponse((answer) => answer.url().endsWith(target))
      await page.evaluate(
        `document.body.append(Object.assign(document.createElement('iframe'), { src: '${address(target)}' }))`
      )
      await answered
      await expect
        .poll(() => page.frames().some((frame) => frame.url().startsWith('chrome-error:')))
        .toBe(true)
    }
  })
})

test('a site whose name is made to point to us gets nothing at all', async () => {
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  for (const target of ['/docs/', '/files', `/files/${id}`]) {
    const answer = await page.goto(`http://evil.example:${suite.current.server.port}${target}`)
    expect(answer?.status()).toBe(421)
    expect(await answer?.text()).not.toContain('secret')
  }
})

test('a page of an origin that is let in does all of it', async () => {
  const page = await pageAt(`http://${friend}:${site.port}`)
  expect(await fetchIn(page, `/files/${id}`)).toBe('cors 200 a secret')
  const init = {
    method: 'PUT',
    body: '{"file_name":"theirs"}',
    headers: { 'content-type': 'application/json' },
  }
  expect(await fetchIn(page, `/files/${id}`, init)).toMatch(/^cors 200 /)
  expect((await metadataOf(suite.current.client, id)).file_name).toBe('theirs')
  expect(await fetchIn(page, '/files/upload', { method: 'POST', body: 'x' })).toMatch(/^cors 201 /)
  expect(await fetchIn(page, `/files/${id}`, { method: 'DELETE' })).toMatch(/^cors 200 /)
})
