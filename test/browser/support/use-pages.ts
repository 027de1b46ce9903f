import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { launchBrowser } from './browser.js'
import { FilesPage } from './files-page.js'
import { pageErrors } from './page-errors.js'

type Open = (address: string, options?: BrowserContextOptions) => Promise<FilesPage>

/**
 * One browser for all tests of a file. Each page has a browser profile of its own and is closed with its test; the test
 * fails when a script threw, ran that must not, or broke the policy.
 */
export function usePages(): Open {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())
  return async (address, options = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    })
    const page = await context.newPage()
    const errors = pageErrors(page)
    const dialogs: string[] = []
    page.on('dialog', (dialog) => {
      // What is asked of somebody who leaves in the middle of uploads is no script of a file.
      if (dialog.type() !== 'beforeunload') dialogs.push(dialog.message())
      return dialog.accept()
    })
    onTestFinished(async () => {
      await context.close()
      expect({ errors, dialogs }).toEqual({ errors: [], dialogs: [] })
    })
    return new FilesPage(page, address)
  }
}
