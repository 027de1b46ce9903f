import { byId } from './by-id.js'

/** Says as long as the service does not answer that it does not; the page goes on asking. */
export function showReached(reached: boolean): void {
  const text = reached ? '' : 'The service cannot be reached. Trying again…'
  const banner = byId('banner')
  // Said once, and not with every attempt.
  if (banner.textContent !== text) banner.textContent = text
}
