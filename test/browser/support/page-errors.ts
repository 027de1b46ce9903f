import type { Page } from 'playwright-core'

/** What a page complains of on its console from now on: exceptions, and what its policy refuses. */
export function pageErrors(page: Page): readonly string[] {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    // Answers that are errors show up as well, and some are meant to be.
    const isAnswer = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isAnswer) errors.push(message.text())
  })
  return errors
}
