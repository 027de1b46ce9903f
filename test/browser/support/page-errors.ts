import type { Page } from 'playwright-core'

/** What a page complains of on its console from now on: exceptions, refusals of its policy, failed requests. */
export function pageErrors(page: Page): readonly string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  return errors
}
